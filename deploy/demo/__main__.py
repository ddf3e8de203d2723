"""`python -m deploy.demo --data FOLDER [--logs GLOB]`, as `make demo` calls it."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape

from deploy.demo.claims import ClaimFailed, Claims
from deploy.demo.play import Play
from deploy.demo.world import World
from deploy.local.faults import CannotStart
from deploy.local.names import ROOT
from deploy.local.signals import stoppable
from deploy.local.stack import Stack, remove

NARROWEST = 100


@click.command()
@click.option("--data", type=click.Path(path_type=Path), default=ROOT / "var" / "demo", help="The folder of the demo's data; wiped first.")
@click.option("--logs", multiple=True, help="Log files to count; by default the machine's and this stack's own. Repeatable.")
def main(data: Path, logs: tuple[str, ...]) -> None:
    """Play the main job on real input and check every step."""
    console = Console(highlight=False, width=max(NARROWEST, shutil.get_terminal_size((120, 40)).columns))
    began = time.monotonic()
    claims = Claims(console)
    console.rule("[bold]The Billing Center, from usage to a bill that anyone can re-derive")
    remove(data.absolute())
    with stoppable(), Stack(data, say=lambda what: console.print(f"[dim]  {escape(what)}[/]")) as stack:
        started_s = time.monotonic() - began
        console.print(f"[green]  up after {started_s:.0f} s:[/] {stack.address}")
        played = Play(World(stack, claims, console), logs)
        played.all()
        console.print("\n[dim]  stopping ...[/]")
    console.rule("[bold green]Everything held")
    took_s = time.monotonic() - began
    console.print(f"{claims.held} claims were checked. The start took {started_s:.0f} s, the whole demo {took_s:.0f} s.")
    _farewell(console, played.sign_ins, data, address=stack.address)


def _farewell(console: Console, sign_ins: list[tuple[str, str, str]], data: Path, *, address: str) -> None:
    """How to look around."""
    console.print(f"The stack is stopped; its data stays in {data}. To look around:\n")
    console.print(f"    [bold]make run DATA={_as_typed(data)}[/]   and visit   [bold]{address}/docs[/]\n")
    for who, login, password in sign_ins:
        console.print(f"    {who:<18} login [bold]{login}[/]   password [bold]{password}[/]")
    console.print("\n[dim]    POST /v1/sessions there answers with the token for the page's Authorize button.[/]\n")


def _as_typed(data: Path) -> str:
    try:
        return str(data.absolute().relative_to(ROOT))
    except ValueError:
        return str(data)


if __name__ == "__main__":
    try:
        main(standalone_mode=False)
    except (CannotStart, ClaimFailed) as wrong:
        Console(stderr=True, highlight=False).print(f"\n{wrong}", style="bold red", markup=False, soft_wrap=True)
        sys.exit(1)
    except (KeyboardInterrupt, click.Abort):
        sys.exit(130)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(wrong.exit_code)
