from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.usage_line_view import UsageLineView


T = TypeVar("T", bound="UsageSummaryView")


@_attrs_define
class UsageSummaryView:
    """
    Attributes:
        workspace_id (UUID):
        position (int):
        lines (list[UsageLineView]):
    """

    workspace_id: UUID
    position: int
    lines: list[UsageLineView]

    def to_dict(self) -> dict[str, Any]:
        workspace_id = str(self.workspace_id)

        position = self.position

        lines = []
        for lines_item_data in self.lines:
            lines_item = lines_item_data.to_dict()
            lines.append(lines_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "workspace_id": workspace_id,
                "position": position,
                "lines": lines,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.usage_line_view import UsageLineView

        d = dict(src_dict)
        workspace_id = UUID(d.pop("workspace_id"))

        position = d.pop("position")

        lines = []
        _lines = d.pop("lines")
        for lines_item_data in _lines:
            lines_item = UsageLineView.from_dict(lines_item_data)

            lines.append(lines_item)

        usage_summary_view = cls(
            workspace_id=workspace_id,
            position=position,
            lines=lines,
        )

        return usage_summary_view
