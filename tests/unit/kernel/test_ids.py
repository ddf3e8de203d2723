"""Ids: new ones in order of time, computed ones the same everywhere."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from services.kernel.ids import derived_id, natural_id, new_id

COMMAND = UUID("0192f0c1-2b4e-7cc3-98c4-dc0c0c07398f")


def test_new_ids_are_ordered_by_time_and_never_the_same():
    ids = [new_id() for _ in range(10_000)]

    assert ids == sorted(ids)
    assert len(set(ids)) == 10_000
    assert all(type(id) is UUID and id.version == 7 for id in ids[:10])


def test_a_natural_id_is_the_same_for_ever():
    assert natural_id("bill", COMMAND, date(2026, 11, 23)) == UUID("2a7c1bc2-f944-5d36-b730-b968c8247e21")
    assert derived_id(COMMAND, "charge") == UUID("3dd9a2f0-0a08-589e-8787-76f6a8b394e2")


def test_computed_ids_differ_when_anything_differs():
    ids = [
        natural_id("bill"),
        natural_id("bill", ""),
        natural_id("bill", "a", "b"),
        natural_id("bill", "ab"),
        natural_id("bill", "a", "b", ""),
        natural_id("bill", "a\x1fb"),
        natural_id("bill", "b", "a"),
        natural_id("billa", "b"),
        natural_id("bill", "1:a1:b"),
        derived_id(COMMAND, "charge"),
        derived_id(COMMAND, "refund"),
    ]

    assert len(set(ids)) == len(ids)
    assert all(id.version == 5 for id in ids)
