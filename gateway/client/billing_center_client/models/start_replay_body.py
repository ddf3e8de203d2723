from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..models.start_replay_body_book import StartReplayBodyBook
from ..types import UNSET, Unset

T = TypeVar("T", bound="StartReplayBody")


@_attrs_define
class StartReplayBody:
    """
    Attributes:
        of_account_id (None | Unset | UUID): only this account's
        book (StartReplayBodyBook | Unset): whose position `position` is Default: StartReplayBodyBook.WALLET.
        position (int | None | Unset):
        known_at (datetime.datetime | None | Unset):
        redecide (bool | Unset): decide every allocation again, besides adding up Default: True.
    """

    of_account_id: None | Unset | UUID = UNSET
    book: StartReplayBodyBook | Unset = StartReplayBodyBook.WALLET
    position: int | None | Unset = UNSET
    known_at: datetime.datetime | None | Unset = UNSET
    redecide: bool | Unset = True

    def to_dict(self) -> dict[str, Any]:
        of_account_id: None | str | Unset
        if isinstance(self.of_account_id, Unset):
            of_account_id = UNSET
        elif isinstance(self.of_account_id, UUID):
            of_account_id = str(self.of_account_id)
        else:
            of_account_id = self.of_account_id

        book: str | Unset = UNSET
        if not isinstance(self.book, Unset):
            book = self.book.value

        position: int | None | Unset
        if isinstance(self.position, Unset):
            position = UNSET
        else:
            position = self.position

        known_at: None | str | Unset
        if isinstance(self.known_at, Unset):
            known_at = UNSET
        elif isinstance(self.known_at, datetime.datetime):
            known_at = self.known_at.isoformat()
        else:
            known_at = self.known_at

        redecide = self.redecide

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if of_account_id is not UNSET:
            field_dict["of_account_id"] = of_account_id
        if book is not UNSET:
            field_dict["book"] = book
        if position is not UNSET:
            field_dict["position"] = position
        if known_at is not UNSET:
            field_dict["known_at"] = known_at
        if redecide is not UNSET:
            field_dict["redecide"] = redecide

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_of_account_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                of_account_id_type_0 = UUID(data)

                return of_account_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        of_account_id = _parse_of_account_id(d.pop("of_account_id", UNSET))

        _book = d.pop("book", UNSET)
        book: StartReplayBodyBook | Unset
        if isinstance(_book, Unset):
            book = UNSET
        else:
            book = StartReplayBodyBook(_book)

        def _parse_position(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        position = _parse_position(d.pop("position", UNSET))

        def _parse_known_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                known_at_type_0 = datetime.datetime.fromisoformat(data)

                return known_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        known_at = _parse_known_at(d.pop("known_at", UNSET))

        redecide = d.pop("redecide", UNSET)

        start_replay_body = cls(
            of_account_id=of_account_id,
            book=book,
            position=position,
            known_at=known_at,
            redecide=redecide,
        )

        return start_replay_body
