from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..models.examination_view_kind import ExaminationViewKind
from ..models.examination_view_state import ExaminationViewState
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.difference_view import DifferenceView
    from ..models.examination_view_checked import ExaminationViewChecked
    from ..models.examination_view_positions import ExaminationViewPositions


T = TypeVar("T", bound="ExaminationView")


@_attrs_define
class ExaminationView:
    """
    Attributes:
        job_id (UUID):
        kind (ExaminationViewKind):
        state (ExaminationViewState):
        started_at (datetime.datetime):
        ended_at (datetime.datetime | None):
        positions (ExaminationViewPositions):
        checked (ExaminationViewChecked):
        difference_count (int):
        differences (list[DifferenceView]):
        fault (None | str | Unset):
    """

    job_id: UUID
    kind: ExaminationViewKind
    state: ExaminationViewState
    started_at: datetime.datetime
    ended_at: datetime.datetime | None
    positions: ExaminationViewPositions
    checked: ExaminationViewChecked
    difference_count: int
    differences: list[DifferenceView]
    fault: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        job_id = str(self.job_id)

        kind = self.kind.value

        state = self.state.value

        started_at = self.started_at.isoformat()

        ended_at: None | str
        if isinstance(self.ended_at, datetime.datetime):
            ended_at = self.ended_at.isoformat()
        else:
            ended_at = self.ended_at

        positions = self.positions.to_dict()

        checked = self.checked.to_dict()

        difference_count = self.difference_count

        differences = []
        for differences_item_data in self.differences:
            differences_item = differences_item_data.to_dict()
            differences.append(differences_item)

        fault: None | str | Unset
        if isinstance(self.fault, Unset):
            fault = UNSET
        else:
            fault = self.fault

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "job_id": job_id,
                "kind": kind,
                "state": state,
                "started_at": started_at,
                "ended_at": ended_at,
                "positions": positions,
                "checked": checked,
                "difference_count": difference_count,
                "differences": differences,
            }
        )
        if fault is not UNSET:
            field_dict["fault"] = fault

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.difference_view import DifferenceView
        from ..models.examination_view_checked import ExaminationViewChecked
        from ..models.examination_view_positions import ExaminationViewPositions

        d = dict(src_dict)
        job_id = UUID(d.pop("job_id"))

        kind = ExaminationViewKind(d.pop("kind"))

        state = ExaminationViewState(d.pop("state"))

        started_at = datetime.datetime.fromisoformat(d.pop("started_at"))

        def _parse_ended_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ended_at_type_0 = datetime.datetime.fromisoformat(data)

                return ended_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        ended_at = _parse_ended_at(d.pop("ended_at"))

        positions = ExaminationViewPositions.from_dict(d.pop("positions"))

        checked = ExaminationViewChecked.from_dict(d.pop("checked"))

        difference_count = d.pop("difference_count")

        differences = []
        _differences = d.pop("differences")
        for differences_item_data in _differences:
            differences_item = DifferenceView.from_dict(differences_item_data)

            differences.append(differences_item)

        def _parse_fault(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        fault = _parse_fault(d.pop("fault", UNSET))

        examination_view = cls(
            job_id=job_id,
            kind=kind,
            state=state,
            started_at=started_at,
            ended_at=ended_at,
            positions=positions,
            checked=checked,
            difference_count=difference_count,
            differences=differences,
            fault=fault,
        )

        return examination_view
