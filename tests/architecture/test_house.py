"""The house rules that a machine can hold: where things stand, what they are called and how large they may be."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.support.source import GENERATED, PRODUCT, ROOMS, ROOT, calls, is_room_built, product

FURNITURE = ("domain", "events", "schemas", "projections", "queries", "application", "policies", "service")
SHAPELESS = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "managers"}
LONGEST_FUNCTION_LINES = 70
LONGEST_FILE_LINES = 500
EXACT = re.compile(r"services/(kernel/money|billing/(counting|pricing|rating)|wallet/(allocation|journal|domain)|settlement/domain)\b")
SQL = re.compile(r"\s*(select\s[\s\S]+\sfrom\s|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s)", re.IGNORECASE)
SQL_PLACES = re.compile(r"services/(kernel/|\w+/(projections|queries|migrations)\b|billing/intake\b)")


def charter_of(folder: str) -> str:
    return ast.get_docstring(ast.parse((ROOT / folder / "__init__.py").read_text(encoding="utf-8"))) or ""


def docstring_line(charter: str, word: str) -> str:
    found = re.search(rf"^{word}:\s*(.+)$", charter, re.MULTILINE)
    return found[1] if found else ""


def test_the_kernel_holds_what_its_charter_lists_and_nothing_else():
    listed = set(docstring_line(charter_of("services/kernel"), "Owns").rstrip(".").split())

    standing = {path.stem for path in (ROOT / "services/kernel").iterdir() if path.suffix == ".py" or path.is_dir()}

    assert standing - {"__init__", "__pycache__", "migrations"} <= listed


def test_nothing_is_called_utils_helpers_common_misc_or_manager():
    code = [path for top in (*PRODUCT, "tests") for path in (ROOT / top).rglob("*") if path.suffix == ".py" or path.is_dir()]
    shapeless = [str(path.relative_to(ROOT)) for path in code if not _is_generated(path) and SHAPELESS & _words(path.stem)]
    classes = [
        module.at(node)
        for module in product()
        for node in module.nodes(ast.ClassDef)
        if SHAPELESS & _words(re.sub("([A-Z])", r"_\1", node.name))  # type: ignore[attr-defined]
    ]

    assert shapeless + classes == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_has_the_same_furniture_as_every_other(room):
    if not is_room_built(room):
        pytest.skip(f"{room} has no service yet")
    folder = ROOT / "services" / room

    missing = [name for name in FURNITURE if not (folder / f"{name}.py").exists() and not (folder / name / "__init__.py").exists()]
    missing += [name for name in ("__init__.py", "migrations", "DECISIONS.md") if not (folder / name).exists()]

    assert missing == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_rooms_charter_says_what_it_owns_promises_never_does_and_listens_to(room):
    if not is_room_built(room):
        pytest.skip(f"{room} has no service yet")

    charter = charter_of(f"services/{room}")

    assert [word for word in ("Owns", "Promises", "Never", "Listens") if not docstring_line(charter, word)] == []


def test_functions_are_short_enough_to_be_seen_whole():
    long = [
        f"{module.at(node)} {node.name}: {node.end_lineno - node.lineno + 1} lines"  # type: ignore[attr-defined]
        for module in product()
        for node in module.nodes(ast.FunctionDef, ast.AsyncFunctionDef)
        if node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION_LINES  # type: ignore[attr-defined]
    ]

    assert long == []


def test_files_are_short_enough_to_be_read():
    long = [f"{module.path}: {lines} lines" for module in product() if (lines := module.text.count("\n")) > LONGEST_FILE_LINES]

    assert long == []


def test_modules_that_reckon_with_money_know_no_float():
    exact = [module for module in product() if EXACT.match(module.path)]
    literals = [
        module.at(node)
        for module in exact
        for node in module.nodes(ast.Constant)
        if isinstance(node.value, float)  # type: ignore[attr-defined]
    ]
    conversions = [module.at(node) for module in exact for name, node in calls(module) if name in ("float", "Decimal", "decimal.Decimal")]

    assert exact != []
    assert literals + conversions == []


def test_rooms_ask_the_kernels_clock_and_never_the_machines():
    machines = re.compile(r"(datetime\.)?(datetime|date)\.(now|utcnow|today)|time\.(time|time_ns)")

    asked = [module.at(node) for module in product() if module.room in ROOMS for name, node in calls(module) if machines.fullmatch(name)]

    assert asked == []


def test_rooms_make_ids_with_the_kernel():
    asked = [
        module.at(node)
        for module in product()
        if module.room in ROOMS
        for name, node in calls(module)
        if name.rpartition(".")[2] in ("uuid1", "uuid3", "uuid4", "uuid5", "uuid7")
    ]

    assert asked == []


def test_sql_stands_where_it_is_looked_for():
    strays = [
        module.at(node)
        for module in product()
        if module.room in ROOMS and not SQL_PLACES.match(module.path)
        for node in module.nodes(ast.Constant)
        if isinstance(node.value, str) and SQL.match(node.value)  # type: ignore[attr-defined]
    ]

    assert strays == []


def test_the_lock_file_names_hashes_and_no_index():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")

    assert "--hash=sha256:" in lock
    assert re.findall(r"^.*(?:https?://|file:|--(?:extra-)?index-url|^-i |--find-links|--trusted-host|@ ).*$", lock, re.MULTILINE) == []


def test_the_project_stands_on_its_own():
    kinds = {".py", ".sql", ".md", ".toml", ".yaml", ".yml", ".html", ".js", ".css", ".json", ""}
    folders = (*PRODUCT, "tests", ".ci")
    files = [path for top in folders for path in (ROOT / top).rglob("*") if not _is_generated(path)]
    files = [path for path in (*files, *ROOT.iterdir()) if path.is_file() and path.suffix in kinds]
    outside = re.compile(r"/wor" + r"k/|\.\./share" + r"d\b")

    assert [str(path.relative_to(ROOT)) for path in files if _mentions(path, outside)] == []


def _mentions(path: Path, pattern: re.Pattern[str]) -> bool:
    return pattern.search(path.read_text(encoding="utf-8", errors="replace")) is not None


def _is_generated(path: Path) -> bool:
    inside = path.relative_to(ROOT)
    return inside.as_posix().startswith(GENERATED) or any(part == "__pycache__" or part.endswith("_cache") for part in inside.parts)


def _words(name: str) -> set[str]:
    return set(re.split(r"[_\W]+", name.lower()))
