"""Refunds of unused cash, by two operators: one asks, and the cash is kept apart; another approves, and it is gone. Source: decision 16."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from services.kernel.eventstore import Aggregate, event
from services.kernel.ids import derived_id
from services.kernel.money import Money, require_whole_minor_units
from services.wallet.allocation import Demand
from services.wallet.domain.claims import Order
from services.wallet.domain.crediting import LEAST_TRANSFER_MICROS, MOST_TRANSFER_MICROS
from services.wallet.domain.refusals import AmountIsOutOfRange, RefundIsOver, RefundNeedsAnotherOperator

RefundState = Literal["requested", "approved", "rejected", "expired"]
REFUND_LASTS: Final = timedelta(days=30)


class Refund(Aggregate):
    """A refund: requested until another operator approves it, somebody rejects it, or its hold is over."""

    TOPIC = "wallet.refund"
    account_id: UUID
    amount: Money
    reason: str
    payout_account: str
    requested_by: UUID
    requested_at: datetime
    expires_at: datetime
    state: RefundState
    decided_by: UUID | None
    decided_at: datetime | None
    reference: str | None
    note: str | None

    class Event(Aggregate.Event):
        TOPIC = "wallet.refund.event"

    class Requested(Event, Aggregate.Created):
        """`payout_account`: what people call the account that is paid to, not its number. The wallet holds the cash in the same save."""

        TOPIC = "wallet.refund_requested"
        account_id: UUID
        amount: Money
        reason: str
        payout_account: str
        expires_at: datetime
        by_member_id: UUID
        occurred_at: datetime

    class Approved(Event):
        """Another operator has paid it out, under the bank's `reference`; the wallet refunds what it held in the same save."""

        TOPIC = "wallet.refund_approved"
        account_id: UUID
        reference: str
        by_member_id: UUID
        occurred_at: datetime

    class Rejected(Event):
        """An operator decided against it; the wallet lets go of what it held in the same save."""

        TOPIC = "wallet.refund_rejected"
        account_id: UUID
        reason: str
        by_member_id: UUID
        occurred_at: datetime

    @classmethod
    def request(
        cls,
        refund_id: UUID,
        account_id: UUID,
        amount: Money,
        *,
        reason: str,
        payout_account: str,
        by_member_id: UUID,
        at: datetime,
    ) -> Refund:
        """Refuses: AmountIsOutOfRange, AmountIsTooFine. That there is so much cash is the wallet's to say."""
        if not LEAST_TRANSFER_MICROS <= amount.amount_micros <= MOST_TRANSFER_MICROS:
            raise AmountIsOutOfRange(
                amount_micros=amount.amount_micros, least_micros=LEAST_TRANSFER_MICROS, most_micros=MOST_TRANSFER_MICROS
            )
        require_whole_minor_units(amount)
        return cls._create(
            cls.Requested,
            id=refund_id,
            account_id=account_id,
            amount=amount,
            reason=reason,
            payout_account=payout_account,
            expires_at=at + REFUND_LASTS,
            by_member_id=by_member_id,
            occurred_at=at,
        )

    @property
    def hold_id(self) -> UUID:
        """The wallet's hold of its cash."""
        return derived_id(self.id, "hold")

    @property
    def order(self) -> Order:
        """What the wallet is to keep apart."""
        line = Demand(self.id, self.amount.amount_micros, vouchers_may_pay=False)
        return Order(self.id, "refund", self.amount.currency, [line], ["cash"])

    def state_at(self, at: datetime) -> RefundState:
        """A refund is over when its hold is, whether or not that has been booked."""
        return "expired" if self.state == "requested" and at >= self.expires_at else self.state

    def approve(self, reference: str, *, by_member_id: UUID, at: datetime) -> None:
        """Refuses: RefundIsOver, RefundNeedsAnotherOperator."""
        self._require_requested(at)
        if by_member_id == self.requested_by:
            raise RefundNeedsAnotherOperator(refund_id=self.id)
        self.trigger_event(self.Approved, account_id=self.account_id, reference=reference, by_member_id=by_member_id, occurred_at=at)

    def reject(self, reason: str, *, by_member_id: UUID, at: datetime) -> None:
        """Whoever asked may take it back so. Refuses: RefundIsOver."""
        self._require_requested(at)
        self.trigger_event(self.Rejected, account_id=self.account_id, reason=reason, by_member_id=by_member_id, occurred_at=at)

    def _require_requested(self, at: datetime) -> None:
        state = self.state_at(at)
        if state != "requested":
            raise RefundIsOver(refund_id=self.id, state=state)

    # -- what follows from each fact ------------------------------------------------------------------------------------------------

    @event(Requested)
    def __init__(
        self,
        account_id: UUID,
        amount: Money,
        reason: str,
        payout_account: str,
        expires_at: datetime,
        by_member_id: UUID,
        occurred_at: datetime,
    ) -> None:
        self.account_id = account_id
        self.amount = amount
        self.reason = reason
        self.payout_account = payout_account
        self.requested_by = by_member_id
        self.requested_at = occurred_at
        self.expires_at = expires_at
        self.state = "requested"
        self.decided_by = None
        self.decided_at = None
        self.reference = None
        self.note = None

    @event(Approved)
    def _approved(self, reference: str, by_member_id: UUID, occurred_at: datetime) -> None:
        self.state = "approved"
        self.reference = reference
        self.decided_by = by_member_id
        self.decided_at = occurred_at

    @event(Rejected)
    def _rejected(self, reason: str, by_member_id: UUID, occurred_at: datetime) -> None:
        self.state = "rejected"
        self.note = reason
        self.decided_by = by_member_id
        self.decided_at = occurred_at
