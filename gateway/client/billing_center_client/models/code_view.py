from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..models.code_view_state import CodeViewState

T = TypeVar("T", bound="CodeView")


@_attrs_define
class CodeView:
    """
    Attributes:
        code_id (UUID):
        state (CodeViewState):
        redeemed_by (None | UUID):
        redeemed_at (datetime.datetime | None):
    """

    code_id: UUID
    state: CodeViewState
    redeemed_by: None | UUID
    redeemed_at: datetime.datetime | None

    def to_dict(self) -> dict[str, Any]:
        code_id = str(self.code_id)

        state = self.state.value

        redeemed_by: None | str
        if isinstance(self.redeemed_by, UUID):
            redeemed_by = str(self.redeemed_by)
        else:
            redeemed_by = self.redeemed_by

        redeemed_at: None | str
        if isinstance(self.redeemed_at, datetime.datetime):
            redeemed_at = self.redeemed_at.isoformat()
        else:
            redeemed_at = self.redeemed_at

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "code_id": code_id,
                "state": state,
                "redeemed_by": redeemed_by,
                "redeemed_at": redeemed_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        code_id = UUID(d.pop("code_id"))

        state = CodeViewState(d.pop("state"))

        def _parse_redeemed_by(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                redeemed_by_type_0 = UUID(data)

                return redeemed_by_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        redeemed_by = _parse_redeemed_by(d.pop("redeemed_by"))

        def _parse_redeemed_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                redeemed_at_type_0 = datetime.datetime.fromisoformat(data)

                return redeemed_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        redeemed_at = _parse_redeemed_at(d.pop("redeemed_at"))

        code_view = cls(
            code_id=code_id,
            state=state,
            redeemed_by=redeemed_by,
            redeemed_at=redeemed_at,
        )

        return code_view
