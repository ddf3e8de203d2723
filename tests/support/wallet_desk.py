"""Words for tests about vouchers and cards: the operators' desk, and what customers redeem."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from services.kernel.ids import new_id
from services.kernel.money import Money, parse_amount
from services.wallet.application import Wallets
from services.wallet.schemas import (
    AssignCard,
    BatchOf,
    BatchView,
    CodeView,
    CorrectHuaweiOrder,
    FreezeFund,
    FreezeView,
    FundView,
    GrantVoucher,
    HuaweiOrderView,
    IssueVouchers,
    ListCodes,
    ListFunds,
    ReceivedCardView,
    RecordHuaweiOrder,
    RedeemCard,
    RedeemHuaweiOrder,
    UnfreezeFund,
    VoucherBatchView,
    VoucherView,
    WithdrawalView,
    WithdrawBatch,
)
from tests.support.wallet_rooms import Customer

ORDER_NUMBER = "CS2611230042ABCDE"
HUAWEI_ACCOUNT = "8990a122f45643a4892ca458be31e336"
NO_CODE = "0000-0000-0000-0001"
"""Not even well-formed: its check character is wrong."""
UNKNOWN_CODE = "0000-0000-0000-0000"
"""Well-formed, and nobody's."""


class Desk:
    """Operators of the wallet's room."""

    def __init__(self, room: Wallets) -> None:
        self.room = room

    def issues(self, count: int, face: str, *, currency: str = "CNY", campaign: str = "welcome", **fields: Any) -> VoucherBatchView:
        money = Money(parse_amount(face), currency)
        return self.room.issue_vouchers(IssueVouchers(id=new_id(), count=count, face=money, campaign=campaign, **fields))

    def code(self, face: str, **fields: Any) -> str:
        (code,) = self.issues(1, face, **fields).codes or []
        return code

    def batch(self, batch_id: UUID) -> BatchView:
        return self.room.batch_of(BatchOf(batch_id=batch_id))

    def codes(self, batch_id: UUID, **fields: Any) -> list[CodeView]:
        return self.room.list_codes(ListCodes(batch_id=batch_id, **fields)).items

    def withdraws(self, batch_id: UUID, **fields: Any) -> WithdrawalView:
        return self.room.withdraw_batch(WithdrawBatch(id=new_id(), batch_id=batch_id, reason="printed wrongly", **fields))

    def grants(self, customer: Customer, face: str, **fields: Any) -> VoucherView:
        return self.room.grant_voucher(
            GrantVoucher(
                **{"id": new_id(), "account_id": customer.account_id, "face": customer.money(face), "reason": "for the outage", **fields}
            )
        )

    def assigns(self, customer: Customer, face: str, **fields: Any) -> ReceivedCardView:
        said = {"id": new_id(), "account_id": customer.account_id, "face": customer.money(face), "source": "partner", "reference": "P-1"}
        return self.room.assign_card(AssignCard(**{**said, **fields}))

    def records_order(self, quantity: int = 50, **fields: Any) -> HuaweiOrderView:
        said = {"id": new_id(), "order_number": ORDER_NUMBER, "huawei_account_id": HUAWEI_ACCOUNT, "quantity": quantity}
        return self.room.record_huawei_order(RecordHuaweiOrder(**{**said, **fields}))

    def corrects_order(self, order_id: UUID, quantity: int, **fields: Any) -> HuaweiOrderView:
        said = {"id": new_id(), "order_id": order_id, "huawei_account_id": HUAWEI_ACCOUNT, "quantity": quantity, "reason": "mistyped"}
        return self.room.correct_huawei_order(CorrectHuaweiOrder(**{**said, **fields}))

    def freezes(self, customer: Customer, fund_id: UUID, **fields: Any) -> FreezeView:
        return self.room.freeze_fund(
            FreezeFund(**{"id": new_id(), "account_id": customer.account_id, "fund_id": fund_id, "reason": "reported as stolen", **fields})
        )

    def unfreezes(self, customer: Customer, fund_id: UUID, **fields: Any) -> FreezeView:
        return self.room.unfreeze_fund(
            UnfreezeFund(**{"id": new_id(), "account_id": customer.account_id, "fund_id": fund_id, "reason": "found again", **fields})
        )


def redeems_a_card(customer: Customer, code: str, **fields: Any) -> ReceivedCardView:
    return customer.room.redeem_card(RedeemCard(**{"id": new_id(), "account_id": customer.account_id, "code": code, **fields}))


def redeems_an_order(customer: Customer, **fields: Any) -> ReceivedCardView:
    said = {"id": new_id(), "account_id": customer.account_id, "order_number": ORDER_NUMBER, "huawei_account_id": HUAWEI_ACCOUNT}
    return customer.room.redeem_huawei_order(RedeemHuaweiOrder(**{**said, **fields}))


def funds_of(customer: Customer, **fields: Any) -> list[FundView]:
    return customer.room.list_funds(ListFunds(account_id=customer.account_id, **fields)).items
