from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..models.close_view_state import CloseViewState

if TYPE_CHECKING:
    from ..models.close_problem import CloseProblem


T = TypeVar("T", bound="CloseView")


@_attrs_define
class CloseView:
    """
    Attributes:
        job_id (UUID):
        state (CloseViewState):
        started_at (datetime.datetime):
        ended_at (datetime.datetime | None):
        found (int):
        issued (int):
        empty (int):
        already_billed (int):
        problems (list[CloseProblem]): the first hundred
    """

    job_id: UUID
    state: CloseViewState
    started_at: datetime.datetime
    ended_at: datetime.datetime | None
    found: int
    issued: int
    empty: int
    already_billed: int
    problems: list[CloseProblem]

    def to_dict(self) -> dict[str, Any]:
        job_id = str(self.job_id)

        state = self.state.value

        started_at = self.started_at.isoformat()

        ended_at: None | str
        if isinstance(self.ended_at, datetime.datetime):
            ended_at = self.ended_at.isoformat()
        else:
            ended_at = self.ended_at

        found = self.found

        issued = self.issued

        empty = self.empty

        already_billed = self.already_billed

        problems = []
        for problems_item_data in self.problems:
            problems_item = problems_item_data.to_dict()
            problems.append(problems_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "job_id": job_id,
                "state": state,
                "started_at": started_at,
                "ended_at": ended_at,
                "found": found,
                "issued": issued,
                "empty": empty,
                "already_billed": already_billed,
                "problems": problems,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.close_problem import CloseProblem

        d = dict(src_dict)
        job_id = UUID(d.pop("job_id"))

        state = CloseViewState(d.pop("state"))

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

        found = d.pop("found")

        issued = d.pop("issued")

        empty = d.pop("empty")

        already_billed = d.pop("already_billed")

        problems = []
        _problems = d.pop("problems")
        for problems_item_data in _problems:
            problems_item = CloseProblem.from_dict(problems_item_data)

            problems.append(problems_item)

        close_view = cls(
            job_id=job_id,
            state=state,
            started_at=started_at,
            ended_at=ended_at,
            found=found,
            issued=issued,
            empty=empty,
            already_billed=already_billed,
            problems=problems,
        )

        return close_view
