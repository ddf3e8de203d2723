"""The wallet's domain: aggregates, value objects and refusals. Pure: no clock, no I/O; time and ids are arguments."""

from services.wallet.domain.refusals import (
    AmountIsOutOfRange,
    BillIsCharged,
    CardAmountIsInvalid,
    CashIsInsufficient,
    CloudVendorDiffers,
    LineIsRepeated,
    PositionIsAhead,
    RedeemingIsLocked,
    TransferIsCredited,
    TransferIsInTheFuture,
    ValidityIsOver,
    VoucherCodeIsUnknown,
    VoucherIsExpired,
    VoucherIsUsed,
)
from services.wallet.domain.terms import CardTerms, years_after
from services.wallet.domain.vouchers import VoucherBatch, VoucherCode, VoucherTerms
from services.wallet.domain.wallet import Bill, CloudVendor, Debt, Repayment, Wallet

__all__ = [
    "AmountIsOutOfRange",
    "Bill",
    "BillIsCharged",
    "CardAmountIsInvalid",
    "CardTerms",
    "CashIsInsufficient",
    "CloudVendor",
    "CloudVendorDiffers",
    "Debt",
    "LineIsRepeated",
    "PositionIsAhead",
    "RedeemingIsLocked",
    "Repayment",
    "TransferIsCredited",
    "TransferIsInTheFuture",
    "ValidityIsOver",
    "VoucherBatch",
    "VoucherCode",
    "VoucherCodeIsUnknown",
    "VoucherIsExpired",
    "VoucherIsUsed",
    "VoucherTerms",
    "Wallet",
    "years_after",
]
