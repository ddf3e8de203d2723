from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="CodeSentView")


@_attrs_define
class CodeSentView:
    """
    Attributes:
        expires_at (datetime.datetime):
        next_at (datetime.datetime):
    """

    expires_at: datetime.datetime
    next_at: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        expires_at = self.expires_at.isoformat()

        next_at = self.next_at.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "expires_at": expires_at,
                "next_at": next_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        expires_at = datetime.datetime.fromisoformat(d.pop("expires_at"))

        next_at = datetime.datetime.fromisoformat(d.pop("next_at"))

        code_sent_view = cls(
            expires_at=expires_at,
            next_at=next_at,
        )

        return code_sent_view
