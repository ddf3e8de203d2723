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
    """There is no voucher with this code."""

    code = "wallet.voucher_code_is_unknown"


class VoucherIsUsed(Refusal):
    """The voucher has been activated before."""

    code = "wallet.voucher_is_used"

    def __init__(self, *, voucher_id: UUID) -> None:
        super().__init__(voucher_id=voucher_id)


class VoucherIsExpired(Refusal):
    """The voucher's validity ended before it was used."""

    code = "wallet.voucher_is_expired"

    def __init__(self, *, voucher_id: UUID, valid_until: datetime) -> None:
        super().__init__(voucher_id=voucher_id, valid_until=valid_until)


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
