"""Transfers that customers announce: each has a code for its remark, by which the money is known when it arrives. The wallet credits it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from services.kernel.eventstore import Aggregate, event
from services.kernel.ids import natural_id
from services.kernel.money import Money, require_whole_minor_units
from services.wallet.domain.crediting import LEAST_TRANSFER_MICROS, MOST_TRANSFER_MICROS
from services.wallet.domain.refusals import AmountIsOutOfRange, TransferOrderIsOver

TransferState = Literal["open", "credited", "cancelled", "expired"]
TRANSFER_LASTS: Final = timedelta(days=30)
MOST_OPEN_TRANSFERS: Final = 20
"""Open orders of one account."""


class TransferOrder(Aggregate):
    """A transfer that was announced: open until it is credited, cancelled, or its time is over. Its id follows from its code."""

    TOPIC = "wallet.transfer_order"
    account_id: UUID
    code: str
    amount: Money
    placed_at: datetime
    expires_at: datetime
    state: TransferState
    ended_at: datetime | None
    credited: Money | None
    reference: str | None

    class Event(Aggregate.Event):
        TOPIC = "wallet.transfer_order.event"

    class Announced(Event, Aggregate.Created):
        TOPIC = "wallet.transfer_announced"
        account_id: UUID
        code: str
        amount: Money
        expires_at: datetime
        by_member_id: UUID | None
        occurred_at: datetime

    class Arrived(Event):
        """The money arrived, under the bank's `reference`; the wallet is credited with `amount`, what it was, in the same save."""

        TOPIC = "wallet.transfer_arrived"
        account_id: UUID
        amount: Money
        reference: str
        differs: bool
        by_member_id: UUID | None
        occurred_at: datetime

    class Cancelled(Event):
        TOPIC = "wallet.transfer_cancelled"
        account_id: UUID
        by_member_id: UUID | None
        occurred_at: datetime

    @staticmethod
    def id_of(code: str) -> UUID:
        return natural_id("transfer_order", code)

    @classmethod
    def announce(cls, code: str, account_id: UUID, amount: Money, *, at: datetime, by_member_id: UUID | None = None) -> TransferOrder:
        """Refuses: AmountIsOutOfRange, AmountIsTooFine."""
        if not LEAST_TRANSFER_MICROS <= amount.amount_micros <= MOST_TRANSFER_MICROS:
            raise AmountIsOutOfRange(
                amount_micros=amount.amount_micros, least_micros=LEAST_TRANSFER_MICROS, most_micros=MOST_TRANSFER_MICROS
            )
        require_whole_minor_units(amount)
        return cls._create(
            cls.Announced,
            id=cls.id_of(code),
            account_id=account_id,
            code=code,
            amount=amount,
            expires_at=at + TRANSFER_LASTS,
            by_member_id=by_member_id,
            occurred_at=at,
        )

    def state_at(self, at: datetime) -> TransferState:
        return "expired" if self.state == "open" and at >= self.expires_at else self.state

    def arrive(self, amount: Money, *, reference: str, at: datetime, by_member_id: UUID | None = None) -> None:
        """Note that the money arrived, in the turn that credits the wallet. Refuses: TransferOrderIsOver."""
        self._require_open(at)
        self.trigger_event(
            self.Arrived,
            account_id=self.account_id,
            amount=amount,
            reference=reference,
            differs=amount != self.amount,
            by_member_id=by_member_id,
            occurred_at=at,
        )

    def cancel(self, *, at: datetime, by_member_id: UUID | None = None) -> None:
        """Refuses: TransferOrderIsOver."""
        self._require_open(at)
        self.trigger_event(self.Cancelled, account_id=self.account_id, by_member_id=by_member_id, occurred_at=at)

    def _require_open(self, at: datetime) -> None:
        state = self.state_at(at)
        if state != "open":
            raise TransferOrderIsOver(code=self.code, state=state)

    # -- what follows from each fact ------------------------------------------------------------------------------------------------

    @event(Announced)
    def __init__(self, account_id: UUID, code: str, amount: Money, expires_at: datetime, occurred_at: datetime) -> None:
        self.account_id = account_id
        self.code = code
        self.amount = amount
        self.placed_at = occurred_at
        self.expires_at = expires_at
        self.state = "open"
        self.ended_at = None
        self.credited = None
        self.reference = None

    @event(Arrived)
    def _arrived(self, amount: Money, reference: str, occurred_at: datetime) -> None:
        self.state = "credited"
        self.credited = amount
        self.reference = reference
        self.ended_at = occurred_at

    @event(Cancelled)
    def _cancelled(self, occurred_at: datetime) -> None:
        self.state = "cancelled"
        self.ended_at = occurred_at
