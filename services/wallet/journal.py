"""Journal: the chart of accounts, and every fact that moves value as one balanced entry.

Signs: a debit is positive, a credit negative. So assets and expenses (clearing, receivables, debt, promotions) grow upwards; what we owe
to customers (cash, card, voucher) and income (revenue, breakage) grow downwards. The postings of an entry sum to zero; so does the journal.

The functions take any object of the right shape: the wallet's own events, and what audit has decoded from the book.
Source: architecture, "Double entry".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, Literal, Protocol
from uuid import UUID

import msgspec

from services.wallet.allocation import Fund, FundKind, Remainder, Taken

AccountType = Literal["asset", "liability", "income", "expense"]

CASH: Final = "customer:cash"
CARD: Final = "customer:card"
VOUCHER: Final = "customer:voucher"
DEBT: Final = "customer:debt"
REVENUE: Final = "revenue"
PROMOTIONS: Final = "promotions"
BREAKAGE: Final = "breakage"

CHART: Final[dict[str, AccountType]] = {
    CASH: "liability",  # top-ups that were not yet spent
    CARD: "liability",  # prepaid cards
    VOUCHER: "liability",  # ordinary and discount vouchers
    DEBT: "asset",  # what customers owe for bills; customers see it as a negative prepaid-card balance
    "clearing:offline_transfer": "asset",  # money at the bank
    "clearing:alipay": "asset",  # money at payment channels
    "clearing:stripe": "asset",
    "clearing:card_codes": "asset",  # what the sellers of card codes collect for us
    "receivable:partner": "asset",  # what partners owe for the cards that they assigned
    "receivable:aliyun": "asset",  # what cloud vendors collect for us
    "receivable:aws": "asset",
    "receivable:huawei": "asset",
    REVENUE: "income",
    PROMOTIONS: "expense",  # vouchers given away
    BREAKAGE: "income",  # what expires with value left
}
"""Every account there is, and its type."""

MEANING: Final[dict[str, str]] = {
    CASH: "cash of customers that is not spent",
    CARD: "what is left of prepaid cards",
    VOUCHER: "what is left of ordinary and discount vouchers",
    DEBT: "what customers owe for bills",
    "clearing:offline_transfer": "money at the bank",
    "clearing:alipay": "money at Alipay",
    "clearing:stripe": "money at Stripe",
    "clearing:card_codes": "what the sellers of card codes collect for us",
    "receivable:partner": "what partners owe for the cards that they assigned",
    "receivable:aliyun": "what Alibaba Cloud collects for us",
    "receivable:aws": "what AWS collects for us",
    "receivable:huawei": "what Huawei Cloud collects for us",
    REVENUE: "what bills and orders earned",
    PROMOTIONS: "vouchers and cards given away",
    BREAKAGE: "what ended with value left",
}
"""Each account in words, for those who read the chart."""

ACCOUNT_OF: Final[dict[FundKind, str]] = {"cash": CASH, "card": CARD, "voucher": VOUCHER, "discount_voucher": VOUCHER}


PAYER_OF: Final[dict[str, str]] = {
    "partner": "receivable:partner",
    "offline": "clearing:offline_transfer",
    "gift": PROMOTIONS,
    "code": "clearing:card_codes",
    "huawei_order": "receivable:huawei",
}
"""The account that stands for the payer of a card, by where the card came from."""


class Posting(msgspec.Struct, frozen=True):
    """One side of an entry: a debit (positive) or a credit (negative); `fund_id` where the account is a fund's."""

    account: str
    amount_micros: int
    fund_id: UUID | None = None


class CashCredited(Protocol):
    """Money came in through `channel`."""

    @property
    def channel(self) -> str: ...
    @property
    def fund_id(self) -> UUID: ...
    @property
    def amount_micros(self) -> int: ...
    @property
    def repaid(self) -> Sequence[Taken]: ...


class VoucherActivated(Protocol):
    """A voucher was given."""

    @property
    def fund(self) -> Fund: ...
    @property
    def repaid(self) -> Sequence[Taken]: ...


class CardBought(Protocol):
    """Cash became a prepaid card, and a large purchase brought a discount voucher along."""

    @property
    def card(self) -> Fund: ...
    @property
    def cash_id(self) -> UUID: ...
    @property
    def granted(self) -> Fund | None: ...


class Charged(Protocol):
    """A bill was paid, owed, or left to a cloud account."""

    @property
    def taken(self) -> Sequence[Taken]: ...
    @property
    def owed(self) -> Sequence[Remainder]: ...
    @property
    def cloud(self) -> Sequence[Remainder]: ...
    @property
    def vendor(self) -> str | None: ...


class CardReceived(Protocol):
    """A card was assigned or redeemed."""

    @property
    def card(self) -> Fund: ...
    @property
    def source(self) -> str: ...
    @property
    def repaid(self) -> Sequence[Taken]: ...


class ChargeReturned(Protocol):
    """Part of a bill was given back."""

    @property
    def forgiven(self) -> Sequence[Remainder]: ...
    @property
    def credited(self) -> Sequence[Fund]: ...
    @property
    def granted(self) -> Fund | None: ...
    @property
    def cloud(self) -> Sequence[Remainder]: ...
    @property
    def vendor(self) -> str | None: ...
    @property
    def repaid(self) -> Sequence[Taken]: ...


class FundsCaptured(Protocol):
    """An order was paid with what was held for it."""

    @property
    def taken(self) -> Sequence[Taken]: ...
    @property
    def repaid(self) -> Sequence[Taken]: ...


class CashRefunded(Protocol):
    """Cash was paid out."""

    @property
    def fund_id(self) -> UUID: ...
    @property
    def amount_micros(self) -> int: ...


class FundExpired(Protocol):
    """A voucher or card ended with value left."""

    @property
    def fund_id(self) -> UUID: ...
    @property
    def kind(self) -> FundKind: ...
    @property
    def amount_micros(self) -> int: ...


class FundsFreed(Protocol):
    """Value became usable again, by the end of a hold or of a freeze, and paid debts."""

    @property
    def repaid(self) -> Sequence[Taken]: ...


def cash_credited(fact: CashCredited) -> list[Posting]:
    clearing = Posting(f"clearing:{fact.channel}", fact.amount_micros)
    return [clearing, Posting(CASH, -fact.amount_micros, fact.fund_id), *_repaid(fact.repaid)]


def voucher_activated(fact: VoucherActivated) -> list[Posting]:
    return [*_given(fact.fund), *_repaid(fact.repaid)]


def card_bought(fact: CardBought) -> list[Posting]:
    price_micros = fact.card.amount_micros
    purchase = [Posting(CASH, price_micros, fact.cash_id), Posting(CARD, -price_micros, fact.card.fund_id)]
    return [*purchase, *_given(fact.granted)] if fact.granted else purchase


def card_received(fact: CardReceived) -> list[Posting]:
    payer = Posting(PAYER_OF[fact.source], fact.card.amount_micros)
    return [payer, Posting(CARD, -fact.card.amount_micros, fact.card.fund_id), *_repaid(fact.repaid)]


def charge_returned(fact: ChargeReturned) -> list[Posting]:
    funds = [*fact.credited, *([fact.granted] if fact.granted else [])]
    credits = [Posting(ACCOUNT_OF[fund.kind], -fund.amount_micros, fund.fund_id) for fund in funds]
    credits += [*_due(DEBT, fact.forgiven, sign=-1), *_due(f"receivable:{fact.vendor}", fact.cloud, sign=-1)]
    if not credits:
        return []
    return [Posting(REVENUE, -sum(posting.amount_micros for posting in credits)), *credits, *_repaid(fact.repaid)]


def funds_captured(fact: FundsCaptured) -> list[Posting]:
    return [*_earned([*_spent(fact.taken)]), *_repaid(fact.repaid)]


def cash_refunded(fact: CashRefunded) -> list[Posting]:
    return [Posting(CASH, fact.amount_micros, fact.fund_id), Posting("clearing:offline_transfer", -fact.amount_micros)]


def fund_expired(fact: FundExpired) -> list[Posting]:
    return [Posting(ACCOUNT_OF[fact.kind], fact.amount_micros, fact.fund_id), Posting(BREAKAGE, -fact.amount_micros)]


def funds_freed(fact: FundsFreed) -> list[Posting]:
    return [*_repaid(fact.repaid)]


def charged(fact: Charged) -> list[Posting]:
    debits = [*_spent(fact.taken), *_due(DEBT, fact.owed), *_due(f"receivable:{fact.vendor}", fact.cloud)]
    return _earned(debits)


ENTRY_OF: Final[dict[str, Callable[[Any], list[Posting]]]] = {
    "wallet.cash_credited": cash_credited,
    "wallet.voucher_activated": voucher_activated,
    "wallet.voucher_granted": voucher_activated,
    "wallet.card_bought": card_bought,
    "wallet.card_received": card_received,
    "wallet.charged": charged,
    "wallet.charge_returned": charge_returned,
    "wallet.funds_captured": funds_captured,
    "wallet.funds_released": funds_freed,
    "wallet.fund_unfrozen": funds_freed,
    "wallet.cash_refunded": cash_refunded,
    "wallet.fund_expired": fund_expired,
}
"""By stored topic: every fact of this room that moves value."""


def _earned(debits: list[Posting]) -> list[Posting]:
    """These debits, and the revenue against them."""
    return [*debits, Posting(REVENUE, -sum(posting.amount_micros for posting in debits))] if debits else []


def _given(fund: Fund) -> Iterator[Posting]:
    yield Posting(PROMOTIONS, fund.amount_micros)
    yield Posting(ACCOUNT_OF[fund.kind], -fund.amount_micros, fund.fund_id)


def _repaid(shares: Sequence[Taken]) -> Iterator[Posting]:
    for posting in _spent(shares):
        yield posting
        yield Posting(DEBT, -posting.amount_micros)


def _spent(shares: Sequence[Taken]) -> Iterator[Posting]:
    """What each fund paid altogether."""
    totals: dict[tuple[UUID, FundKind], int] = {}
    for share in shares:
        totals[share.fund_id, share.kind] = totals.get((share.fund_id, share.kind), 0) + share.amount_micros
    for (fund_id, kind), amount_micros in totals.items():
        yield Posting(ACCOUNT_OF[kind], amount_micros, fund_id)


def _due(account: str, rests: Sequence[Remainder], *, sign: int = 1) -> Iterator[Posting]:
    """What others are to pay altogether, or (with a negative sign) need not pay any more."""
    if rests:
        yield Posting(account, sign * sum(rest.amount_micros for rest in rests))
