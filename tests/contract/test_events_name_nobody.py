"""Personal data and credentials are not events (product decision 37): every sample of every room's published language is looked through."""

import importlib
import importlib.util
import re
from collections.abc import Iterator
from typing import Any

import pytest

from services.kernel.config import ROOMS

PERSONAL_NAMES = re.compile(
    r"(^|_)(e_?mail|phone|mobile|password|username|user_name|full_?name|first_?name|last_?name|contact|recipient|login|token|secret|hash"
    r"|client_address|ip|postal|street)(_|$)"
)
PERSONAL_VALUES = re.compile(r"[^@\s]+@[^@\s]+\.\w+|\+\d[\d -]{6,}|\$argon2|bc[sko]_[0-9A-Za-z_-]{12,}")


def samples() -> Iterator[Any]:
    for room in ROOMS:
        if importlib.util.find_spec(f"services.{room}") and importlib.util.find_spec(f"services.{room}.events"):
            published = importlib.import_module(f"services.{room}.events").PUBLISHED
            for name, sample in published.samples.items():
                yield pytest.param(sample, id=str(name))


def leaves(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every (field name, value) in a sample, however deep."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, str(key))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from leaves(inner, name)
    else:
        yield name, value


@pytest.mark.parametrize("sample", list(samples()))
def test_no_event_names_a_person_or_holds_a_secret(sample):
    found = [(name, value) for name, value in leaves(sample) if PERSONAL_NAMES.search(name) or PERSONAL_VALUES.search(str(value))]

    assert found == []


def test_the_search_finds_what_it_looks_for():
    guilty = {"a": [{"e_mail": "x"}], "b": "lin@example.com", "c": "+8613800138000", "d": "bck_0123456789ab_x"}

    found = [name for name, value in leaves(guilty) if PERSONAL_NAMES.search(name) or PERSONAL_VALUES.search(str(value))]

    assert found == ["e_mail", "b", "c", "d"]
