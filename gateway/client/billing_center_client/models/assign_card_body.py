from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

from ..models.assign_card_body_source import AssignCardBodySource

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="AssignCardBody")


@_attrs_define
class AssignCardBody:
    """
    Attributes:
        face (Money):
        source (AssignCardBodySource): who pays for the card; partners say partner
        reference (str): the deal, order or reason behind it Example: PARTNER-2026-0815.
    """

    face: Money
    source: AssignCardBodySource
    reference: str

    def to_dict(self) -> dict[str, Any]:
        face = self.face.to_dict()

        source = self.source.value

        reference = self.reference

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "face": face,
                "source": source,
                "reference": reference,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.money import Money

        d = dict(src_dict)
        face = Money.from_dict(d.pop("face"))

        source = AssignCardBodySource(d.pop("source"))

        reference = d.pop("reference")

        assign_card_body = cls(
            face=face,
            source=source,
            reference=reference,
        )

        return assign_card_body
