"""A channel's daily account of what was paid through it, compared with our journal."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from services.kernel.eventstore import Aggregate, event
from services.kernel.ids import natural_id
from services.wallet.domain.recharges import PaymentChannel


class SettlementFile(Aggregate):
    """The account of one channel and one of its days. It may be compared again: what was missing may have come."""

    TOPIC = "wallet.settlement_file"
    channel: PaymentChannel
    day: date
    comparisons: int

    class Event(Aggregate.Event):
        TOPIC = "wallet.settlement_file.event"

    class Expected(Event, Aggregate.Created):
        TOPIC = "wallet.settlement_file_expected"
        channel: PaymentChannel
        day: date

    class Compared(Event):
        """`digest`: SHA-256 of its rows; `found`: the review items that it led to, new or not."""

        TOPIC = "wallet.settlement_file_compared"
        channel: PaymentChannel
        day: date
        digest: str
        rows: int
        matched: int
        credited: int
        found: list[UUID]
        by_member_id: UUID | None
        occurred_at: datetime

    @staticmethod
    def id_of(channel: PaymentChannel, day: date) -> UUID:
        return natural_id("settlement_file", channel, day.isoformat())

    @classmethod
    def expect(cls, channel: PaymentChannel, day: date) -> SettlementFile:
        return cls._create(cls.Expected, id=cls.id_of(channel, day), channel=channel, day=day)

    def compare(
        self, *, digest: str, rows: int, matched: int, credited: int, found: list[UUID], by_member_id: UUID | None, at: datetime
    ) -> None:
        """Note what a comparison came to."""
        self.trigger_event(
            self.Compared,
            channel=self.channel,
            day=self.day,
            digest=digest,
            rows=rows,
            matched=matched,
            credited=credited,
            found=found,
            by_member_id=by_member_id,
            occurred_at=at,
        )

    @event(Expected)
    def __init__(self, channel: PaymentChannel, day: date) -> None:
        self.channel = channel
        self.day = day
        self.comparisons = 0

    @event(Compared)
    def _compared(self) -> None:
        self.comparisons += 1
