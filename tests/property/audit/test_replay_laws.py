"""Three programs fold a day's usage alike: lines as they are stored, samples as they are counted, and the customer's own verifier."""

from __future__ import annotations

import runpy
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from services.audit.replay.usage import fold_lines
from services.billing.catalogue import DEFAULT_RETENTIONS, ITEMS
from services.billing.counting import Tally, fold

NOON = datetime(2026, 11, 16, 4, tzinfo=UTC)
VERIFIER = runpy.run_path(str(Path(__file__).parents[3] / "services" / "audit" / "verify_bill.py"))


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
