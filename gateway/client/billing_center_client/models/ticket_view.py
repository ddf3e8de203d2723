from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..models.ticket_view_state import TicketViewState
from ..models.ticket_view_type import TicketViewType

if TYPE_CHECKING:
    from ..models.about_shape import AboutShape


T = TypeVar("T", bound="TicketView")


@_attrs_define
class TicketView:
    """
    Attributes:
        ticket_id (UUID):
        account_id (UUID):
        number (str):
        type_ (TicketViewType):
        title (None | str):
        state (TicketViewState):
        about (AboutShape):
        submitted_at (datetime.datetime):
        changed_at (datetime.datetime):
        stars (int | None):
    """

    ticket_id: UUID
    account_id: UUID
    number: str
    type_: TicketViewType
    title: None | str
    state: TicketViewState
    about: AboutShape
    submitted_at: datetime.datetime
    changed_at: datetime.datetime
    stars: int | None

    def to_dict(self) -> dict[str, Any]:
        ticket_id = str(self.ticket_id)

        account_id = str(self.account_id)

        number = self.number

        type_ = self.type_.value

        title: None | str
        title = self.title

        state = self.state.value

        about = self.about.to_dict()

        submitted_at = self.submitted_at.isoformat()

        changed_at = self.changed_at.isoformat()

        stars: int | None
        stars = self.stars

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "ticket_id": ticket_id,
                "account_id": account_id,
                "number": number,
                "type": type_,
                "title": title,
                "state": state,
                "about": about,
                "submitted_at": submitted_at,
                "changed_at": changed_at,
                "stars": stars,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.about_shape import AboutShape

        d = dict(src_dict)
        ticket_id = UUID(d.pop("ticket_id"))

        account_id = UUID(d.pop("account_id"))

        number = d.pop("number")

        type_ = TicketViewType(d.pop("type"))

        def _parse_title(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        title = _parse_title(d.pop("title"))

        state = TicketViewState(d.pop("state"))

        about = AboutShape.from_dict(d.pop("about"))

        submitted_at = datetime.datetime.fromisoformat(d.pop("submitted_at"))

        changed_at = datetime.datetime.fromisoformat(d.pop("changed_at"))

        def _parse_stars(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        stars = _parse_stars(d.pop("stars"))

        ticket_view = cls(
            ticket_id=ticket_id,
            account_id=account_id,
            number=number,
            type_=type_,
            title=title,
            state=state,
            about=about,
            submitted_at=submitted_at,
            changed_at=changed_at,
            stars=stars,
        )

        return ticket_view
