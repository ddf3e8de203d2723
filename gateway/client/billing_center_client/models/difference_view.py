from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="DifferenceView")


@_attrs_define
class DifferenceView:
    """
    Attributes:
        what (str):
        where (str):
        expected (str):
        found (str):
    """

    what: str
    where: str
    expected: str
    found: str

    def to_dict(self) -> dict[str, Any]:
        what = self.what

        where = self.where

        expected = self.expected

        found = self.found

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "what": what,
                "where": where,
                "expected": expected,
                "found": found,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        what = d.pop("what")

        where = d.pop("where")

        expected = d.pop("expected")

        found = d.pop("found")

        difference_view = cls(
            what=what,
            where=where,
            expected=expected,
            found=found,
        )

        return difference_view
