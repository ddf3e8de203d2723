"""The wallet of one account: its funds and its debts, and nothing that is already spent or paid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

import msgspec

from services.kernel.eventstore import Aggregate, event
from services.kernel.ids import derived_id, natural_id
from services.kernel.money import MICROS, CurrencyDiffers, Money, require_known_currency, require_whole_minor_units
from services.wallet.allocation import Allocation, Demand, Family, Fund, Remainder, Taken, allocate, repay
from services.wallet.domain.refusals import (
    AmountIsOutOfRange,
    BillIsCharged,
    CashIsInsufficient,
    CloudVendorDiffers,
    LineIsRepeated,
    TransferIsInTheFuture,
)
from services.wallet.domain.terms import CardTerms, years_after
from services.wallet.domain.vouchers import VoucherTerms

Channel = Literal["offline_transfer"]
CloudVendor = Literal["aliyun", "aws", "huawei"]
Reason = Literal["daily_bill"]

LEAST_TRANSFER_MICROS: Final = MICROS // 100
MOST_TRANSFER_MICROS: Final = 100_000_000 * MICROS


class Debt(Demand, frozen=True):
    """What is still owed for a bill line. Source: decision 12."""

    bill_id: UUID


class Repayment(Taken, frozen=True):
    """What a credit paid of a debt."""

    bill_id: UUID


class Bill(msgspec.Struct, frozen=True):
    """What is to be charged: lines in the order in which they are paid, and who pays what the funds lack."""

    bill_id: UUID
    currency: str
    lines: list[Demand]
    reason: Reason = "daily_bill"
    family: Family = "billing_center"
    vendor: CloudVendor | None = None

    def require_chargeable(self) -> None:
        """Refuses: CloudVendorDiffers, LineIsRepeated."""
        if (self.family == "cloud") != (self.vendor is not None):
            raise CloudVendorDiffers(family=self.family, vendor=self.vendor)
        seen: set[UUID] = set()
        for line in self.lines:
            if line.line_id in seen:
                raise LineIsRepeated(line_id=line.line_id)
            seen.add(line.line_id)


class Wallet(Aggregate):
    """What an account owns and owes. What is spent or paid leaves it: a wallet of ten years loads like a new one."""

    TOPIC = "wallet"
    account_id: UUID
    currency: str
    funds: dict[UUID, Fund]
    debts: dict[UUID, Debt]
    """By bill line, oldest first."""

    class Event(Aggregate.Event):
        TOPIC = "wallet.event"

    class Opened(Event, Aggregate.Created):
        TOPIC = "wallet.opened"
        account_id: UUID
        currency: str
        occurred_at: datetime

    class CashCredited(Event):
        """Money arrived through a channel on `occurred_at` (its value date), and paid debts as it came. `by_member_id`: the operator."""

        TOPIC = "wallet.cash_credited"
        account_id: UUID
        currency: str
        fund_id: UUID
        amount_micros: int
        channel: Channel
        reference: str
        by_member_id: UUID | None
        repaid: list[Repayment]
        occurred_at: datetime

    class VoucherActivated(Event):
        """A voucher became a fund (here at its face value), and paid the debts it may."""

        TOPIC = "wallet.voucher_activated"
        account_id: UUID
        currency: str
        fund: Fund
        batch_id: UUID
        campaign: str
        repaid: list[Repayment]
        occurred_at: datetime

    class CardBought(Event):
        """Cash became a prepaid card; a large purchase brought a discount voucher. There is no debt to pay: it cannot stand beside cash."""

        TOPIC = "wallet.card_bought"
        account_id: UUID
        currency: str
        cash_id: UUID
        card: Fund
        granted: Fund | None
        occurred_at: datetime

    class Charged(Event):
        """A bill was charged at `occurred_at`, from funds valid at that instant: demand and split, so that anybody can split it again."""

        TOPIC = "wallet.charged"
        account_id: UUID
        currency: str
        bill_id: UUID
        reason: Reason
        family: Family
        vendor: CloudVendor | None
        lines: list[Demand]
        taken: list[Taken]
        owed: list[Remainder]
        cloud: list[Remainder]
        occurred_at: datetime

    class DebtCleared(Event):
        """Nothing is owed any more."""

        TOPIC = "wallet.debt_cleared"
        account_id: UUID
        currency: str
        occurred_at: datetime

    # -- questions ------------------------------------------------------------------------------------------------------------------

    @property
    def cash_id(self) -> UUID:
        return natural_id("cash", self.account_id)

    @property
    def cash_micros(self) -> int:
        cash = self.funds.get(self.cash_id)
        return cash.amount_micros if cash else 0

    @property
    def debt_micros(self) -> int:
        return sum(debt.amount_micros for debt in self.debts.values())

    def funds_valid_at(self, instant: datetime) -> list[Fund]:
        """What can be used at an instant. A fund past its validity is never used, and no balance counts it."""
        return [fund for fund in self.funds.values() if fund.is_valid_at(instant)]

    # -- decisions ------------------------------------------------------------------------------------------------------------------

    @classmethod
    def open(cls, account_id: UUID, currency: str, *, at: datetime) -> Wallet:
        """Refuses: CurrencyIsUnknown."""
        return cls._create(
            cls.Opened,
            id=natural_id("wallet", account_id),
            account_id=account_id,
            currency=require_known_currency(currency),
            occurred_at=at,
        )

    def credit_transfer(
        self, amount: Money, *, reference: str, occurred_at: datetime, at: datetime, by_member_id: UUID | None = None
    ) -> list[Repayment]:
        """Credit money that arrived at the bank on `occurred_at`. Debts are paid with it at once (decision 12).

        Refuses: CurrencyDiffers, AmountIsOutOfRange, AmountIsTooFine, TransferIsInTheFuture.
        """
        self._require_own(amount.currency)
        if not LEAST_TRANSFER_MICROS <= amount.amount_micros <= MOST_TRANSFER_MICROS:
            raise AmountIsOutOfRange(
                amount_micros=amount.amount_micros, least_micros=LEAST_TRANSFER_MICROS, most_micros=MOST_TRANSFER_MICROS
            )
        require_whole_minor_units(amount)
        if occurred_at > at:
            raise TransferIsInTheFuture(occurred_at=occurred_at, now=at)
        repaid = self._repaid_by(Fund(self.cash_id, "cash", amount.amount_micros, at))
        self._record(
            Wallet.CashCredited,
            fund_id=self.cash_id,
            amount_micros=amount.amount_micros,
            channel="offline_transfer",
            reference=reference,
            by_member_id=by_member_id,
            repaid=repaid,
            occurred_at=occurred_at,
        )
        self._note_clearance(repaid, at=at)
        return repaid

    def activate_voucher(self, voucher_id: UUID, terms: VoucherTerms, *, batch_id: UUID, at: datetime) -> list[Repayment]:
        """Make a fund of a voucher; it pays at once the debts it may (decision 12). Refuses: CurrencyDiffers."""
        self._require_own(terms.face.currency)
        fund = Fund(voucher_id, terms.kind, terms.face.amount_micros, at, terms.valid_until)
        repaid = self._repaid_by(fund)
        self._record(
            Wallet.VoucherActivated,
            fund=fund,
            batch_id=batch_id,
            campaign=terms.campaign,
            repaid=repaid,
            occurred_at=at,
        )
        self._note_clearance(repaid, at=at)
        return repaid

    def buy_card(self, card_id: UUID, price: Money, terms: CardTerms, *, at: datetime) -> tuple[Fund, Fund | None]:
        """Turn cash into a prepaid card; the card and the discount voucher that comes with a large purchase (TV-13).

        Refuses: CurrencyDiffers, CardAmountIsInvalid, CashIsInsufficient. Source: product facts 2.2, "Prepaid cards"; decision 14.
        """
        self._require_own(price.currency)
        terms.require_sellable(price.amount_micros)
        if price.amount_micros > self.cash_micros:
            raise CashIsInsufficient(required_micros=price.amount_micros, available_micros=self.cash_micros)
        card = Fund(card_id, "card", price.amount_micros, at, years_after(at, terms.validity_years))
        granted = _granted_with(card, terms, at=at)
        self._record(Wallet.CardBought, cash_id=self.cash_id, card=card, granted=granted, occurred_at=at)
        return card, granted

    def charge(self, bill: Bill, *, at: datetime) -> Allocation:
        """Take a bill from the funds valid at `at`, in the deduction order; what they lack becomes debt, or the cloud account's to pay.

        That a bill is charged once is held by the store; here it shows only while some of it is owed.
        Refuses: CurrencyDiffers, CloudVendorDiffers, BillIsCharged, LineIsRepeated.
        Source: product facts 2.2, "Deduction order"; decisions 9 to 12.
        """
        self._require_own(bill.currency)
        bill.require_chargeable()
        self._require_not_owed(bill)
        allocation = allocate(bill.lines, self.funds_valid_at(at), bill.family)
        self._record(
            Wallet.Charged,
            bill_id=bill.bill_id,
            reason=bill.reason,
            family=bill.family,
            vendor=bill.vendor,
            lines=bill.lines,
            taken=allocation.taken,
            owed=allocation.owed,
            cloud=allocation.cloud,
            occurred_at=at,
        )
        return allocation

    def _require_own(self, currency: str) -> None:
        if currency != self.currency:
            raise CurrencyDiffers(expected=self.currency, actual=currency)

    def _require_not_owed(self, bill: Bill) -> None:
        for line in bill.lines:
            debt = self.debts.get(line.line_id)
            if debt is not None:
                raise BillIsCharged(bill_id=bill.bill_id) if debt.bill_id == bill.bill_id else LineIsRepeated(line_id=line.line_id)

    def _repaid_by(self, credit: Fund) -> list[Repayment]:
        bills = {debt.line_id: debt.bill_id for debt in self.debts.values()}
        shares = repay(self.debts.values(), credit)
        return [Repayment(share.line_id, share.fund_id, share.kind, share.amount_micros, bills[share.line_id]) for share in shares]

    def _note_clearance(self, repaid: Sequence[Repayment], *, at: datetime) -> None:
        if repaid and not self.debts:
            self._record(Wallet.DebtCleared, occurred_at=at)

    def _record(self, fact: type[Aggregate.Event], **details: Any) -> None:
        self.trigger_event(fact, account_id=self.account_id, currency=self.currency, **details)

    # -- what follows from each fact ------------------------------------------------------------------------------------------------

    @event(Opened)
    def __init__(self, account_id: UUID, currency: str) -> None:
        self.account_id = account_id
        self.currency = currency
        self.funds = {}
        self.debts = {}

    @event(CashCredited)
    def _cash_credited(self, fund_id: UUID, amount_micros: int, repaid: list[Repayment], occurred_at: datetime) -> None:
        self._receive(Fund(fund_id, "cash", amount_micros, occurred_at))
        self._settle(repaid)

    @event(VoucherActivated)
    def _voucher_activated(self, fund: Fund, repaid: list[Repayment]) -> None:
        self._receive(fund)
        self._settle(repaid)

    @event(CardBought)
    def _card_bought(self, cash_id: UUID, card: Fund, granted: Fund | None) -> None:
        self._spend(cash_id, card.amount_micros)
        self._receive(card)
        if granted is not None:
            self._receive(granted)

    @event(Charged)
    def _charged(self, bill_id: UUID, lines: list[Demand], taken: list[Taken], owed: list[Remainder]) -> None:
        for share in taken:
            self._spend(share.fund_id, share.amount_micros)
        demanded = {line.line_id: line for line in lines}
        for rest in owed:
            vouchers_may_pay = demanded[rest.line_id].vouchers_may_pay
            self.debts[rest.line_id] = Debt(rest.line_id, rest.amount_micros, vouchers_may_pay, bill_id)

    @event(DebtCleared)
    def _debt_cleared(self) -> None:
        """For those who follow us; the debts went with the credit that paid them."""

    def _receive(self, fund: Fund) -> None:
        held = self.funds.get(fund.fund_id)
        self.funds[fund.fund_id] = held.less(-fund.amount_micros) if held else fund

    def _spend(self, fund_id: UUID, amount_micros: int) -> None:
        rest = self.funds[fund_id].less(amount_micros)
        if rest.amount_micros:
            self.funds[fund_id] = rest
        else:
            del self.funds[fund_id]

    def _settle(self, repaid: Iterable[Repayment]) -> None:
        for share in repaid:
            self._spend(share.fund_id, share.amount_micros)
            debt = self.debts[share.line_id]
            rest_micros = debt.amount_micros - share.amount_micros
            if rest_micros:
                self.debts[share.line_id] = msgspec.structs.replace(debt, amount_micros=rest_micros)  # keeps its place: oldest first
            else:
                del self.debts[share.line_id]


def _granted_with(card: Fund, terms: CardTerms, *, at: datetime) -> Fund | None:
    """The discount voucher that comes with this card."""
    micros = terms.granted_micros(card.amount_micros)
    if not micros:
        return None
    voucher_id = derived_id(card.fund_id, "discount_voucher")
    return Fund(voucher_id, "discount_voucher", micros, at, years_after(at, terms.granted_validity_years))
