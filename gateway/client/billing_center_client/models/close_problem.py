from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.close_problem_details import CloseProblemDetails


T = TypeVar("T", bound="CloseProblem")


@_attrs_define
class CloseProblem:
    """
    Attributes:
        workspace_id (UUID):
        day (datetime.date):
        code (str):
        details (CloseProblemDetails):
    """

    workspace_id: UUID
    day: datetime.date
    code: str
    details: CloseProblemDetails

    def to_dict(self) -> dict[str, Any]:
        workspace_id = str(self.workspace_id)

        day = self.day.isoformat()

        code = self.code

        details = self.details.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "workspace_id": workspace_id,
                "day": day,
                "code": code,
                "details": details,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.close_problem_details import CloseProblemDetails

        d = dict(src_dict)
        workspace_id = UUID(d.pop("workspace_id"))

        day = datetime.date.fromisoformat(d.pop("day"))

        code = d.pop("code")

        details = CloseProblemDetails.from_dict(d.pop("details"))

        close_problem = cls(
            workspace_id=workspace_id,
            day=day,
            code=code,
            details=details,
        )

        return close_problem
