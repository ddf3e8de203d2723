"""What became of a message's events, told to whoever sent them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from services.billing.intake.reports import NUL, Unacceptable
from services.kernel.database import Connection

REUSED = Unacceptable("billing.identity_is_reused", "this identity came before with another content")


class Receipt(msgspec.Struct, eq=False):
    """What became of one message's events."""

    receipt_id: UUID
    account_id: UUID
    events: int
    received_at: datetime
    accepted: int = 0
    repeated: int = 0
    refusals: list[dict[str, Any]] = msgspec.field(default_factory=list)

    def refuse(self, why: Unacceptable, **named: Any) -> None:
        """Note why an event does not count. What the client sent is told without U+0000, which the database cannot keep."""
        told = {**named, "code": why.code, "detail": why.detail}
        self.refusals.append({name: value.replace(NUL, "\ufffd") if isinstance(value, str) else value for name, value in told.items()})

    def take_back(self, why: Unacceptable, **named: Any) -> None:
        """Refuse what had been accepted."""
        self.accepted -= 1
        self.refuse(why, **named)


def write_receipts(connection: Connection, receipts: Collection[Receipt], at: datetime) -> None:
    """Store them, for ever. Raises UniqueViolation on `usage_receipt` if one of the messages is done already."""
    rows = [
        (
            r.receipt_id,
            r.account_id,
            r.events,
            r.accepted,
            r.repeated,
            len(r.refusals),
            msgspec.json.encode(r.refusals).decode(),
            r.received_at,
        )
        for r in receipts
    ]
    connection.execute(
        """
        insert into usage_receipt (receipt_id, account_id, events, accepted, repeated, refused, refusals, received_at, recorded_at)
        select r.receipt_id, r.account_id, r.events, r.accepted, r.repeated, r.refused, r.refusals, r.received_at, %s
        from unnest(%s::uuid[], %s::uuid[], %s::integer[], %s::integer[], %s::integer[], %s::integer[], %s::jsonb[], %s::timestamptz[])
            as r(receipt_id, account_id, events, accepted, repeated, refused, refusals, received_at)
        """,
        (at, *(list(column) for column in zip(*rows, strict=True))),
    )
