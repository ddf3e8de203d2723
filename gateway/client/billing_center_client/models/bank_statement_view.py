from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..models.bank_statement_view_format import BankStatementViewFormat
from ..models.bank_statement_view_state import BankStatementViewState

if TYPE_CHECKING:
    from ..models.bank_line_view import BankLineView
    from ..models.bank_statement_view_outcomes import BankStatementViewOutcomes


T = TypeVar("T", bound="BankStatementView")


@_attrs_define
class BankStatementView:
    """
    Attributes:
        statement_id (None | UUID):
        format_ (BankStatementViewFormat):
        digest (str):
        lines (int):
        state (BankStatementViewState):
        done (int):
        outcomes (BankStatementViewOutcomes):
        received_at (datetime.datetime):
        finished_at (datetime.datetime | None):
        by_member_id (None | UUID):
        items (list[BankLineView]):
    """

    statement_id: None | UUID
    format_: BankStatementViewFormat
    digest: str
    lines: int
    state: BankStatementViewState
    done: int
    outcomes: BankStatementViewOutcomes
    received_at: datetime.datetime
    finished_at: datetime.datetime | None
    by_member_id: None | UUID
    items: list[BankLineView]

    def to_dict(self) -> dict[str, Any]:
        statement_id: None | str
        if isinstance(self.statement_id, UUID):
            statement_id = str(self.statement_id)
        else:
            statement_id = self.statement_id

        format_ = self.format_.value

        digest = self.digest

        lines = self.lines

        state = self.state.value

        done = self.done

        outcomes = self.outcomes.to_dict()

        received_at = self.received_at.isoformat()

        finished_at: None | str
        if isinstance(self.finished_at, datetime.datetime):
            finished_at = self.finished_at.isoformat()
        else:
            finished_at = self.finished_at

        by_member_id: None | str
        if isinstance(self.by_member_id, UUID):
            by_member_id = str(self.by_member_id)
        else:
            by_member_id = self.by_member_id

        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "statement_id": statement_id,
                "format": format_,
                "digest": digest,
                "lines": lines,
                "state": state,
                "done": done,
                "outcomes": outcomes,
                "received_at": received_at,
                "finished_at": finished_at,
                "by_member_id": by_member_id,
                "items": items,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.bank_line_view import BankLineView
        from ..models.bank_statement_view_outcomes import BankStatementViewOutcomes

        d = dict(src_dict)

        def _parse_statement_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                statement_id_type_0 = UUID(data)

                return statement_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        statement_id = _parse_statement_id(d.pop("statement_id"))

        format_ = BankStatementViewFormat(d.pop("format"))

        digest = d.pop("digest")

        lines = d.pop("lines")

        state = BankStatementViewState(d.pop("state"))

        done = d.pop("done")

        outcomes = BankStatementViewOutcomes.from_dict(d.pop("outcomes"))

        received_at = datetime.datetime.fromisoformat(d.pop("received_at"))

        def _parse_finished_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                finished_at_type_0 = datetime.datetime.fromisoformat(data)

                return finished_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        finished_at = _parse_finished_at(d.pop("finished_at"))

        def _parse_by_member_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                by_member_id_type_0 = UUID(data)

                return by_member_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        by_member_id = _parse_by_member_id(d.pop("by_member_id"))

        items = []
        _items = d.pop("items")
        for items_item_data in _items:
            items_item = BankLineView.from_dict(items_item_data)

            items.append(items_item)

        bank_statement_view = cls(
            statement_id=statement_id,
            format_=format_,
            digest=digest,
            lines=lines,
            state=state,
            done=done,
            outcomes=outcomes,
            received_at=received_at,
            finished_at=finished_at,
            by_member_id=by_member_id,
            items=items,
        )

        return bank_statement_view
