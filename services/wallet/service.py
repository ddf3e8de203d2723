"""The wallet's table of contents: what can be asked of the room, by whom, and how the room is built."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from services.kernel.config import Settings
from services.kernel.database import Database
from services.kernel.follower import (
    Bell,
    BellListener,
    BookPage,
    Follower,
    PublishedPage,
    ReadBook,
    ReadPublished,
    ReadRows,
    RowsPage,
    read_book,
    read_rows,
)
from services.kernel.rpc import Remote, Signer, background, caller, command, provided, query
from services.kernel.schemas import Page
from services.wallet import schemas as s
from services.wallet.application import Wallets
from services.wallet.events import PUBLISHED
from services.wallet.policies import WalletPolicies

FOLLOWERS: Final = ("identity", "settlement", "billing", "tickets", "audit")
AUDITED: Final = ("wallet", "fund", "balance", "debt", "movement", "payment", "posting", "charge")
MONEY: Final = ("owner", "finance", "operator", "finance_operator")
READERS: Final = ("owner", "finance", "viewer", "operator", "finance_operator", "support", "auditor")
FINANCE_OPERATORS: Final = ("operator", "finance_operator")
FINANCE_READERS: Final = ("operator", "finance_operator", "auditor")


class WalletService:
    """Who owns what, who owes what, and every movement that made it so."""

    name = "wallet"
    wallets: Wallets = provided("wallets")
    runs: Any = background()

    # -- recharging

    @command(s.CreditTransfer, reply=s.CreditView, roles=FINANCE_OPERATORS)
    def credit_transfer(self, command: s.CreditTransfer) -> s.CreditView:
        return self.wallets.credit_transfer(replace(command, by_member_id=caller().member_id))

    @command(s.BuyCard, reply=s.CardView, roles=MONEY)
    def buy_card(self, command: s.BuyCard) -> s.CardView:
        return self.wallets.buy_card(command)

    # -- vouchers

    @command(s.IssueVouchers, reply=s.VoucherBatchView, roles=FINANCE_OPERATORS)
    def issue_vouchers(self, command: s.IssueVouchers) -> s.VoucherBatchView:
        return self.wallets.issue_vouchers(replace(command, by_member_id=caller().member_id))

    @command(s.ActivateVoucher, reply=s.VoucherView, roles=MONEY)
    def activate_voucher(self, command: s.ActivateVoucher) -> s.VoucherView:
        return self.wallets.activate_voucher(command)

    # -- charging

    @command(s.Charge, reply=s.ChargeView, callers=("settlement",))
    def charge(self, command: s.Charge) -> s.ChargeView:
        return self.wallets.charge(command)

    @query(s.ChargeOf, reply=s.ChargeView, callers=("settlement", "audit"))
    def charge_of(self, question: s.ChargeOf) -> s.ChargeView:
        return self.wallets.charge_of(question)

    # -- looking

    @query(s.BalanceOf, reply=s.BalanceView, roles=READERS, callers=("gateway", "settlement", "audit"))
    def balance_of(self, question: s.BalanceOf) -> s.BalanceView:
        return self.wallets.balance_of(question)

    @query(s.ListFunds, reply=Page[s.FundView], roles=READERS)
    def list_funds(self, question: s.ListFunds) -> Page[s.FundView]:
        return self.wallets.list_funds(question)

    @query(s.StatementOf, reply=Page[s.MovementView], roles=READERS)
    def statement_of(self, question: s.StatementOf) -> Page[s.MovementView]:
        return self.wallets.statement_of(question)

    @query(s.ListPayments, reply=Page[s.PaymentView], roles=READERS, callers=("gateway", "audit"))
    def list_payments(self, question: s.ListPayments) -> Page[s.PaymentView]:
        return self.wallets.list_payments(question)

    @query(s.TrialBalanceOf, reply=s.TrialBalanceView, roles=FINANCE_READERS, callers=("gateway", "audit"))
    def trial_balance(self, question: s.TrialBalanceOf) -> s.TrialBalanceView:
        return self.wallets.trial_balance(question)

    # -- the book

    @query(ReadPublished, callers=FOLLOWERS)
    def read_published(self, question: ReadPublished) -> PublishedPage:
        return PUBLISHED.read(self.wallets.database, after=question.after, limit=question.limit)

    @query(ReadBook, callers=("audit",))
    def read_book(self, question: ReadBook) -> BookPage:
        return read_book(self.wallets.database, question)

    @query(ReadRows, callers=("audit",))
    def read_rows(self, question: ReadRows) -> RowsPage:
        return read_rows(self.wallets.database, question, tables=AUDITED)


def build(settings: Settings) -> Wallets:
    """The room of this process, ringing its bell and following identity."""
    assert settings.database_url is not None  # a room always has one
    bell = Bell(settings.amqp_url, "wallet")
    wallets = Wallets(
        database=Database(settings.database_url, size=16, name="wallet"),
        clock=settings.clock(),
        secret_key=settings.secret_key,
        on_commit=bell.ring,
    )
    remote = Remote(settings.amqp_url, Signer(settings.process, settings.signing_key))
    follower = Follower("identity", WalletPolicies(wallets), wallets.database, remote, "wallet")
    wallets.catch_up = follower.catch_up
    listener = BellListener(settings.amqp_url, name="wallet", heard={"identity": follower.wake})
    wallets.background = (bell, follower, listener)
    return wallets
