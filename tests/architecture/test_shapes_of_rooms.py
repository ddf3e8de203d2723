"""Every room's shapes can be made into schemas, and within a room a name stands for one thing."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections import Counter
from types import ModuleType

import pytest

from services.kernel.schemas import is_shape, schema_of
from tests.support.source import ROOMS, ROOT


def shapes_of(room: str) -> list[type]:
    """The shapes that a room's schemas declare."""
    if not any((ROOT / "services" / room / name).exists() for name in ("schemas.py", "schemas/__init__.py")):
        return []
    return sorted({cls for module in modules_of(room) for cls in declared(module)}, key=lambda cls: cls.__qualname__)


def modules_of(room: str) -> list[ModuleType]:
    top = importlib.import_module(f"services.{room}.schemas")
    parts = pkgutil.iter_modules(getattr(top, "__path__", []), f"{top.__name__}.")
    return [top, *(importlib.import_module(part.name) for part in parts)]


def declared(module: ModuleType) -> list[type]:
    return [cls for _, cls in inspect.getmembers(module, is_shape) if cls.__module__ == module.__name__]


@pytest.mark.parametrize("room", ROOMS)
def test_every_shape_has_a_schema_and_words(room):
    for cls in shapes_of(room):
        schema_of(cls)()

        assert cls.__doc__, cls
        assert not cls.__doc__.startswith(f"{cls.__name__}("), f"{cls}: the dataclass's own docstring says nothing"


@pytest.mark.parametrize("room", ROOMS)
def test_no_room_gives_one_name_to_two_shapes(room):
    names = Counter(cls.__name__ for cls in shapes_of(room))

    assert [name for name, times in names.items() if times > 1] == []
