"""Refusals: each has words, and a code of its own that begins with the room that says no."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from tests.support.source import Module, product


@dataclass(frozen=True)
class FoundRefusal:
    at: str
    name: str
    room: str
    code: str | None
    has_words: bool
    is_a_base: bool


def refusals() -> list[FoundRefusal]:
    """Every public class that derives from Refusal, by name, however far."""
    classes = [(module, node) for module in product() for node in ast.walk(module.tree) if isinstance(node, ast.ClassDef)]
    known = {"Refusal"}
    while more := {node.name for _, node in classes if _bases(node) & known} - known:
        known |= more
    bases = {base for _, node in classes for base in _bases(node)}
    return [
        _found(module, node, bases) for module, node in classes if node.name in known - {"Refusal", "RemoteRefusal"} and node.name[0] != "_"
    ]


def _found(module: Module, node: ast.ClassDef, bases: set[str]) -> FoundRefusal:
    code = next(_codes(node), None)
    return FoundRefusal(module.at(node), node.name, module.room, code, bool(ast.get_docstring(node)), node.name in bases)


def _bases(node: ast.ClassDef) -> set[str]:
    return {ast.unparse(base).rpartition(".")[2] for base in node.bases}


def _codes(node: ast.ClassDef) -> Iterator[str]:
    for statement in node.body:
        targets = (
            statement.targets if isinstance(statement, ast.Assign) else [statement.target] if isinstance(statement, ast.AnnAssign) else []
        )
        value = getattr(statement, "value", None)
        if any(isinstance(target, ast.Name) and target.id == "code" for target in targets) and isinstance(value, ast.Constant):
            yield str(value.value)


def test_every_refusal_has_a_code_that_begins_with_its_room():
    wrong = [
        f"{found.at} {found.name}: {found.code}"
        for found in refusals()
        if not (found.is_a_base and found.code is None) and not re.fullmatch(rf"{found.room}\.[a-z][a-z0-9_]*", found.code or "")
    ]

    assert wrong == []


def test_no_two_refusals_have_the_same_code():
    codes = Counter(found.code for found in refusals() if found.code)

    assert [code for code, times in codes.items() if times > 1] == []


def test_every_refusal_has_words_for_the_customer():
    assert [f"{found.at} {found.name}" for found in refusals() if not found.has_words] == []
