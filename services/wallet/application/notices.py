"""What payment channels say was paid: believed when it is signed, credited when it fits, once; for a person where it does not fit."""

from __future__ import annotations

import base64
import binascii
from typing import Any, Final, Literal

from services.kernel.database import psycopg
from services.kernel.errors import Refusal
from services.kernel.eventstore import Turn, once
from services.kernel.ids import natural_id, new_id
from services.kernel.telemetry import counter, get_logger
from services.wallet.application.reviews import open_review
from services.wallet.application.room import Room, wallet_of
from services.wallet.domain import Finding, Payment, RechargeOrder, RechargeTerms, Wallet
from services.wallet.payments import Channels, Notice, NoticeIsForged
from services.wallet.projections import reference_key
from services.wallet.schemas import NoticeView, PaymentRecordedView, RecordComplaint, RecordPayment, TakeNotice

NO_CHANNELS: Final = Channels()
RECHARGE_TERMS: Final = RechargeTerms()

Outcome = Literal["credited", "repeated", "ignored", "refused", "forged"]

log = get_logger("services.wallet")
NOTICES: Final = counter("bc_wallet_payment_notices_total", "Notices of payment channels, by what became of them.", ("channel", "outcome"))


class Notices(Room):
    """Notices, and the payments they tell of."""

    def __init__(self, *, channels: Channels = NO_CHANNELS, recharge_terms: RechargeTerms = RECHARGE_TERMS, **parts: Any) -> None:
        super().__init__(**parts)
        self.channels = channels
        self.recharge_terms = recharge_terms

    def take_notice(self, command: TakeNotice) -> NoticeView:
        """Believe what is signed, and do what it says, once. What is forged changes nothing. Refuses: ChannelIsUnavailable."""
        channel = self.channels.named(command.channel)
        try:
            outcome = self._outcome_of(channel.verify_notice(command.headers, _decoded(command.body)), command)
        except NoticeIsForged as forged:
            log.warning("a forged notice was refused", channel=command.channel, why=str(forged))
            outcome = "forged"
        NOTICES.labels(command.channel, outcome).inc()
        # What is refused waits for a person; told again it would be the same.
        status, text = channel.answer_to_notice(is_taken=outcome != "forged")
        return NoticeView(outcome=outcome, status=status, text=text)

    def record_payment(self, payment: Payment) -> PaymentRecordedView:
        """Credit a payment that a channel has confirmed, if an order awaits it."""
        command = RecordPayment(
            id=new_id(),
            channel=payment.channel,
            order=payment.order,
            reference=payment.reference,
            amount=payment.amount,
            paid_at=payment.paid_at,
        )
        try:
            return self._record_payment(command)
        except psycopg.errors.UniqueViolation as taken:  # another order was credited with this very payment a moment ago
            if taken.diag.constraint_name != "transfer_pkey":
                raise
        return self._record_payment(command)

    def _outcome_of(self, notice: Notice, command: TakeNotice) -> Outcome:
        if notice.payment is not None:
            return self.record_payment(notice.payment).outcome
        if not notice.complaint:
            return "ignored"
        name = notice.name or str(natural_id("notice", command.channel, command.body))
        complaint = RecordComplaint(id=new_id(), channel=command.channel, notice=name, kind=notice.complaint, said=dict(notice.said))
        return self._record_complaint(complaint).outcome

    @once
    def _record_payment(self, turn: Turn, command: RecordPayment) -> PaymentRecordedView:
        """Order and wallet in one save; what does not fit becomes a review item."""
        payment = Payment(command.channel, command.order, command.reference, command.amount, command.paid_at)
        order = turn.find(RechargeOrder, payment.order_id) if payment.order_id else None
        if order is None:
            return _refused(turn, _finding("payment_without_order", payment))
        wallet = wallet_of(turn, order.account_id)
        try:
            if not order.awaits(payment):
                return PaymentRecordedView(outcome="repeated")
            if self.queries.is_credited(channel=payment.channel, reference_key=reference_key(payment.reference)):
                return _refused(turn, _finding("payment_is_credited", payment, order))
            _credit(wallet, payment, turn)
        except Refusal as refusal:
            return _refused(turn, _finding(refusal.code.rpartition(".")[2], payment, order))
        order.pay(payment, at=turn.now)
        return PaymentRecordedView(outcome="credited")

    @once
    def _record_complaint(self, turn: Turn, command: RecordComplaint) -> PaymentRecordedView:
        return _refused(turn, Finding(command.kind, f"{command.channel} {command.notice}", command.said))


def _credit(wallet: Wallet, payment: Payment, turn: Turn) -> None:
    """Refuses: CurrencyDiffers, AmountIsOutOfRange, AmountIsTooFine."""
    paid_at = min(payment.paid_at, turn.now)  # a channel's clock may be ahead of ours
    wallet.credit_payment(payment.amount, channel=payment.channel, reference=payment.reference, occurred_at=paid_at, at=turn.now)


def _finding(kind: str, payment: Payment, order: RechargeOrder | None = None) -> Finding:
    details = {"reference": payment.reference, "paid": str(payment.amount), "order": payment.order, "paid_at": payment.paid_at.isoformat()}
    if order is None:
        return Finding(kind, payment.sentence, details)
    ordered = {"ordered": str(order.amount), "channel": order.channel, "credited": order.reference or ""}
    return Finding(kind, payment.sentence, {**details, **ordered}, order.account_id)


def _refused(turn: Turn, finding: Finding) -> PaymentRecordedView:
    open_review(turn, finding)
    return PaymentRecordedView(outcome="refused")


def _decoded(body: str) -> bytes:
    """Raises NoticeIsForged: the door sends no other."""
    try:
        return base64.b64decode(body, validate=True)
    except binascii.Error:
        raise NoticeIsForged("no base 64") from None
