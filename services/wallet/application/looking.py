"""Chapter four: what there is, what there was, and what happened in between."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from services.kernel.money import Money
from services.kernel.schemas import Page
from services.wallet.allocation import Fund, in_deduction_order
from services.wallet.application.past import Past, Then
from services.wallet.queries import FUNDS, Holdings
from services.wallet.schemas import BalanceOf, BalanceView, FundBalanceView, FundView, ListFunds, ListPayments, PaymentView


class Looking(Past):
    """Questions. Asking changes nothing."""

    def balance_of(self, question: BalanceOf) -> BalanceView:
        """What an account owns and owes: now from the rows, or then as a fold of the book.

        Refuses: NotFound, PositionIsAhead, InvalidInput (instants that contradict each other).
        """
        self.require_one_past(question)
        if is_about_now(question):
            now = self.clock.now()
            return _balance(self.queries.holdings(question.account_id, at=now), as_of=now)
        holdings, as_of = self.holdings_then(question.account_id, question)
        return _balance(holdings, as_of=as_of)

    def list_funds(self, question: ListFunds) -> Page[FundView]:
        """Refuses: as `balance_of`, but that an account without a wallet has no funds."""
        kinds = (question.kind,) if question.kind else FUNDS
        self.require_one_past(question)
        if is_about_now(question):
            return self.queries.funds(question, kinds=kinds, at=self.clock.now())
        holdings, as_of = self.holdings_then(question.account_id, question)
        return self.queries.funds(question, kinds=kinds, at=as_of, then=holdings)

    def list_payments(self, question: ListPayments) -> Page[PaymentView]:
        return self.queries.payments(question)


def is_about_now(question: Then) -> bool:
    return question.position is None and question.known_at is None and question.as_of is None


def _balance(holdings: Holdings, *, as_of: datetime) -> BalanceView:
    """What can be used at `as_of`; a fund past its validity is not counted."""
    currency = holdings.currency
    funds = in_deduction_order((fund for fund in holdings.funds if fund.is_valid_at(as_of)), "billing_center")
    shown = [_fund(fund, holdings) for fund in funds]
    cards, debt = _total(funds, {"card"}, currency), Money(holdings.debt_micros, currency)
    booked_micros = sum(fund.amount_micros for fund in holdings.funds)
    return BalanceView(
        account_id=holdings.account_id,
        currency=currency,
        cash=_total(funds, {"cash"}, currency),
        vouchers=_total(funds, {"voucher", "discount_voucher"}, currency),
        cards=cards,
        debt=debt,
        card_balance=cards - debt,
        is_in_arrears=debt.amount_micros > 0,
        booked=Money(booked_micros, currency),
        held=_sum((fund.held for fund in shown), currency),
        frozen=_sum((fund.amount - fund.held for fund in shown if fund.is_frozen), currency),
        ended=Money(booked_micros - sum(fund.amount_micros for fund in funds), currency),
        usable=_sum((fund.usable for fund in shown), currency),
        funds=shown,
        position=holdings.position,
        as_of=as_of,
    )


def _fund(fund: Fund, holdings: Holdings) -> FundBalanceView:
    held_micros, is_frozen = holdings.held.get(fund.fund_id, 0), fund.fund_id in holdings.frozen
    return FundBalanceView(
        fund_id=fund.fund_id,
        kind=fund.kind,
        amount=Money(fund.amount_micros, holdings.currency),
        held=Money(held_micros, holdings.currency),
        usable=Money(0 if is_frozen else fund.amount_micros - held_micros, holdings.currency),
        is_frozen=is_frozen,
        valid_until=fund.valid_until,
    )


def _total(funds: Sequence[Fund], kinds: set[str], currency: str) -> Money:
    return Money(sum(fund.amount_micros for fund in funds if fund.kind in kinds), currency)


def _sum(amounts: Iterable[Money], currency: str) -> Money:
    return sum(amounts, Money(0, currency))
