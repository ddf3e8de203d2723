"""Judging one reported event: is it usage of a workspace of the sender, at a time that can be billed, of something that we count?

Source: decisions 20, 22 to 24 and 29; product facts 2.4 (retentions).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final, NamedTuple
from uuid import UUID

import msgspec

from services.billing.calendar import day_of
from services.billing.catalogue import ITEMS, Region
from services.billing.intake.reports import Reported, Unacceptable, time_of
from services.billing.intake.rows import RETRACTION, SAMPLE, Row, WorkspaceDay
from services.billing.pricebook import book_for

OLDEST: Final = timedelta(days=400)
NEWEST: Final = timedelta(hours=1)
_KINDS: Final = {"usage.sample.v1": SAMPLE, "usage.retraction.v1": RETRACTION}

_UNKNOWN: Final = Unacceptable("billing.workspace_is_unknown", "no workspace of this account has that id")
_FUTURE: Final = Unacceptable("billing.usage_is_from_the_future", "time is more than an hour after receipt")
_OLD: Final = Unacceptable("billing.usage_is_too_old", "time is more than 400 days before receipt")
_NO_HOUR: Final = Unacceptable("billing.time_is_not_a_whole_hour", "time is the start of a whole UTC hour")
_EARLY: Final = Unacceptable("billing.usage_precedes_billing", "time is before the workspace's billable_from")


class Workspace(NamedTuple):
    """What judging needs to know of a workspace."""

    account_id: UUID
    zone: str
    billable_from: datetime
    region: Region
    currency: str


class Sender(msgspec.Struct):
    """Whose request it is, and which times its receipt allows."""

    account_id: UUID
    earliest: datetime
    latest: datetime

    @classmethod
    def of(cls, account_id: UUID, received_at: datetime) -> Sender:
        return cls(account_id, received_at - OLDEST, received_at + NEWEST)


class Judge:
    """Judges the events of a batch. Most of them share workspaces, hours and kinds of data, so each of these is looked at once."""

    def __init__(self, workspaces: dict[UUID, Workspace]) -> None:
        self._workspaces = workspaces
        self._places: dict[tuple[str, str], _Place | Unacceptable] = {}
        self._days: dict[WorkspaceDay, WorkspaceDay] = {}

    def judge(self, event: Reported, sender: Sender) -> tuple[WorkspaceDay, Row] | Unacceptable:
        """The event as a row of a workspace-day, or why not.

        Whose workspace it is comes first, and an unknown one and somebody else's get the same answer.
        """
        named = event.subject, event.time
        place = self._places.get(named)
        if place is None:
            place = self._places[named] = self._place(*named)
        if isinstance(place, Unacceptable):
            return place
        if place.account_id is not sender.account_id and place.account_id != sender.account_id:
            return _UNKNOWN
        if place.unbillable is not None:
            return place.unbillable
        if place.hour > sender.latest:
            return _FUTURE
        if place.hour < sender.earliest:
            return _OLD
        return _unfit(event, place) or (place.day, _row(event, place))

    def _place(self, subject: str, written_time: str) -> _Place | Unacceptable:
        time = time_of(written_time)
        if isinstance(time, Unacceptable):
            return time
        workspace_id = workspace_named(subject)
        workspace = self._workspaces.get(workspace_id) if workspace_id else None
        if workspace_id is None or workspace is None:
            return _UNKNOWN
        day = WorkspaceDay(workspace_id, day_of(time, workspace.zone))
        day = self._days.setdefault(day, day)
        return _Place(workspace.account_id, day, workspace.region, workspace.currency, time.astimezone(UTC), _unbillable(time, workspace))


class _Place(msgspec.Struct):
    """Where an event of a workspace and hour belongs: whose it is, the local day, why the hour cannot be billed."""

    account_id: UUID
    day: WorkspaceDay
    region: Region
    currency: str
    hour: datetime
    unbillable: Unacceptable | None


@lru_cache(maxsize=100_000)
def workspace_named(subject: str) -> UUID | None:
    """The workspace id that a subject is, in whatever spelling of a UUID; None if it is none."""
    try:
        return UUID(subject)
    except ValueError:
        return None


def _unbillable(time: datetime, workspace: Workspace) -> Unacceptable | None:
    if time.minute or time.second or time.microsecond:
        return _NO_HOUR
    return _EARLY if time < workspace.billable_from else None


def _row(event: Reported, place: _Place) -> Row:
    data, day = event.data, place.day
    return Row(
        day.workspace_id, day.day, event.source, event.id, _KINDS[event.type],
        data.item, place.hour, data.quantity, data.retention_days, data.index or data.rule or "", data.spans, data.rum_events,
    )  # fmt: skip


def _unfit(event: Reported, place: _Place) -> Unacceptable | None:
    data = event.data
    return _refused(
        data.item, data.retention_days, data.index is None, data.rule is None, data.spans is None, data.rum_events is None,
        place.region, place.currency, place.day.day,
    )  # fmt: skip


@lru_cache(maxsize=16_384)
def _refused(
    code: str, retention_days: int | None, no_index: bool, no_rule: bool, no_spans: bool, no_rum_events: bool,
    region: Region, currency: str, day: date,
) -> Unacceptable | None:  # fmt: skip
    """Why data of this form does not fit the catalogue, or is not sold there on that day (decision 27)."""
    item = ITEMS.get(code)
    if item is None:
        return Unacceptable("billing.item_is_unknown", "the catalogue has no such item")
    if retention_days is not None and retention_days not in item.retentions:
        return Unacceptable("billing.retention_is_not_offered", f"{code} is not kept for {retention_days} days")
    absent = {"index": no_index, "rule": no_rule, "spans": no_spans, "rum_events": no_rum_events}
    strange = [name for name, is_absent in absent.items() if not is_absent and name not in (item.key, item.companion)]
    if strange:
        return Unacceptable("billing.field_is_not_of_this_item", f"{code} has no {', '.join(strange)}")
    if not book_for(day).sells(code, retention_days or item.default_retention_days, region=region, currency=currency):
        return Unacceptable("billing.no_price_for_item", f"{code} has no price in {currency} for the region {region}")
    return None
