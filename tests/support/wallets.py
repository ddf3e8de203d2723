"""Words for tests about wallets: yuan, instants, funds, lines and wallets in a known state."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.kernel.errors import Refusal
from services.kernel.ids import natural_id
from services.kernel.money import Money, parse_amount
from services.wallet.allocation import Allocation, Demand, Fund, FundKind
from services.wallet.domain import Bill, CardTerms, Hold, Order, VoucherTerms, Wallet

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
YEAR = timedelta(days=365)


def yuan(amount: str) -> Money:
    """ "13.40" as money."""
    return Money(parse_amount(amount), "CNY")


def micros(amount: str) -> int:
    """ "13.40" as micros."""
    return parse_amount(amount)


def a_fund(
    kind: FundKind, amount: str, *, valid_until: datetime | None = NOW + YEAR, activated_at: datetime = NOW - YEAR, id: UUID | None = None
) -> Fund:
    return Fund(id or uuid4(), kind, micros(amount), activated_at, None if kind == "cash" else valid_until)


def a_line(amount: str, *, vouchers_may_pay: bool = True) -> Demand:
    return Demand(uuid4(), micros(amount), vouchers_may_pay)


def a_bill(*lines: Demand, **fields: Any) -> Bill:
    return Bill(bill_id=uuid4(), currency="CNY", lines=list(lines), **fields)


def a_wallet(*, cash: str = "0.00", currency: str = "CNY") -> Wallet:
    """A wallet as it is after its first transfer, with nothing pending."""
    wallet = Wallet.open(uuid4(), currency, at=NOW - YEAR)
    if micros(cash):
        wallet.credit_transfer(Money(micros(cash), currency), reference="TT-0001", occurred_at=NOW - YEAR, at=NOW - YEAR)
    wallet.collect_events()
    return wallet


def give_voucher(wallet: Wallet, amount: str, *, valid_until: datetime = NOW + YEAR, at: datetime = NOW - timedelta(days=1)) -> UUID:
    """Activate a fresh voucher; its fund's id."""
    voucher_id = uuid4()
    terms = VoucherTerms("voucher", Money(micros(amount), wallet.currency), valid_until, "welcome")
    wallet.activate_voucher(voucher_id, terms, batch_id=natural_id("batch"), at=at)
    return voucher_id


def split_of(allocation: Allocation) -> list[tuple[str, Fraction]]:
    """What an allocation takes, owes and leaves to the cloud, in order, in currency units."""
    taken = [(share.kind, Fraction(share.amount_micros, 10**6)) for share in allocation.taken]
    owed = [("owed", Fraction(rest.amount_micros, 10**6)) for rest in allocation.owed]
    cloud = [("cloud", Fraction(rest.amount_micros, 10**6)) for rest in allocation.cloud]
    return [*taken, *owed, *cloud]


def an_order(*lines: Demand, kinds: Sequence[FundKind] = ("voucher", "discount_voucher", "card", "cash"), **fields: Any) -> Order:
    return Order(**{"subject": uuid4(), "purpose": "order", "currency": "CNY", "lines": [*lines], "kinds": [*kinds], **fields})


def hold(wallet: Wallet, *lines: Demand, expires_at: datetime = NOW + timedelta(hours=1), at: datetime = NOW, **fields: Any) -> Hold:
    """Reserve what these lines cost."""
    return wallet.reserve(uuid4(), an_order(*lines, **fields), expires_at=expires_at, at=at)


def give_card(wallet: Wallet, amount: str, *, years: int = 3, at: datetime = NOW - timedelta(days=1)) -> UUID:
    """Assign a fresh card; its fund's id."""
    card, _ = wallet.receive_card(
        uuid4(), Money(micros(amount), wallet.currency), CardTerms(validity_years=years), source="gift", reference="welcome", at=at
    )
    return card.fund_id


def topics(wallet: Wallet) -> list[str]:
    """What is pending, and is no more."""
    return [type(fact).TOPIC for fact in wallet.collect_events()]


def refused(decide: Callable[..., Any], *args: Any, **kwargs: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        decide(*args, **kwargs)
    return caught.value


def state_of(wallet: Wallet) -> dict[str, Any]:
    """All that a wallet knows."""
    return {name: value for name, value in copy.deepcopy(vars(wallet)).items() if name != "_pending_events"}
