from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.fund_balance_view import FundBalanceView
    from ..models.money import Money


T = TypeVar("T", bound="BalanceView")


@_attrs_define
class BalanceView:
    """
    Attributes:
        account_id (UUID):
        currency (str):
        cash (Money):
        vouchers (Money):
        cards (Money):
        debt (Money):
        card_balance (Money):
        is_in_arrears (bool):
        booked (Money):
        held (Money):
        frozen (Money):
        ended (Money):
        usable (Money):
        funds (list[FundBalanceView]):
        position (int):
        as_of (datetime.datetime):
    """

    account_id: UUID
    currency: str
    cash: Money
    vouchers: Money
    cards: Money
    debt: Money
    card_balance: Money
    is_in_arrears: bool
    booked: Money
    held: Money
    frozen: Money
    ended: Money
    usable: Money
    funds: list[FundBalanceView]
    position: int
    as_of: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        account_id = str(self.account_id)

        currency = self.currency

        cash = self.cash.to_dict()

        vouchers = self.vouchers.to_dict()

        cards = self.cards.to_dict()

        debt = self.debt.to_dict()

        card_balance = self.card_balance.to_dict()

        is_in_arrears = self.is_in_arrears

        booked = self.booked.to_dict()

        held = self.held.to_dict()

        frozen = self.frozen.to_dict()

        ended = self.ended.to_dict()

        usable = self.usable.to_dict()

        funds = []
        for funds_item_data in self.funds:
            funds_item = funds_item_data.to_dict()
            funds.append(funds_item)

        position = self.position

        as_of = self.as_of.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "account_id": account_id,
                "currency": currency,
                "cash": cash,
                "vouchers": vouchers,
                "cards": cards,
                "debt": debt,
                "card_balance": card_balance,
                "is_in_arrears": is_in_arrears,
                "booked": booked,
                "held": held,
                "frozen": frozen,
                "ended": ended,
                "usable": usable,
                "funds": funds,
                "position": position,
                "as_of": as_of,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.fund_balance_view import FundBalanceView
        from ..models.money import Money

        d = dict(src_dict)
        account_id = UUID(d.pop("account_id"))

        currency = d.pop("currency")

        cash = Money.from_dict(d.pop("cash"))

        vouchers = Money.from_dict(d.pop("vouchers"))

        cards = Money.from_dict(d.pop("cards"))

        debt = Money.from_dict(d.pop("debt"))

        card_balance = Money.from_dict(d.pop("card_balance"))

        is_in_arrears = d.pop("is_in_arrears")

        booked = Money.from_dict(d.pop("booked"))

        held = Money.from_dict(d.pop("held"))

        frozen = Money.from_dict(d.pop("frozen"))

        ended = Money.from_dict(d.pop("ended"))

        usable = Money.from_dict(d.pop("usable"))

        funds = []
        _funds = d.pop("funds")
        for funds_item_data in _funds:
            funds_item = FundBalanceView.from_dict(funds_item_data)

            funds.append(funds_item)

        position = d.pop("position")

        as_of = datetime.datetime.fromisoformat(d.pop("as_of"))

        balance_view = cls(
            account_id=account_id,
            currency=currency,
            cash=cash,
            vouchers=vouchers,
            cards=cards,
            debt=debt,
            card_balance=card_balance,
            is_in_arrears=is_in_arrears,
            booked=booked,
            held=held,
            frozen=frozen,
            ended=ended,
            usable=usable,
            funds=funds,
            position=position,
            as_of=as_of,
        )

        return balance_view
