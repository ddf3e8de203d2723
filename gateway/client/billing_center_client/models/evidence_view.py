from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define

T = TypeVar("T", bound="EvidenceView")


@_attrs_define
class EvidenceView:
    """
    Attributes:
        bill_id (UUID):
        evidence (Any):
    """

    bill_id: UUID
    evidence: Any

    def to_dict(self) -> dict[str, Any]:
        bill_id = str(self.bill_id)

        evidence = self.evidence

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "bill_id": bill_id,
                "evidence": evidence,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        bill_id = UUID(d.pop("bill_id"))

        evidence = d.pop("evidence")

        evidence_view = cls(
            bill_id=bill_id,
            evidence=evidence,
        )

        return evidence_view
