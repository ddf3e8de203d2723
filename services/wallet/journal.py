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
    "receivable:aliyun": "asset",  # what cloud vendors collect for us
    "receivable:aws": "asset",
    "receivable:huawei": "asset",
    REVENUE: "income",
    PROMOTIONS: "expense",  # vouchers given away
    BREAKAGE: "income",  # what expires with value left
}
"""Every account there is, and its type."""

ACCOUNT_OF: Final[dict[FundKind, str]] = {"cash": CASH, "card": CARD, "voucher": VOUCHER, "discount_voucher": VOUCHER}


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


def cash_credited(fact: CashCredited) -> list[Posting]:
    clearing = Posting(f"clearing:{fact.channel}", fact.amount_micros)
    return [clearing, Posting(CASH, -fact.amount_micros, fact.fund_id), *_repaid(fact.repaid)]


def voucher_activated(fact: VoucherActivated) -> list[Posting]:
    return [*_given(fact.fund), *_repaid(fact.repaid)]


def card_bought(fact: CardBought) -> list[Posting]:
    price_micros = fact.card.amount_micros
    purchase = [Posting(CASH, price_micros, fact.cash_id), Posting(CARD, -price_micros, fact.card.fund_id)]
    return [*purchase, *_given(fact.granted)] if fact.granted else purchase


def charged(fact: Charged) -> list[Posting]:
    debits = [*_spent(fact.taken), *_due(DEBT, fact.owed), *_due(f"receivable:{fact.vendor}", fact.cloud)]
    return [*debits, Posting(REVENUE, -sum(posting.amount_micros for posting in debits))] if debits else []


ENTRY_OF: Final[dict[str, Callable[[Any], list[Posting]]]] = {
    "wallet.cash_credited": cash_credited,
    "wallet.voucher_activated": voucher_activated,
    "wallet.card_bought": card_bought,
    "wallet.charged": charged,
}
"""By stored topic: every fact of this room that moves value."""


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


def _due(account: str, rests: Sequence[Remainder]) -> Iterator[Posting]:
    """What others are to pay altogether."""
    if rests:
        yield Posting(account, sum(rest.amount_micros for rest in rests))
