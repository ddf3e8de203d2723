"""The project's own source, read as text and as syntax trees, for the tests of the architecture."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("identity", "settlement", "billing", "wallet", "tickets", "audit")
PRODUCT = ("services", "gateway", "deploy")
GENERATED = ("gateway/client",)


@dataclass(frozen=True)
class Module:
    """One Python file of the product. `path` is relative to the root, with forward slashes."""

    path: str
    text: str
    tree: ast.Module

    @property
    def room(self) -> str:
        """The room, or "kernel", "gateway", "deploy"."""
        first, *rest = self.path.split("/")
        return rest[0] if first == "services" and len(rest) > 1 else first

    def nodes(self, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
        return (node for node in ast.walk(self.tree) if isinstance(node, kinds))

    def at(self, node: ast.AST) -> str:
        return f"{self.path}:{getattr(node, 'lineno', 1)}"


@cache
def product() -> tuple[Module, ...]:
    """Every Python file of the product, but what is generated."""
    paths = sorted(path for top in PRODUCT for path in (ROOT / top).rglob("*.py"))
    named = ((path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) for path in paths)
    return tuple(Module(name, text, ast.parse(text, name)) for name, text in named if not name.startswith(GENERATED))


def imported(module: Module) -> Iterator[tuple[str, ast.AST]]:
    """The absolute names that a module imports, anywhere in it."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module or "", node


def calls(module: Module) -> Iterator[tuple[str, ast.Call]]:
    """What a module calls, as it is written: ("datetime.now", node)."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def is_room_built(room: str) -> bool:
    """Whether the room has its service already; until then its other files are still being made."""
    folder = ROOT / "services" / room
    return (folder / "service.py").exists() or (folder / "service" / "__init__.py").exists()
