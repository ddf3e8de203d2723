"""Claims: what the demo says, each compared with what it found. The first that does not hold ends the demo."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape


class ClaimFailed(Exception):
    """Something did not turn out as it must."""


class Claims:
    """Counts what held and says it, a line each."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self.held = 0

    def check(self, claim: str, found: object, expected: object = True) -> None:
        """Raises: ClaimFailed, with both sides, unless `found` is what was expected."""
        if found != expected:
            raise ClaimFailed(f"This does not hold: {claim}\n  expected: {expected}\n  found:    {found}")
        self.held += 1
        self._console.print(f"  [green]✓[/] {escape(claim)}")
