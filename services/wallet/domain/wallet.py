"""The wallet of one account: its funds, debts and holds, and nothing that is already spent or paid.

Here stand its facts and what follows from each; the decisions are in `crediting`, `charging`, `holding` and `keeping`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from services.kernel.eventstore import Aggregate, event
from services.kernel.ids import natural_id
from services.kernel.money import require_known_currency
from services.wallet.allocation import Demand, Family, Fund, FundKind, Remainder, Taken
from services.wallet.domain.charging import Charging
from services.wallet.domain.claims import CloudVendor, Debt, Hold, Purpose, Reason, ReleaseCause, Repayment
from services.wallet.domain.crediting import CardSource, Channel, Crediting
from services.wallet.domain.holding import Holding
from services.wallet.domain.limits import Limits, Spending


class Wallet(Crediting, Charging, Holding, Aggregate):
    """What an account owns and owes. What is spent or paid leaves it: a wallet of ten years loads like a new one."""

    TOPIC = "wallet"

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

    class VoucherGranted(Event):
        """An operator put a voucher straight onto the account (`fund` at its face value), and it paid the debts it may."""

        TOPIC = "wallet.voucher_granted"
        account_id: UUID
        currency: str
        fund: Fund
        reason: str
        by_member_id: UUID | None
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

    class CardReceived(Event):
        """A card was assigned or redeemed, and paid debts. `reference`: the order, deal or campaign behind it."""

        TOPIC = "wallet.card_received"
        account_id: UUID
        currency: str
        card: Fund
        source: CardSource
        reference: str
        batch_id: UUID | None
        by_member_id: UUID | None
        repaid: list[Repayment]
        occurred_at: datetime

    class Charged(Event):
        """A bill was charged at `occurred_at`, from funds usable at that instant: demand and split, so that anybody can split it again."""

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

    class ChargeReturned(Event):
        """Part of a bill was given back: what was owed of it is forgiven, what was taken goes back to its funds or comes as a voucher."""

        TOPIC = "wallet.charge_returned"
        account_id: UUID
        currency: str
        bill_id: UUID
        of_bill_id: UUID
        vendor: CloudVendor | None
        lines: list[Demand]
        forgiven: list[Remainder]
        taken_back: list[Taken]
        credited: list[Fund]
        granted: Fund | None
        cloud: list[Remainder]
        repaid: list[Repayment]
        occurred_at: datetime

    class FundsReserved(Event):
        """Value is kept apart for an order or a refund; nothing moves. `kinds`: the funds that might be used for it."""

        TOPIC = "wallet.funds_reserved"
        account_id: UUID
        currency: str
        hold: Hold
        kinds: list[FundKind]
        occurred_at: datetime

    class FundsCaptured(Event):
        """What was held is spent; what was not needed is usable again, and paid debts."""

        TOPIC = "wallet.funds_captured"
        account_id: UUID
        currency: str
        hold_id: UUID
        subject: UUID
        purpose: Purpose
        lines: list[Demand]
        taken: list[Taken]
        repaid: list[Repayment]
        occurred_at: datetime

    class FundsReleased(Event):
        """What was held is usable again, and paid debts."""

        TOPIC = "wallet.funds_released"
        account_id: UUID
        currency: str
        hold_id: UUID
        subject: UUID
        cause: ReleaseCause
        repaid: list[Repayment]
        occurred_at: datetime

    class CashRefunded(Event):
        """Held cash was paid out. `reference`: the bank's id of the payout. `by_member_id`: the operator who approved it."""

        TOPIC = "wallet.cash_refunded"
        account_id: UUID
        currency: str
        hold_id: UUID
        refund_id: UUID
        fund_id: UUID
        amount_micros: int
        reference: str
        by_member_id: UUID
        occurred_at: datetime

    class FundExpired(Event):
        """A fund ended with value left, at `occurred_at`: breakage (decision 17)."""

        TOPIC = "wallet.fund_expired"
        account_id: UUID
        currency: str
        fund_id: UUID
        kind: FundKind
        amount_micros: int
        occurred_at: datetime

    class FundFrozen(Event):
        TOPIC = "wallet.fund_frozen"
        account_id: UUID
        currency: str
        fund_id: UUID
        reason: str
        by_member_id: UUID | None
        occurred_at: datetime

    class FundUnfrozen(Event):
        """A fund may be used again, and paid debts."""

        TOPIC = "wallet.fund_unfrozen"
        account_id: UUID
        currency: str
        fund_id: UUID
        reason: str
        by_member_id: UUID | None
        repaid: list[Repayment]
        occurred_at: datetime

    class DebtCleared(Event):
        """Nothing is owed any more."""

        TOPIC = "wallet.debt_cleared"
        account_id: UUID
        currency: str
        occurred_at: datetime

    class LimitsSet(Event):
        TOPIC = "wallet.limits_set"
        account_id: UUID
        currency: str
        limits: Limits
        by_member_id: UUID | None
        occurred_at: datetime

    class BalanceFellLow(Event):
        """What can be spent fell below the account's threshold. Told once, until it recovers."""

        TOPIC = "wallet.balance_fell_low"
        account_id: UUID
        currency: str
        usable_micros: int
        low_balance_micros: int
        occurred_at: datetime

    class BalanceRecovered(Event):
        TOPIC = "wallet.balance_recovered"
        account_id: UUID
        currency: str
        usable_micros: int
        low_balance_micros: int
        occurred_at: datetime

    class SpendingReached(Event):
        """The spending of a calendar month (UTC) reached a share of the account's limit. Told once a month for each share."""

        TOPIC = "wallet.spending_reached"
        account_id: UUID
        currency: str
        month: str
        percent: int
        spent_micros: int
        limit_micros: int
        occurred_at: datetime

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

    def _record(self, fact: str, **details: Any) -> None:
        self.trigger_event(getattr(Wallet, fact), account_id=self.account_id, currency=self.currency, **details)

    # -- what follows from each fact ------------------------------------------------------------------------------------------------

    @event(Opened)
    def __init__(self, account_id: UUID, currency: str) -> None:
        self.account_id = account_id
        self.currency = currency
        self.funds = {}
        self.debts = {}
        self.holds = {}
        self.frozen = {}
        self.limits = Limits()
        self.spending = Spending()

    @event(CashCredited)
    def _cash_credited(self, fund_id: UUID, amount_micros: int, repaid: list[Repayment], occurred_at: datetime) -> None:
        self._receive(Fund(fund_id, "cash", amount_micros, occurred_at))
        self._settle(repaid)

    @event(VoucherActivated)
    def _voucher_activated(self, fund: Fund, repaid: list[Repayment]) -> None:
        self._receive(fund)
        self._settle(repaid)

    @event(VoucherGranted)
    def _voucher_granted(self, fund: Fund, repaid: list[Repayment]) -> None:
        self._receive(fund)
        self._settle(repaid)

    @event(CardBought)
    def _card_bought(self, cash_id: UUID, card: Fund, granted: Fund | None) -> None:
        self._spend(cash_id, card.amount_micros)
        self._receive(card)
        if granted is not None:
            self._receive(granted)

    @event(CardReceived)
    def _card_received(self, card: Fund, repaid: list[Repayment]) -> None:
        self._receive(card)
        self._settle(repaid)

    @event(Charged)
    def _charged(self, bill_id: UUID, lines: list[Demand], taken: list[Taken], owed: list[Remainder], occurred_at: datetime) -> None:
        self._spend_shares(taken)
        demanded = {line.line_id: line for line in lines} if owed else {}
        for rest in owed:
            vouchers_may_pay = demanded[rest.line_id].vouchers_may_pay
            self.debts[rest.line_id] = Debt(rest.line_id, rest.amount_micros, vouchers_may_pay, bill_id)
        self.spending = self.spending.and_also(sum(line.amount_micros for line in lines), at=occurred_at)

    @event(ChargeReturned)
    def _charge_returned(
        self,
        lines: list[Demand],
        forgiven: list[Remainder],
        credited: list[Fund],
        granted: Fund | None,
        repaid: list[Repayment],
        occurred_at: datetime,
    ) -> None:
        for rest in forgiven:
            self._owe_less(rest.line_id, rest.amount_micros)
        for fund in [*credited, *([granted] if granted else [])]:
            self._receive(fund)
        self._settle(repaid)
        self.spending = self.spending.and_also(-sum(line.amount_micros for line in lines), at=occurred_at)

    @event(FundsReserved)
    def _funds_reserved(self, hold: Hold) -> None:
        self.holds[hold.hold_id] = hold

    @event(FundsCaptured)
    def _funds_captured(
        self, hold_id: UUID, lines: list[Demand], taken: list[Taken], repaid: list[Repayment], occurred_at: datetime
    ) -> None:
        del self.holds[hold_id]
        self._spend_shares(taken)
        self._settle(repaid)
        self.spending = self.spending.and_also(sum(line.amount_micros for line in lines), at=occurred_at)

    @event(FundsReleased)
    def _funds_released(self, hold_id: UUID, repaid: list[Repayment]) -> None:
        del self.holds[hold_id]
        self._settle(repaid)

    @event(CashRefunded)
    def _cash_refunded(self, hold_id: UUID, fund_id: UUID, amount_micros: int) -> None:
        del self.holds[hold_id]
        self._spend(fund_id, amount_micros)

    @event(FundExpired)
    def _fund_expired(self, fund_id: UUID, amount_micros: int) -> None:
        self._spend(fund_id, amount_micros)

    @event(FundFrozen)
    def _fund_frozen(self, fund_id: UUID, reason: str) -> None:
        self.frozen[fund_id] = reason

    @event(FundUnfrozen)
    def _fund_unfrozen(self, fund_id: UUID, repaid: list[Repayment]) -> None:
        del self.frozen[fund_id]
        self._settle(repaid)

    @event(DebtCleared)
    def _debt_cleared(self) -> None:
        """For those who follow us; the debts went with the credit that paid them."""

    @event(LimitsSet)
    def _limits_set(self, limits: Limits) -> None:
        self.limits = limits
        self.spending = msgspec.structs.replace(self.spending, told_percent=0, is_low=False)

    @event(BalanceFellLow)
    def _balance_fell_low(self) -> None:
        self.spending = msgspec.structs.replace(self.spending, is_low=True)

    @event(BalanceRecovered)
    def _balance_recovered(self) -> None:
        self.spending = msgspec.structs.replace(self.spending, is_low=False)

    @event(SpendingReached)
    def _spending_reached(self, percent: int) -> None:
        self.spending = msgspec.structs.replace(self.spending, told_percent=percent)
