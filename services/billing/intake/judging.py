"""Judging one reported event: is it usage of a workspace of the sender, at a time that can be billed, of something that we count?

Source: decisions 20, 22 to 24 and 29; product facts 2.4 (retentions).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Annotated, Final, Literal, NamedTuple
from uuid import UUID

import msgspec

from services.billing.calendar import day_of
from services.billing.catalogue import ITEMS, Region
from services.billing.pricebook import book_for

SAMPLE, RETRACTION = 1, 2
OLDEST: Final = timedelta(days=400)
NEWEST: Final = timedelta(hours=1)
NUL: Final = "\x00"
_ESCAPED_NUL: Final = b"\\u0000"
_FIRST, _LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
"""Beyond these an instant has no date in some zone, and computing one would fail for the whole batch."""

Text = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Count = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]


class Measured(msgspec.Struct, forbid_unknown_fields=True):
    """The data of a usage event. Quantities are whole numbers of base units: records, bytes, calls, series, sessions."""

    item: str
    quantity: Count
    retention_days: int | None = None
    index: Text | None = None
    rule: Text | None = None
    spans: Count | None = None
    rum_events: Count | None = None


class Reported(msgspec.Struct):
    """A CloudEvent that reports usage, or takes a report back. Other attributes of the envelope are allowed and ignored."""

    id: Text
    source: Text
    type: Literal["usage.sample.v1", "usage.retraction.v1"]
    subject: Text
    time: Annotated[datetime, msgspec.Meta(tz=True)]
    data: Measured
    specversion: Literal["1.0"] = "1.0"


class Workspace(NamedTuple):
    """What judging needs to know of a workspace."""

    account_id: UUID
    zone: str
    billable_from: datetime
    region: Region
    currency: str


class WorkspaceDay(NamedTuple):
    """A workspace's local day: what is billed as one."""

    workspace_id: UUID
    day: date


class Identity(NamedTuple):
    """What makes a report of a workspace-day the same report: a repeat counts once, for ever (decision 23)."""

    source: str
    event_id: str
    kind: int

    def named(self) -> dict[str, str]:
        """As a receipt names it."""
        return {"id": self.event_id, "source": self.source}


class Content(NamedTuple):
    """What a report says. The same identity with another content is refused."""

    item: str
    hour: datetime
    quantity: int
    retention_days: int | None
    key: str
    spans: int | None
    rum_events: int | None


class Unacceptable(Exception):
    """This event cannot count; the others of its batch do."""

    def __init__(self, code: str, detail: str) -> None:
        self.code = f"billing.{code}"
        self.detail = detail
        super().__init__(self.code)


_decoder = msgspec.json.Decoder(Reported)
_KINDS: Final = {"usage.sample.v1": SAMPLE, "usage.retraction.v1": RETRACTION}


def decode(raw: bytes | msgspec.Raw) -> Reported:
    """The event as typed. Raises Unacceptable (event_is_malformed) with the path and why."""
    try:
        event = _decoder.decode(raw)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise Unacceptable("event_is_malformed", str(error)) from None
    if _ESCAPED_NUL in bytes(raw) and any(NUL in text for text in (event.id, event.source, event.data.index or "", event.data.rule or "")):
        raise Unacceptable("event_is_malformed", "text holds the character U+0000, which the database cannot keep")
    if not _FIRST <= event.time <= _LAST:
        raise Unacceptable("event_is_malformed", "time is not of our age")
    return event


class Judge:
    """Judges the events of a batch. Most of them share workspaces, hours and kinds of data, so each of these is looked at once."""

    def __init__(self, workspaces: dict[UUID, Workspace]) -> None:
        self._workspaces = workspaces
        self._places: dict[tuple[str, datetime], _Place] = {}

    def judge(self, event: Reported, *, account_id: UUID, received_at: datetime) -> tuple[WorkspaceDay, Identity, Content]:
        """The event as a row of the usage ledger. Raises Unacceptable.

        Whose workspace it is comes first, and an unknown one and somebody else's get the same answer.
        """
        time = event.time
        key = (event.subject, time)
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = self._place(event.subject, time)
        if place.account_id is not account_id and place.account_id != account_id:
            raise Unacceptable("workspace_is_unknown", "no workspace of this account has that id")
        if place.unbillable is not None:
            raise place.unbillable
        if time > received_at + NEWEST:
            raise Unacceptable("usage_is_from_the_future", "time is more than an hour after receipt")
        if time < received_at - OLDEST:
            raise Unacceptable("usage_is_too_old", "time is more than 400 days before receipt")
        return place.day, Identity(event.source, event.id, _KINDS[event.type]), _content(event, place)

    def _place(self, subject: str, time: datetime) -> _Place:
        workspace_id = workspace_named(subject)
        workspace = self._workspaces.get(workspace_id) if workspace_id else None
        if workspace_id is None or workspace is None:
            return _NOWHERE
        day = WorkspaceDay(workspace_id, day_of(time, workspace.zone))
        return _Place(workspace.account_id, day, workspace.region, workspace.currency, _unbillable(time, workspace), time.astimezone(UTC))


class _Place(NamedTuple):
    """Where an event of a workspace and hour belongs: whose it is (None: nobody's), the local day, why the hour cannot be billed."""

    account_id: UUID | None
    day: WorkspaceDay
    region: Region
    currency: str
    unbillable: Unacceptable | None
    hour: datetime = datetime.min.replace(tzinfo=UTC)
    """In UTC, as the database will say it: digests are taken over these characters."""


_NOWHERE: Final = _Place(None, WorkspaceDay(UUID(int=0), date.min), "CN", "", None)


def _unbillable(time: datetime, workspace: Workspace) -> Unacceptable | None:
    if time.minute or time.second or time.microsecond:
        return Unacceptable("time_is_not_a_whole_hour", "time is the start of a whole UTC hour")
    if time < workspace.billable_from:
        return Unacceptable("usage_precedes_billing", "time is before the workspace's billable_from")
    return None


@lru_cache(maxsize=100_000)
def workspace_named(subject: str) -> UUID | None:
    """The workspace id that a subject is, in whatever spelling of a UUID; None if it is none."""
    try:
        return UUID(subject)
    except ValueError:
        return None


def _content(event: Reported, place: _Place) -> Content:
    data = event.data
    why = _mismatch(data.item, data.retention_days, data.index is None, data.rule is None, data.spans is None, data.rum_events is None)
    why = why or _unsold(data.item, data.retention_days, place.region, place.currency, place.day.day)
    if why is not None:
        raise why
    key = data.index or data.rule or ""
    return Content(data.item, place.hour, data.quantity, data.retention_days, key, data.spans, data.rum_events)


@lru_cache(maxsize=4_096)
def _mismatch(
    code: str, retention_days: int | None, no_index: bool, no_rule: bool, no_spans: bool, no_rum_events: bool
) -> Unacceptable | None:
    """Why data of this form does not fit the catalogue."""
    item = ITEMS.get(code)
    if item is None:
        return Unacceptable("item_is_unknown", "the catalogue has no such item")
    if retention_days is not None and retention_days not in item.retentions:
        return Unacceptable("retention_is_not_offered", f"{code} is not kept for {retention_days} days")
    absent = {"index": no_index, "rule": no_rule, "spans": no_spans, "rum_events": no_rum_events}
    strange = [name for name, is_absent in absent.items() if not is_absent and name not in (item.key, item.companion)]
    return Unacceptable("field_is_not_of_this_item", f"{code} has no {', '.join(strange)}") if strange else None


@lru_cache(maxsize=16_384)
def _unsold(code: str, retention_days: int | None, region: Region, currency: str, day: date) -> Unacceptable | None:
    """Why an item of the catalogue is not sold there on that day (decision 27)."""
    if book_for(day).sells(code, retention_days or ITEMS[code].default_retention_days, region=region, currency=currency):
        return None
    return Unacceptable("no_price_for_item", f"{code} has no price in {currency} for the region {region}")


def canonical(day: WorkspaceDay, identity: Identity, content: Content) -> bytes:
    """A row's bytes for digests: a JSON array, one line, the same from any JSON library without spaces and with characters unescaped."""
    return _line.encode((*day, *identity, *content)) + b"\n"


_line: Final = msgspec.json.Encoder()
