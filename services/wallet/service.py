"""The wallet's table of contents: what can be asked of the room, by whom, and how the room is built."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final, TypeVar

from nameko.timer import timer  # type: ignore[import-untyped]

from services.kernel.config import Settings
from services.kernel.database import Database
from services.kernel.errors import NotAllowed
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
from services.kernel.telemetry import get_logger
from services.wallet import schemas as s
from services.wallet.application import Wallets
from services.wallet.bank import BankDetails
from services.wallet.bank.clerk import Clerk
from services.wallet.events import PUBLISHED
from services.wallet.payments.build import channels_of
from services.wallet.payments.settings import PaymentSettings
from services.wallet.payments.watch import Watch
from services.wallet.policies import WalletPolicies

log = get_logger("services.wallet")
BOOK_ENDS_EVERY_S: Final = 5
FOLLOWERS: Final = ("identity", "settlement", "billing", "tickets", "audit")
AUDITED: Final = (
    "wallet", "fund", "balance", "debt", "movement", "payment", "posting", "charge", "transfer", "hold", "hold_share", "hold_end",
    "expired_fund", "fund_freeze", "returned", "wallet_limits", "alert", "cloud_due", "charge_return",
)  # fmt: skip
A = TypeVar(
    "A",
    s.CancelRecharge,
    s.RechargeOf,
    s.ListRecharges,
    s.CancelTransfer,
    s.TransferOrderOf,
    s.ListTransferOrders,
    s.RefundOf,
    s.ListRefunds,
)
CUSTOMERS: Final = ("owner", "finance")
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

    @query(s.ListBatches, reply=Page[s.BatchView], roles=FINANCE_READERS)
    def list_batches(self, question: s.ListBatches) -> Page[s.BatchView]:
        return self.wallets.list_batches(question)

    @query(s.BatchOf, reply=s.BatchView, roles=FINANCE_READERS)
    def batch_of(self, question: s.BatchOf) -> s.BatchView:
        return self.wallets.batch_of(question)

    @query(s.ListCodes, reply=Page[s.CodeView], roles=FINANCE_READERS)
    def list_codes(self, question: s.ListCodes) -> Page[s.CodeView]:
        return self.wallets.list_codes(question)

    @command(s.WithdrawBatch, reply=s.WithdrawalView, roles=FINANCE_OPERATORS)
    def withdraw_batch(self, command: s.WithdrawBatch) -> s.WithdrawalView:
        return self.wallets.withdraw_batch(replace(command, by_member_id=caller().member_id))

    @command(s.ActivateVoucher, reply=s.VoucherView, roles=MONEY)
    def activate_voucher(self, command: s.ActivateVoucher) -> s.VoucherView:
        return self.wallets.activate_voucher(command)

    @command(s.GrantVoucher, reply=s.VoucherView, roles=FINANCE_OPERATORS)
    def grant_voucher(self, command: s.GrantVoucher) -> s.VoucherView:
        return self.wallets.grant_voucher(replace(command, by_member_id=caller().member_id))

    @query(s.ListVouchers, reply=Page[s.FundView], roles=READERS)
    def list_vouchers(self, question: s.ListVouchers) -> Page[s.FundView]:
        return self.wallets.list_vouchers(question)

    # -- prepaid cards that were not bought

    @query(s.ListCards, reply=Page[s.FundView], roles=READERS)
    def list_cards(self, question: s.ListCards) -> Page[s.FundView]:
        return self.wallets.list_cards(question)

    @command(s.RedeemCard, reply=s.ReceivedCardView, roles=MONEY)
    def redeem_card(self, command: s.RedeemCard) -> s.ReceivedCardView:
        return self.wallets.redeem_card(command)

    @command(s.AssignCard, reply=s.ReceivedCardView, roles=(*FINANCE_OPERATORS, "partner"))
    def assign_card(self, command: s.AssignCard) -> s.ReceivedCardView:
        if command.source != "partner" and caller().roles.isdisjoint(FINANCE_OPERATORS):
            raise NotAllowed()  # a partner pays for the cards that it assigns
        return self.wallets.assign_card(replace(command, by_member_id=caller().member_id))

    @command(s.RecordHuaweiOrder, reply=s.HuaweiOrderView, roles=FINANCE_OPERATORS)
    def record_huawei_order(self, command: s.RecordHuaweiOrder) -> s.HuaweiOrderView:
        return self.wallets.record_huawei_order(replace(command, by_member_id=caller().member_id))

    @command(s.CorrectHuaweiOrder, reply=s.HuaweiOrderView, roles=FINANCE_OPERATORS)
    def correct_huawei_order(self, command: s.CorrectHuaweiOrder) -> s.HuaweiOrderView:
        return self.wallets.correct_huawei_order(replace(command, by_member_id=caller().member_id))

    @query(s.ListHuaweiOrders, reply=Page[s.HuaweiOrderView], roles=FINANCE_READERS)
    def list_huawei_orders(self, question: s.ListHuaweiOrders) -> Page[s.HuaweiOrderView]:
        return self.wallets.list_huawei_orders(question)

    @command(s.RedeemHuaweiOrder, reply=s.ReceivedCardView, roles=MONEY)
    def redeem_huawei_order(self, command: s.RedeemHuaweiOrder) -> s.ReceivedCardView:
        return self.wallets.redeem_huawei_order(command)

    # -- funds out of use, and their ends

    @command(s.FreezeFund, reply=s.FreezeView, roles=FINANCE_OPERATORS)
    def freeze_fund(self, command: s.FreezeFund) -> s.FreezeView:
        return self.wallets.freeze_fund(replace(command, by_member_id=caller().member_id))

    @command(s.UnfreezeFund, reply=s.FreezeView, roles=FINANCE_OPERATORS)
    def unfreeze_fund(self, command: s.UnfreezeFund) -> s.FreezeView:
        return self.wallets.unfreeze_fund(replace(command, by_member_id=caller().member_id))

    @timer(interval=BOOK_ENDS_EVERY_S, eager=True)  # type: ignore[untyped-decorator]
    def book_ends(self) -> None:
        booked = self.wallets.book_due_ends()
        if booked.accounts:
            log.info("ends were booked", accounts=booked.accounts, faults=len(booked.faults))
        for fault in booked.faults:
            log.error("an end could not be booked", exc_info=fault)

    # -- charging

    @command(s.Charge, reply=s.ChargeView, callers=("settlement",))
    def charge(self, command: s.Charge) -> s.ChargeView:
        return self.wallets.charge(command)

    @command(s.ChargeMany, reply=s.ChargesView, callers=("settlement",))
    def charge_many(self, command: s.ChargeMany) -> s.ChargesView:
        return self.wallets.charge_many(command)

    @query(s.ChargeOf, reply=s.ChargeView, callers=("settlement", "audit"))
    def charge_of(self, question: s.ChargeOf) -> s.ChargeView:
        return self.wallets.charge_of(question)

    # -- value kept apart, and orders paid in full

    @command(s.ReserveFunds, reply=s.HoldView, roles=MONEY, callers=("gateway", "billing"))
    def reserve_funds(self, command: s.ReserveFunds) -> s.HoldView:
        return self.wallets.reserve_funds(command)

    @command(s.CaptureFunds, reply=s.CaptureView, roles=MONEY, callers=("gateway", "billing"))
    def capture_funds(self, command: s.CaptureFunds) -> s.CaptureView:
        return self.wallets.capture_funds(command)

    @command(s.ReleaseFunds, reply=s.ReleaseView, roles=MONEY, callers=("gateway", "billing"))
    def release_funds(self, command: s.ReleaseFunds) -> s.ReleaseView:
        return self.wallets.release_funds(command)

    @query(s.HoldOf, reply=s.HoldView, roles=READERS, callers=("gateway", "billing"))
    def hold_of(self, question: s.HoldOf) -> s.HoldView:
        return self.wallets.hold_of(question)

    @query(s.ListHolds, reply=Page[s.HoldView], roles=READERS)
    def list_holds(self, question: s.ListHolds) -> Page[s.HoldView]:
        return self.wallets.list_holds(question)

    @command(s.PlaceOrder, reply=s.OrderView, roles=FINANCE_OPERATORS)
    def place_order(self, command: s.PlaceOrder) -> s.OrderView:
        return self.wallets.place_order(replace(command, by_member_id=caller().member_id))

    @command(s.PayOrder, reply=s.CaptureView, roles=MONEY)
    def pay_order(self, command: s.PayOrder) -> s.CaptureView:
        return self.wallets.pay_order(command)

    @command(s.CancelOrder, reply=s.OrderView, roles=FINANCE_OPERATORS)
    def cancel_order(self, command: s.CancelOrder) -> s.OrderView:
        return self.wallets.cancel_order(command)

    @query(s.OrderOf, reply=s.OrderView, roles=READERS)
    def order_of(self, question: s.OrderOf) -> s.OrderView:
        return self.wallets.order_of(question)

    @query(s.ListOrders, reply=Page[s.OrderView], roles=READERS)
    def list_orders(self, question: s.ListOrders) -> Page[s.OrderView]:
        return self.wallets.list_orders(question)

    # -- giving back

    @command(s.ReturnCharge, reply=s.ReturnView, callers=("settlement",))
    def return_charge(self, command: s.ReturnCharge) -> s.ReturnView:
        return self.wallets.return_charge(command)

    @command(s.WaiveCharge, reply=s.ReturnView, roles=FINANCE_OPERATORS)
    def waive_charge(self, command: s.WaiveCharge) -> s.ReturnView:
        return self.wallets.waive_charge(replace(command, by_member_id=caller().member_id))

    # -- thresholds

    @command(s.SetLimits, reply=s.LimitsView, roles=MONEY)
    def set_limits(self, command: s.SetLimits) -> s.LimitsView:
        return self.wallets.set_limits(replace(command, by_member_id=caller().member_id))

    @query(s.LimitsOf, reply=s.LimitsView, roles=READERS)
    def limits_of(self, question: s.LimitsOf) -> s.LimitsView:
        return self.wallets.limits_of(question)

    @query(s.ListAlerts, reply=Page[s.AlertView], roles=READERS)
    def list_alerts(self, question: s.ListAlerts) -> Page[s.AlertView]:
        return self.wallets.list_alerts(question)

    @query(s.MaySpend, reply=s.MaySpendView, roles=READERS, callers=("gateway", "billing"))
    def may_spend(self, question: s.MaySpend) -> s.MaySpendView:
        return self.wallets.may_spend(question)

    @query(s.RunwayOf, reply=s.RunwayView, roles=READERS)
    def runway_of(self, question: s.RunwayOf) -> s.RunwayView:
        return self.wallets.runway_of(question)

    # -- looking

    @query(s.BalanceOf, reply=s.BalanceView, roles=READERS, callers=("gateway", "settlement", "audit"))
    def balance_of(self, question: s.BalanceOf) -> s.BalanceView:
        return self.wallets.balance_of(question)

    @query(s.ListFunds, reply=Page[s.FundView], roles=READERS)
    def list_funds(self, question: s.ListFunds) -> Page[s.FundView]:
        return self.wallets.list_funds(question)

    @query(s.StatementOf, reply=s.StatementView, roles=READERS)
    def statement_of(self, question: s.StatementOf) -> s.StatementView:
        return self.wallets.statement_of(question)

    @query(s.ExportStatement, reply=s.StatementRowsView, roles=READERS)
    def export_statement(self, question: s.ExportStatement) -> s.StatementRowsView:
        return self.wallets.export_statement(question)

    @query(s.ListPayments, reply=Page[s.PaymentView], roles=READERS, callers=("gateway", "audit"))
    def list_payments(self, question: s.ListPayments) -> Page[s.PaymentView]:
        return self.wallets.list_payments(question)

    # -- the journal

    @query(s.ListLedgerAccounts, reply=s.ChartView, roles=FINANCE_READERS)
    def list_ledger_accounts(self, question: s.ListLedgerAccounts) -> s.ChartView:
        return self.wallets.list_ledger_accounts(question)

    @query(s.ListEntries, reply=Page[s.EntryView], roles=FINANCE_READERS)
    def list_entries(self, question: s.ListEntries) -> Page[s.EntryView]:
        return self.wallets.list_entries(question)

    @query(s.TrialBalanceOf, reply=s.TrialBalanceView, roles=FINANCE_READERS, callers=("gateway", "audit"))
    def trial_balance(self, question: s.TrialBalanceOf) -> s.TrialBalanceView:
        return self.wallets.trial_balance(question)

    @query(s.ExportJournal, reply=s.JournalTextView, roles=FINANCE_READERS)
    def export_journal(self, question: s.ExportJournal) -> s.JournalTextView:
        return self.wallets.export_journal(question)

    # -- paying in online

    @command(s.OrderRecharge, reply=s.RechargeView, roles=CUSTOMERS)
    def order_recharge(self, command: s.OrderRecharge) -> s.RechargeView:
        return self.wallets.order_recharge(replace(command, by_member_id=caller().member_id))

    @command(s.CancelRecharge, reply=s.RechargeView, roles=CUSTOMERS)
    def cancel_recharge(self, command: s.CancelRecharge) -> s.RechargeView:
        return self.wallets.cancel_recharge(replace(_own(command), by_member_id=caller().member_id))

    @query(s.RechargeOf, reply=s.RechargeView, roles=READERS)
    def recharge_of(self, question: s.RechargeOf) -> s.RechargeView:
        return self.wallets.recharge_of(_own(question))

    @query(s.ListRecharges, reply=Page[s.RechargeView], roles=READERS)
    def list_recharges(self, question: s.ListRecharges) -> Page[s.RechargeView]:
        return self.wallets.list_recharges(_own(question))

    @command(s.TakeNotice, reply=s.NoticeView)  # from a channel: its signature is its authority
    def take_notice(self, command: s.TakeNotice) -> s.NoticeView:
        return self.wallets.take_notice(command)

    @query(s.RechargeReturned, reply=s.RechargeReturnedView)  # for whoever knows the order's id
    def recharge_returned(self, question: s.RechargeReturned) -> s.RechargeReturnedView:
        return self.wallets.recharge_returned(question)

    @command(s.CompareSettlementFile, reply=s.SettlementFileView, roles=FINANCE_OPERATORS)
    def compare_settlement_file(self, command: s.CompareSettlementFile) -> s.SettlementFileView:
        return self.wallets.compare_settlement_file(replace(command, by_member_id=caller().member_id))

    # -- transfers that were announced, and bank statements

    @query(s.BankDetailsOf, reply=s.BankDetailsView, roles=READERS)
    def bank_details(self, question: s.BankDetailsOf) -> s.BankDetailsView:
        return self.wallets.bank_details_of(question)

    @command(s.AnnounceTransfer, reply=s.TransferOrderView, roles=CUSTOMERS)
    def announce_transfer(self, command: s.AnnounceTransfer) -> s.TransferOrderView:
        return self.wallets.announce_transfer(replace(command, by_member_id=caller().member_id))

    @command(s.CancelTransfer, reply=s.TransferOrderView, roles=MONEY)
    def cancel_transfer(self, command: s.CancelTransfer) -> s.TransferOrderView:
        return self.wallets.cancel_transfer(replace(_own(command), by_member_id=caller().member_id))

    @query(s.TransferOrderOf, reply=s.TransferOrderView, roles=READERS)
    def transfer_order_of(self, question: s.TransferOrderOf) -> s.TransferOrderView:
        return self.wallets.transfer_order_of(_own(question))

    @query(s.ListTransferOrders, reply=Page[s.TransferOrderView], roles=READERS)
    def list_transfer_orders(self, question: s.ListTransferOrders) -> Page[s.TransferOrderView]:
        return self.wallets.list_transfer_orders(_own(question))

    @command(s.UploadBankStatement, reply=s.BankStatementView, roles=FINANCE_OPERATORS)
    def upload_bank_statement(self, command: s.UploadBankStatement) -> s.BankStatementView:
        return self.wallets.upload_bank_statement(replace(command, by_member_id=caller().member_id))

    @query(s.BankStatementOf, reply=s.BankStatementView, roles=FINANCE_READERS)
    def bank_statement_of(self, question: s.BankStatementOf) -> s.BankStatementView:
        return self.wallets.bank_statement_of(question)

    @query(s.ListBankStatements, reply=Page[s.BankStatementView], roles=FINANCE_READERS)
    def list_bank_statements(self, question: s.ListBankStatements) -> Page[s.BankStatementView]:
        return self.wallets.list_bank_statements(question)

    @query(s.ListBankLines, reply=Page[s.BankLineView], roles=FINANCE_READERS)
    def list_bank_lines(self, question: s.ListBankLines) -> Page[s.BankLineView]:
        return self.wallets.list_bank_lines(question)

    @command(s.AssignLine, reply=s.AssignmentView, roles=FINANCE_OPERATORS)
    def assign_line(self, command: s.AssignLine) -> s.AssignmentView:
        return self.wallets.assign_line(replace(command, by_member_id=caller().member_id))

    # -- refunds of cash, by two operators

    @command(s.RequestRefund, reply=s.RefundView, roles=FINANCE_OPERATORS)
    def request_refund(self, command: s.RequestRefund) -> s.RefundView:
        return self.wallets.request_refund(replace(command, by_member_id=caller().member_id))

    @command(s.ApproveRefund, reply=s.RefundView, roles=FINANCE_OPERATORS)
    def approve_refund(self, command: s.ApproveRefund) -> s.RefundView:
        return self.wallets.approve_refund(replace(command, by_member_id=caller().member_id))

    @command(s.RejectRefund, reply=s.RefundView, roles=FINANCE_OPERATORS)
    def reject_refund(self, command: s.RejectRefund) -> s.RefundView:
        return self.wallets.reject_refund(replace(command, by_member_id=caller().member_id))

    @query(s.RefundOf, reply=s.RefundView, roles=READERS)
    def refund_of(self, question: s.RefundOf) -> s.RefundView:
        return self.wallets.refund_of(_own(question))

    @query(s.ListRefunds, reply=Page[s.RefundView], roles=READERS)
    def list_refunds(self, question: s.ListRefunds) -> Page[s.RefundView]:
        return self.wallets.list_refunds(_own(question))

    # -- what waits for a person

    @query(s.ListReviewItems, reply=Page[s.ReviewItemView], roles=FINANCE_READERS)
    def list_review_items(self, question: s.ListReviewItems) -> Page[s.ReviewItemView]:
        return self.wallets.list_review_items(question)

    @command(s.ResolveReview, reply=s.ReviewItemView, roles=FINANCE_OPERATORS)
    def resolve_review(self, command: s.ResolveReview) -> s.ReviewItemView:
        return self.wallets.resolve_review(replace(command, by_member_id=caller().member_id))

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


def _own(asked: A) -> A:
    """Customers ask about their own account; who runs the platform, about all unless one is named."""
    return asked if caller().is_operator or not caller().is_gateway else replace(asked, account_id=caller().account_id)


def build(settings: Settings) -> Wallets:
    """The room of this process, ringing its bell and following identity."""
    assert settings.database_url is not None  # a room always has one
    payments = PaymentSettings.from_environment(settings.public_url)
    bank_details = BankDetails.from_environment()
    bell = Bell(settings.amqp_url, "wallet")
    wallets = Wallets(
        database=Database(settings.database_url, size=16, name="wallet"),
        clock=settings.clock(),
        secret_key=settings.secret_key,
        on_commit=bell.ring,
        channels=channels_of(payments),
        recharge_terms=payments.terms,
    )
    remote = Remote(settings.amqp_url, Signer(settings.process, settings.signing_key))
    follower = Follower("identity", WalletPolicies(wallets), wallets.database, remote, "wallet")
    wallets.catch_up = follower.catch_up
    listener = BellListener(settings.amqp_url, name="wallet", heard={"identity": follower.wake})
    wallets.bank_details = bank_details
    clerk = Clerk(wallets)
    wallets.on_statement = clerk.call
    wallets.background = (bell, follower, listener, Watch(wallets, clock=wallets.clock), clerk)
    return wallets
