"""What is folded from stored bytes is what the aggregate became, at every prefix; and three programs fold a day's usage alike."""

from __future__ import annotations

import runpy
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from services.audit.replay.usage import fold_lines
from services.audit.replay.wallets import WalletFold
from services.billing.catalogue import DEFAULT_RETENTIONS, ITEMS
from services.billing.counting import Tally, fold
from services.kernel.errors import Refusal
from services.kernel.eventstore import Mapper
from services.kernel.money import MICROS, Money
from services.wallet.allocation import Demand
from services.wallet.domain import Bill, CardTerms, VoucherTerms, Wallet

NOON = datetime(2026, 11, 16, 4, tzinfo=UTC)
ACCOUNT = UUID(int=7)
VERIFIER = runpy.run_path(str(Path(__file__).parents[3] / "services" / "audit" / "verify_bill.py"))

amounts = st.integers(1, 300)
steps = st.one_of(
    st.tuples(st.just("transfer"), amounts),
    st.tuples(st.just("voucher"), amounts, st.sampled_from(["voucher", "discount_voucher"]), st.integers(1, 40)),
    st.tuples(st.just("card"), st.sampled_from([100, 200])),
    st.tuples(st.just("charge"), st.lists(st.tuples(st.integers(0, 200), st.booleans()), min_size=1, max_size=4), st.booleans()),
)


def play(wallet: Wallet, number: int, step: tuple[Any, ...]) -> None:
    """Take the step, an hour after the one before; a refusal leaves no event."""
    at, id = NOON + timedelta(hours=number), UUID(int=1_000 + number)
    match step:
        case ("transfer", whole):
            wallet.credit_transfer(Money(whole * MICROS, "CNY"), reference=str(number), occurred_at=at, at=at)
        case ("voucher", whole, kind, hours):
            terms = VoucherTerms(kind, Money(whole * MICROS, "CNY"), at + timedelta(hours=hours), "welcome")
            wallet.activate_voucher(id, terms, batch_id=UUID(int=1), at=at)
        case ("card", whole):
            wallet.buy_card(id, Money(whole * MICROS, "CNY"), CardTerms(), at=at)
        case ("charge", lines, to_cloud):
            demands = [Demand(UUID(int=number * 10_000 + n), micros * 10_007, may) for n, (micros, may) in enumerate(lines)]
            family, vendor = ("cloud", "aws") if to_cloud else ("billing_center", None)
            wallet.charge(Bill(id, "CNY", demands, family=family, vendor=vendor), at=at)  # type: ignore[arg-type]


def holdings_of(wallet: Wallet) -> tuple[dict[str, int], dict[str, int]]:
    return (
        {str(fund.fund_id): fund.amount_micros for fund in wallet.funds.values()},
        {str(debt.line_id): debt.amount_micros for debt in wallet.debts.values()},
    )


@settings(max_examples=60)
@given(st.lists(steps, max_size=25))
def test_the_fold_is_what_the_wallet_became_at_every_prefix(played):
    wallet, mapper = Wallet.open(ACCOUNT, "CNY", at=NOON), Mapper()
    fold = WalletFold(redecide=True)
    position = 0

    for number, step in enumerate([None, *played]):
        if step is not None:
            try:
                play(wallet, number, step)
            except Refusal:
                continue
        stored = [mapper.to_stored_event(fact) for fact in wallet.collect_events()]
        fold.fold([(event.topic, event.state, position := position + 1) for event in stored])
        account = fold.accounts[str(ACCOUNT)]

        assert (
            {key: fund.amount_micros for key, fund in account.funds.items()},
            {key: debt.amount_micros for key, debt in account.debts.items()},
        ) == (holdings_of(wallet))
        assert fold.differences == []
        assert sum(fold.journal["CNY"].values()) == 0


@given(st.integers(0, 3), st.integers(1, 5 * MICROS))
def test_a_charge_that_was_split_otherwise_is_named(which, more):
    wallet, mapper = Wallet.open(ACCOUNT, "CNY", at=NOON), Mapper()
    for number, step in enumerate(
        [("transfer", 10), ("voucher", 5, "voucher", 9), ("charge", [(199, True), (150, False), (900, True)], False)]
    ):
        play(wallet, number, step)
    stored = [mapper.to_stored_event(fact) for fact in wallet.collect_events()]
    charged = msgspec.json.decode(stored[-1].state)
    share = charged["taken"][which % len(charged["taken"])]
    share["amount_micros"] += more

    fold = WalletFold(redecide=True)
    fold.fold([(event.topic, event.state, n) for n, event in enumerate(stored[:-1])])
    fold.fold([("wallet.charged", msgspec.json.encode(charged), 99)])

    assert {found.what for found in fold.differences} >= {"allocation, taken", "charge"}


# -- usage ---------------------------------------------------------------------------------------------------------------------------------


@st.composite
def days_of_usage(draw: Any) -> list[list[Any]]:
    """Rows of one workspace-day as they stand in the ledger, samples and what was taken back."""
    rows = []
    for number in range(draw(st.integers(0, 30))):
        item = ITEMS[draw(st.sampled_from(sorted(ITEMS)))]
        hour = NOON + timedelta(hours=draw(st.integers(-12, 11)))
        rows.append(
            [
                str(UUID(int=1)), "2026-11-16", "s", str(number), 1, item.code, msgspec.to_builtins(hour),
                draw(st.one_of(st.integers(0, 5), st.integers(0, 10**12))),
                draw(st.sampled_from([None, *item.retentions])),
                draw(st.sampled_from(["", "a", "b"])) if item.key else "",
                draw(st.one_of(st.none(), st.integers(0, 10**10))) if item.companion == "spans" else None,
                draw(st.one_of(st.none(), st.integers(0, 10**10))) if item.companion == "rum_events" else None,
            ]
        )  # fmt: skip
    gone = draw(st.lists(st.integers(0, len(rows) - 1), unique=True)) if rows else []
    return rows + [[*rows[n][:4], 2, *rows[n][5:]] for n in gone]


def tally_of(row: list[Any]) -> Tally:
    return Tally(
        item=row[5], hour=datetime.fromisoformat(row[6]), quantity=row[7], retention_days=row[8], key=row[9], spans=row[10] or 0,
        rum_events=row[11] or 0,
    )  # fmt: skip


@given(days_of_usage(), st.integers(1, 5))
def test_lines_samples_and_the_verifier_fold_to_the_same(rows, batches):
    gone = {row[3] for row in rows if row[4] == 2}
    parts = [rows[n::batches] for n in range(batches)]
    lines = [(sum(row[4] == 2 for row in part), b"".join(msgspec.json.encode(row) + b"\n" for row in part)) for part in parts]

    by_lines = fold(fold_lines(lines), default_retentions=DEFAULT_RETENTIONS)
    by_samples = fold([tally_of(row) for row in rows if row[3] not in gone], default_retentions=DEFAULT_RETENTIONS)
    catalogue = [{"item": item.code, "fold": item.fold, "tiered": item.is_tiered, "companion": item.companion} for item in ITEMS.values()]
    evidence = {"catalogue": catalogue, "usage": [{"rows": part} for part in parts]}
    by_verifier = VERIFIER["fold"](evidence, {"default_retentions": DEFAULT_RETENTIONS})

    assert by_lines == by_samples
    assert {(line.item, line.retention_days, line.key): (line.quantity, line.billable) for line in by_lines} == by_verifier
