"""Judging one reported event: is it usage of a workspace of the sender, at a time that can be billed, of something that we count?

Source: decisions 20, 22 to 24 and 29; product facts 2.4 (retentions).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Final, Literal, NamedTuple
from uuid import UUID

import msgspec

from services.billing.calendar import day_of
from services.billing.catalogue import ITEMS, Item

SAMPLE, RETRACTION = 1, 2
OLDEST: Final = timedelta(days=400)
NEWEST: Final = timedelta(hours=1)

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
    subject: UUID
    time: Annotated[datetime, msgspec.Meta(tz=True)]
    data: Measured
    specversion: Literal["1.0"] = "1.0"


class Workspace(NamedTuple):
    """What judging needs to know of a workspace."""

    account_id: UUID
    zone: str
    billable_from: datetime


class Identity(NamedTuple):
    """What makes a report the same report: a repeat counts once, for ever (decision 23)."""

    workspace_id: UUID
    day: date
    source: str
    event_id: str
    kind: int


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


def decode(raw: bytes | msgspec.Raw) -> Reported:
    """The event as typed. Raises Unacceptable (event_is_malformed) with the path and why."""
    try:
        return _decoder.decode(raw)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise Unacceptable("event_is_malformed", str(error)) from None


def judge(
    event: Reported, *, account_id: UUID, received_at: datetime, workspaces: Mapping[UUID, Workspace | None]
) -> tuple[Identity, Content]:
    """The event as a row of the usage ledger. Raises Unacceptable.

    Whose workspace it is comes first, and an unknown one and somebody else's get the same answer.
    """
    workspace = workspaces.get(event.subject)
    if workspace is None or workspace.account_id != account_id:
        raise Unacceptable("workspace_is_unknown", "no workspace of this account has that id")
    _require_billable_time(event.time, workspace, received_at)
    kind = SAMPLE if event.type == "usage.sample.v1" else RETRACTION
    identity = Identity(event.subject, day_of(event.time, workspace.zone), event.source, event.id, kind)
    return identity, _content(event)


def _require_billable_time(time: datetime, workspace: Workspace, received_at: datetime) -> None:
    if time.minute or time.second or time.microsecond:
        raise Unacceptable("time_is_not_a_whole_hour", "time is the start of a whole UTC hour")
    if time > received_at + NEWEST:
        raise Unacceptable("usage_is_from_the_future", "time is more than an hour after receipt")
    if time < received_at - OLDEST:
        raise Unacceptable("usage_is_too_old", "time is more than 400 days before receipt")
    if time < workspace.billable_from:
        raise Unacceptable("usage_precedes_billing", "time is before the workspace's billable_from")


def _content(event: Reported) -> Content:
    data = event.data
    item = ITEMS.get(data.item)
    if item is None:
        raise Unacceptable("item_is_unknown", "the catalogue has no such item")
    if data.retention_days is not None and data.retention_days not in item.retentions:
        raise Unacceptable("retention_is_not_offered", f"{data.item} is not kept for {data.retention_days} days")
    for name in ("spans", "rum_events"):
        if getattr(data, name) is not None and item.companion != name:
            raise Unacceptable("field_is_not_of_this_item", f"{data.item} has no {name}")
    return Content(data.item, event.time, data.quantity, data.retention_days, _key(data, item), data.spans, data.rum_events)


def _key(data: Measured, item: Item) -> str:
    for name in ("index", "rule"):
        if getattr(data, name) is not None and item.key != name:
            raise Unacceptable("field_is_not_of_this_item", f"{data.item} has no {name}")
    return data.index or data.rule or ""


def canonical(identity: Identity, content: Content) -> bytes:
    """A row's bytes for digests: a JSON array, one line, the same from any JSON library without spaces and with characters unescaped."""
    return _line.encode((*identity, *content)) + b"\n"


_line: Final[Any] = msgspec.json.Encoder()
