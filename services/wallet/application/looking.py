"""Chapter four: what there is, what there was, and what happened in between."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from services.kernel.errors import InvalidInput, NotFound
from services.kernel.ids import natural_id
from services.kernel.money import Money
from services.kernel.schemas import Page
from services.wallet.allocation import Fund, in_deduction_order
from services.wallet.application.room import Room
from services.wallet.domain import Wallet
from services.wallet.queries import FUNDS, Holdings
from services.wallet.schemas import (
    BalanceOf,
    BalanceView,
    FundBalanceView,
    FundView,
    ListFunds,
    ListPayments,
    MovementView,
    PaymentView,
    StatementOf,
    TrialBalanceOf,
    TrialBalanceView,
)


class Looking(Room):
    """Questions. Asking changes nothing."""

    def balance_of(self, question: BalanceOf) -> BalanceView:
        """What an account owns and owes: now from the rows, or then as a fold of the book.

        Refuses: NotFound, PositionIsAhead, InvalidInput (a position and an instant together).
        """
        if _is_about_now(question):
            now = self.clock.now()
            return _balance(self.queries.holdings(question.account_id), as_of=now)
        place = self.queries.place_at(position=question.position, known_at=question.known_at)
        wallet = self.read(Wallet, natural_id("wallet", question.account_id), position=place.position)
        if wallet is None:
            raise NotFound(Wallet.TOPIC, question.account_id)
        holdings = Holdings(wallet.account_id, wallet.currency, [*wallet.funds.values()], wallet.debt_micros, place.position)
        return _balance(holdings, as_of=min(question.known_at or place.recorded_at, self.clock.now()))

    def trial_balance(self, question: TrialBalanceOf) -> TrialBalanceView:
        """The journal's accounts, now or then. Refuses: PositionIsAhead, InvalidInput (a position and an instant together)."""
        if _is_about_now(question):
            return self.queries.trial_balance(position=None)
        return self.queries.trial_balance(position=self.queries.place_at(position=question.position, known_at=question.known_at).position)

    def list_funds(self, question: ListFunds) -> Page[FundView]:
        return self.queries.funds(question, kinds=(question.kind,) if question.kind else FUNDS, at=self.clock.now())

    def statement_of(self, question: StatementOf) -> Page[MovementView]:
        return self.queries.statement(question)

    def list_payments(self, question: ListPayments) -> Page[PaymentView]:
        return self.queries.payments(question)


def _is_about_now(question: BalanceOf | TrialBalanceOf) -> bool:
    if question.position is not None and question.known_at is not None:
        raise InvalidInput([{"pointer": "/known_at", "detail": "Name a position or an instant, not both."}])
    return question.position is None and question.known_at is None


def _balance(holdings: Holdings, *, as_of: datetime) -> BalanceView:
    """What can be used at `as_of`; a fund past its validity is not counted."""
    currency = holdings.currency
    funds = in_deduction_order((fund for fund in holdings.funds if fund.is_valid_at(as_of)), "billing_center")
    cards, debt = _total(funds, {"card"}, currency), Money(holdings.debt_micros, currency)
    return BalanceView(
        account_id=holdings.account_id,
        currency=currency,
        cash=_total(funds, {"cash"}, currency),
        vouchers=_total(funds, {"voucher", "discount_voucher"}, currency),
        cards=cards,
        debt=debt,
        card_balance=cards - debt,
        is_in_arrears=debt.amount_micros > 0,
        funds=[_fund(fund, currency) for fund in funds],
        position=holdings.position,
        as_of=as_of,
    )


def _fund(fund: Fund, currency: str) -> FundBalanceView:
    amount = Money(fund.amount_micros, currency)
    return FundBalanceView(fund_id=fund.fund_id, kind=fund.kind, amount=amount, valid_until=fund.valid_until)


def _total(funds: Sequence[Fund], kinds: set[str], currency: str) -> Money:
    return Money(sum(fund.amount_micros for fund in funds if fund.kind in kinds), currency)
