"""Chapter eight: thresholds, alerts, and questions about the near future."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from services.kernel.errors import NotFound
from services.kernel.eventstore import Turn, once
from services.kernel.ids import natural_id
from services.kernel.money import CurrencyDiffers, Money
from services.kernel.schemas import Page
from services.wallet.application.room import Room, of_known_account, wallet_of
from services.wallet.domain import Limits, Wallet, days_that_last
from services.wallet.schemas import AlertView, LimitsOf, LimitsView, ListAlerts, MaySpend, MaySpendView, RunwayOf, RunwayView, SetLimits

WhyNot = Literal["funds_are_insufficient", "spending_limit_is_reached", "account_is_in_arrears"]
MOST_DAYS: Final = 3650


class Thresholds(Room):
    """What an account wants to be told, and whether it may spend."""

    @of_known_account
    @once
    def set_limits(self, turn: Turn, command: SetLimits) -> LimitsView:
        """Set all thresholds at once. Refuses: NotFound, CurrencyDiffers."""
        wallet = wallet_of(turn, command.account_id)
        limits = Limits(_micros(command.low_balance, wallet.currency), _micros(command.month_limit, wallet.currency))
        wallet.set_limits(limits, by_member_id=command.by_member_id, at=turn.now)
        return _limits(wallet, at=turn.now)

    def limits_of(self, question: LimitsOf) -> LimitsView:
        """Refuses: NotFound."""
        return _limits(self.wallet_now(question.account_id), at=self.clock.now())

    def list_alerts(self, question: ListAlerts) -> Page[AlertView]:
        return self.queries.alerts(question)

    def may_spend(self, question: MaySpend) -> MaySpendView:
        """Whether so much can be spent now: usable funds less holds, no debt, room below the account's own limit.

        Usage that is not billed yet is billing's to add. Refuses: NotFound, CurrencyDiffers.
        """
        now = self.clock.now()
        wallet = self.wallet_now(question.account_id)
        asked = _micros(question.amount, wallet.currency) or 0
        wallet.come_to(now)
        usable, room = wallet.usable_micros(now), wallet.month_room_micros(now)
        reason = _why_not(asked, usable=usable, debt=wallet.debt_micros, room=room)
        return MaySpendView(
            account_id=wallet.account_id,
            amount=question.amount,
            usable=Money(usable, wallet.currency),
            held=Money(wallet.held_micros, wallet.currency),
            debt=Money(wallet.debt_micros, wallet.currency),
            month_room=None if room is None else Money(room, wallet.currency),
            may_spend=reason is None,
            reason=reason,
        )

    def wallet_now(self, account_id: UUID) -> Wallet:
        """A copy of the wallet as it is stored. Refuses: NotFound."""
        wallet = self.read(Wallet, natural_id("wallet", account_id))
        if wallet is None:
            raise NotFound(Wallet.TOPIC, account_id)
        return wallet

    def runway_of(self, question: RunwayOf) -> RunwayView:
        """How long the usable balance lasts at the pace of the last days. Refuses: NotFound."""
        now = self.clock.now()
        wallet = self.wallet_now(question.account_id)
        wallet.come_to(now)
        spent = self.queries.spent(question.account_id, since=now - timedelta(days=question.days), until=now)
        funds = wallet.usable_at(now)
        lasts = days_that_last(funds, spent, days=question.days, at=now, most=MOST_DAYS)
        return RunwayView(
            account_id=wallet.account_id,
            usable=Money(wallet.usable_micros(now), wallet.currency),
            spent=Money(spent, wallet.currency),
            days=question.days,
            a_day=Money(spent // question.days, wallet.currency),
            lasts_days=lasts,
            lasts_until=None if lasts is None else now + timedelta(days=lasts),
        )


def _micros(amount: Money | None, currency: str) -> int | None:
    """Refuses: CurrencyDiffers."""
    if amount is None:
        return None
    if amount.currency != currency:
        raise CurrencyDiffers(expected=currency, actual=amount.currency)
    return amount.amount_micros


def _why_not(asked_micros: int, *, usable: int, debt: int, room: int | None) -> WhyNot | None:
    if debt:
        return "account_is_in_arrears"
    if room is not None and asked_micros > room:
        return "spending_limit_is_reached"
    return "funds_are_insufficient" if asked_micros > usable else None


def _limits(wallet: Wallet, *, at: datetime) -> LimitsView:
    low, month = wallet.limits.low_balance_micros, wallet.limits.month_micros
    return LimitsView(
        account_id=wallet.account_id,
        low_balance=None if low is None else Money(low, wallet.currency),
        month_limit=None if month is None else Money(month, wallet.currency),
        is_low=wallet.spending.is_low,
        spent_this_month=Money(wallet.spending.in_month(at), wallet.currency),
    )
