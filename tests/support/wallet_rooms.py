"""Words for tests about the wallet's room: a customer who says things briefly, and a look at the stored bytes."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from services.kernel.database import Database
from services.kernel.ids import new_id
from services.kernel.money import Money, parse_amount
from services.wallet.application import Wallets
from services.wallet.schemas import (
    ActivateVoucher,
    BalanceOf,
    BalanceView,
    BuyCard,
    CardView,
    Charge,
    ChargeLine,
    ChargeView,
    CreditTransfer,
    CreditView,
    IssueVouchers,
    VoucherView,
)
from tests.support.wallets import micros


class Customer:
    """Somebody with a wallet, who says things briefly. A later `room` may be another process."""

    def __init__(self, room: Wallets, account_id: UUID, currency: str) -> None:
        self.room, self.account_id, self.currency = room, account_id, currency

    def money(self, amount: str) -> Money:
        return Money(parse_amount(amount), self.currency)

    def transfers(self, amount: str, *, reference: str | None = None, id: UUID | None = None, **fields: Any) -> CreditView:
        command = CreditTransfer(
            id=id or new_id(), account_id=self.account_id, amount=self.money(amount), reference=reference or f"TT-{uuid4()}", **fields
        )
        return self.room.credit_transfer(command)

    def is_given_a_code(self, amount: str, **fields: Any) -> str:
        issue = IssueVouchers(id=new_id(), count=1, face=self.money(amount), campaign="welcome", **fields)
        (code,) = self.room.issue_vouchers(issue).codes or []
        return code

    def activates(self, code: str, *, id: UUID | None = None, **fields: Any) -> VoucherView:
        return self.room.activate_voucher(ActivateVoucher(id=id or new_id(), account_id=self.account_id, code=code, **fields))

    def has_a_voucher(self, amount: str, **fields: Any) -> VoucherView:
        return self.activates(self.is_given_a_code(amount, **fields))

    def buys_a_card(self, price: str, *, id: UUID | None = None, **fields: Any) -> CardView:
        return self.room.buy_card(BuyCard(id=id or new_id(), account_id=self.account_id, price=self.money(price), **fields))

    def a_charge(self, *lines: ChargeLine, bill_id: UUID | None = None, id: UUID | None = None, **fields: Any) -> Charge:
        return Charge(
            id=id or new_id(), account_id=self.account_id, bill_id=bill_id or uuid4(), currency=self.currency, lines=[*lines], **fields
        )

    def is_charged(self, *lines: ChargeLine, **fields: Any) -> ChargeView:
        return self.room.charge(self.a_charge(*lines, **fields))

    def balance(self, **fields: Any) -> BalanceView:
        return self.room.balance_of(BalanceOf(account_id=self.account_id, **fields))


def line(amount: str, *, vouchers_may_pay: bool = True) -> ChargeLine:
    return ChargeLine(line_id=uuid4(), amount_micros=micros(amount), vouchers_may_pay=vouchers_may_pay)


class Ledger:
    """Looks at the stored bytes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    TABLES = (
        "events",
        "commits",
        "command_log",
        "wallet",
        "fund",
        "balance",
        "debt",
        "movement",
        "payment",
        "posting",
        "charge",
        "transfer",
        "fund_freeze",
        "expired_fund",
        "hold",
        "hold_share",
        "hold_end",
        "returned",
        "charge_return",
        "cloud_due",
        "purchase_order",
        "purchase_order_end",
        "wallet_limits",
        "alert",
        "transfer_order",
        "transfer_order_end",
        "bank_statement",
        "bank_statement_end",
        "bank_line",
        "review_item",
        "refund",
        "refund_decision",
    )

    def bytes(self) -> dict[str, list[str]]:
        """Every row of every table that a command may write, as text."""
        return {table: self._lines(table) for table in self.TABLES}

    def journal_sum(self) -> int:
        row = self._database.one("select coalesce(sum(amount_micros), 0)::bigint as total from posting")
        assert row is not None
        return int(row["total"])

    def forget_snapshots(self) -> int:
        return self._database.execute("delete from snapshots")

    def head(self) -> int:
        row = self._database.one("select position from ledger_head")
        assert row is not None
        return int(row["position"])

    def _lines(self, table: str) -> list[str]:
        return [row["line"] for row in self._database.all(f"select t::text as line from {table} as t order by 1")]
