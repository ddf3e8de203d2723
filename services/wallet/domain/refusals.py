"""What the wallet says no to. Each refusal leaves every balance as it was."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from services.kernel.errors import Refusal
from services.kernel.money import format_amount


class AmountIsOutOfRange(Refusal):
    """The amount is smaller or larger than what can be booked at once."""

    code = "wallet.amount_is_out_of_range"

    def __init__(self, *, amount_micros: int, least_micros: int, most_micros: int) -> None:
        super().__init__(amount=format_amount(amount_micros), least=format_amount(least_micros), most=format_amount(most_micros))


class TransferIsCredited(Refusal):
    """A transfer with this bank reference has been credited before."""

    code = "wallet.transfer_is_credited"

    def __init__(self, *, reference: str) -> None:
        super().__init__(reference=reference)


class TransferIsInTheFuture(Refusal):
    """A transfer is credited when it has arrived, not before."""

    code = "wallet.transfer_is_in_the_future"

    def __init__(self, *, occurred_at: datetime, now: datetime) -> None:
        super().__init__(occurred_at=occurred_at, now=now)


class CardAmountIsInvalid(Refusal):
    """Prepaid cards are sold in multiples of a hundred, a hundred at least."""

    code = "wallet.card_amount_is_invalid"

    def __init__(self, *, amount_micros: int, unit_micros: int) -> None:
        super().__init__(amount=format_amount(amount_micros), unit=format_amount(unit_micros))


class CashIsInsufficient(Refusal):
    """There is less cash than this costs."""

    code = "wallet.cash_is_insufficient"

    def __init__(self, *, required_micros: int, available_micros: int) -> None:
        super().__init__(required=format_amount(required_micros), available=format_amount(available_micros))


class ValidityIsOver(Refusal):
    """A validity must end in the future."""

    code = "wallet.validity_is_over"

    def __init__(self, *, valid_until: datetime, now: datetime) -> None:
        super().__init__(valid_until=valid_until, now=now)


class VoucherCodeIsUnknown(Refusal):
    """There is no voucher and no card with this code."""

    code = "wallet.voucher_code_is_unknown"


class VoucherIsUsed(Refusal):
    """The code of this voucher or card has been used before."""

    code = "wallet.voucher_is_used"

    def __init__(self, *, voucher_id: UUID) -> None:
        super().__init__(voucher_id=voucher_id)


class VoucherIsExpired(Refusal):
    """The validity of this voucher, or of this card's code, ended before it was used."""

    code = "wallet.voucher_is_expired"

    def __init__(self, *, voucher_id: UUID, valid_until: datetime) -> None:
        super().__init__(voucher_id=voucher_id, valid_until=valid_until)


class VoucherIsWithdrawn(Refusal):
    """The batch of this code was withdrawn before the code was used."""

    code = "wallet.voucher_is_withdrawn"

    def __init__(self, *, voucher_id: UUID) -> None:
        super().__init__(voucher_id=voucher_id)


class CodeIsOfAnotherKind(Refusal):
    """This code is right, but vouchers and prepaid cards are redeemed each in their own place."""

    code = "wallet.code_is_of_another_kind"

    def __init__(self, *, kind: str) -> None:
        super().__init__(kind=kind)


class BatchIsWithdrawn(Refusal):
    """The unused codes of this batch have been withdrawn before."""

    code = "wallet.batch_is_withdrawn"

    def __init__(self, *, batch_id: UUID) -> None:
        super().__init__(batch_id=batch_id)


class HuaweiOrderIsUnknown(Refusal):
    """No order of this Huawei account and number can be redeemed."""

    code = "wallet.huawei_order_is_unknown"


class HuaweiOrderIsRecorded(Refusal):
    """An order of this number has been recorded before."""

    code = "wallet.huawei_order_is_recorded"

    def __init__(self, *, order_number: str) -> None:
        super().__init__(order_number=order_number)


class HuaweiOrderIsRedeemed(Refusal):
    """This order has become a card; nothing about it can be put right any more."""

    code = "wallet.huawei_order_is_redeemed"

    def __init__(self, *, order_id: UUID) -> None:
        super().__init__(order_id=order_id)


class RedeemingIsLocked(Refusal):
    """Too many unknown codes were tried; redeeming is locked for a while."""

    code = "wallet.redeeming_is_locked"

    def __init__(self, *, until: datetime) -> None:
        super().__init__(until=until)


class BillIsCharged(Refusal):
    """This bill has been charged before, by another command."""

    code = "wallet.bill_is_charged"

    def __init__(self, *, bill_id: UUID) -> None:
        super().__init__(bill_id=bill_id)


class LineIsRepeated(Refusal):
    """A bill line is named twice, or is already owed."""

    code = "wallet.line_is_repeated"

    def __init__(self, *, line_id: UUID) -> None:
        super().__init__(line_id=line_id)


class CloudVendorDiffers(Refusal):
    """A charge of the cloud family names its vendor, a charge of the Billing Center names none."""

    code = "wallet.cloud_vendor_differs"

    def __init__(self, *, family: str, vendor: str | None) -> None:
        super().__init__(family=family, vendor=vendor)


class PositionIsAhead(Refusal):
    """The book has not reached this position yet."""

    code = "wallet.position_is_ahead"

    def __init__(self, *, position: int, head: int) -> None:
        super().__init__(position=position, head=head)


class CashCannotBeFrozen(Refusal):
    """Vouchers and cards can be frozen, cash cannot."""

    code = "wallet.cash_cannot_be_frozen"


class FundIsOver(Refusal):
    """This wallet has no such voucher or card with value left."""

    code = "wallet.fund_is_over"

    def __init__(self, *, fund_id: UUID) -> None:
        super().__init__(fund_id=fund_id)


class FundIsFrozen(Refusal):
    """An operator took this voucher or card out of use."""

    code = "wallet.fund_is_frozen"

    def __init__(self, *, fund_id: UUID) -> None:
        super().__init__(fund_id=fund_id)


class FundIsNotFrozen(Refusal):
    """This voucher or card is in use."""

    code = "wallet.fund_is_not_frozen"

    def __init__(self, *, fund_id: UUID) -> None:
        super().__init__(fund_id=fund_id)


class OrderIsEmpty(Refusal):
    """There is nothing to pay."""

    code = "wallet.order_is_empty"

    def __init__(self, *, subject: UUID) -> None:
        super().__init__(subject=subject)


class FundsAreInsufficient(Refusal):
    """The chosen funds do not pay this in full."""

    code = "wallet.funds_are_insufficient"

    def __init__(self, *, required_micros: int, available_micros: int) -> None:
        super().__init__(required=format_amount(required_micros), available=format_amount(available_micros))


class TooManyHolds(Refusal):
    """So many holds are open that another must wait until one ends."""

    code = "wallet.too_many_holds"

    def __init__(self, *, most: int) -> None:
        super().__init__(most=most)


class HoldIsOver(Refusal):
    """This hold was captured or released, or its time is over."""

    code = "wallet.hold_is_over"

    def __init__(self, *, hold_id: UUID) -> None:
        super().__init__(hold_id=hold_id)


class CaptureIsTooLarge(Refusal):
    """More is to be captured of a line than is held for it."""

    code = "wallet.capture_is_too_large"

    def __init__(self, *, line_id: UUID, held_micros: int, required_micros: int) -> None:
        super().__init__(line_id=line_id, held=format_amount(held_micros), required=format_amount(required_micros))


class SpendingLimitIsReached(Refusal):
    """The account's own limit for this month leaves no room for this."""

    code = "wallet.spending_limit_is_reached"

    def __init__(self, *, limit_micros: int, spent_micros: int, required_micros: int) -> None:
        super().__init__(limit=format_amount(limit_micros), spent=format_amount(spent_micros), required=format_amount(required_micros))


class ChannelIsUnavailable(Refusal):
    """This payment channel is not available here."""

    code = "wallet.channel_is_unavailable"

    def __init__(self, *, channel: str) -> None:
        super().__init__(channel=channel)


class ChannelDoesNotAnswer(Refusal):
    """The payment channel did not answer, or not as it should. Nothing is lost: ask again."""

    code = "wallet.channel_does_not_answer"

    def __init__(self, *, channel: str) -> None:
        super().__init__(channel=channel)


class ChannelTakesOtherCurrency(Refusal):
    """This payment channel does not take this currency."""

    code = "wallet.channel_takes_other_currency"

    def __init__(self, *, channel: str, currency: str) -> None:
        super().__init__(channel=channel, currency=currency)


class RechargeIsOver(Refusal):
    """This order was paid or cancelled, or its time is over."""

    code = "wallet.recharge_is_over"

    def __init__(self, *, recharge_id: UUID, state: str) -> None:
        super().__init__(recharge_id=recharge_id, state=state)


class RechargeIsPaid(Refusal):
    """This order was paid by another payment."""

    code = "wallet.recharge_is_paid"

    def __init__(self, *, recharge_id: UUID, reference: str) -> None:
        super().__init__(recharge_id=recharge_id, reference=reference)


class PaymentDiffers(Refusal):
    """The payment is not what was ordered."""

    code = "wallet.payment_differs"

    def __init__(self, *, ordered: str, paid: str) -> None:
        super().__init__(ordered=ordered, paid=paid)


class TooManyRecharges(Refusal):
    """So many orders wait to be paid that another must wait until one is paid, cancelled or over."""

    code = "wallet.too_many_recharges"

    def __init__(self, *, most: int) -> None:
        super().__init__(most=most)


class SettlementFileIsUnreadable(Refusal):
    """This is not a settlement file of the channel, or not of that day."""

    code = "wallet.settlement_file_is_unreadable"

    def __init__(self, *, reason: str) -> None:
        super().__init__(reason=reason)


class ReviewIsResolved(Refusal):
    """Somebody has resolved this review item."""

    code = "wallet.review_is_resolved"

    def __init__(self, *, review_id: UUID) -> None:
        super().__init__(review_id=review_id)


class ReturnIsTooLarge(Refusal):
    """More is to be given back of a bill line than was paid for it."""

    code = "wallet.return_is_too_large"

    def __init__(self, *, line_id: UUID, lacking_micros: int) -> None:
        super().__init__(line_id=line_id, lacking=format_amount(lacking_micros))


class OrderIsOver(Refusal):
    """This order was paid or cancelled, or its time is over."""

    code = "wallet.order_is_over"

    def __init__(self, *, order_id: UUID, status: str) -> None:
        super().__init__(order_id=order_id, status=status)


class HoldIsOfARefund(Refusal):
    """A refund's hold is ended by deciding on the refund."""

    code = "wallet.hold_is_of_a_refund"

    def __init__(self, *, hold_id: UUID) -> None:
        super().__init__(hold_id=hold_id)


class TransferOrderIsOver(Refusal):
    """This announced transfer was credited or cancelled, or its time is over."""

    code = "wallet.transfer_order_is_over"

    def __init__(self, *, code: str, state: str) -> None:
        super().__init__(code=code, state=state)


class TransferCodeIsUnknown(Refusal):
    """This account has announced no transfer with this code."""

    code = "wallet.transfer_code_is_unknown"


class TooManyTransferOrders(Refusal):
    """So many announced transfers are open that another must wait until one is credited, cancelled or over."""

    code = "wallet.too_many_transfer_orders"

    def __init__(self, *, most: int) -> None:
        super().__init__(most=most)


class BankStatementIsUnreadable(Refusal):
    """This is not a bank statement that we can read; nothing of it was taken. `line`: where, if it is in one line."""

    code = "wallet.bank_statement_is_unreadable"

    def __init__(self, *, reason: str, line: int | None = None) -> None:
        super().__init__(reason=reason, **({} if line is None else {"line": line}))


class ReviewIsNotAssignable(Refusal):
    """This review item is no money that came in: it cannot be credited to an account."""

    code = "wallet.review_is_not_assignable"

    def __init__(self, *, review_id: UUID) -> None:
        super().__init__(review_id=review_id)


class RefundNeedsAnotherOperator(Refusal):
    """Whoever asked for a refund cannot approve it."""

    code = "wallet.refund_needs_another_operator"

    def __init__(self, *, refund_id: UUID) -> None:
        super().__init__(refund_id=refund_id)


class RefundIsOver(Refusal):
    """This refund was approved or rejected, or its time is over."""

    code = "wallet.refund_is_over"

    def __init__(self, *, refund_id: UUID, state: str) -> None:
        super().__init__(refund_id=refund_id, state=state)


class PayoutIsRecorded(Refusal):
    """A payout with this bank reference has been recorded before."""

    code = "wallet.payout_is_recorded"

    def __init__(self, *, reference: str) -> None:
        super().__init__(reference=reference)
