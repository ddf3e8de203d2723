"""A bill explained: usage events, what they fold to, the price cell, the line and its rounding, and the funds that paid it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final
from uuid import UUID

import msgspec

from services.audit.evidence import bill_event
from services.audit.queries.copies import Copies, UsageDay
from services.audit.replay.bills import Bill, Terms, derive
from services.audit.replay.usage import RETRACTION, SAMPLE, Row, decode_rows
from services.billing.catalogue import ITEMS
from services.billing.pricing import BillLine
from services.kernel.ids import natural_id
from services.kernel.money import MICROS, format_amount

EVENTS_SHOWN: Final = 20
FOLDS: Final = {"sum": "the sum of the day's samples", "max": "the largest sample of the day, priced at its own retention"}
RULES: Final = {
    "": "as folded",
    "spans": "the traces, or a tenth of the spans if that is more",
    "rum_events": "the page views, or a hundredth of the RUM events if that is more",
}


def explanation_of(copies: Copies, bill_id: UUID, *, events_shown: int = EVENTS_SHOWN) -> dict[str, Any]:
    """How a bill came about, as plain JSON. Refuses: NotFound."""
    issued = bill_event(copies, bill_id)
    bill = msgspec.json.decode(issued.state, type=Bill)
    terms = msgspec.json.decode(copies.events_at("billing", [bill.terms_position])[0].state, type=Terms)
    usage = copies.usage_of(bill.workspace_id, bill.day, up_to=bill.usage_position)
    rows = _rows_by_line(usage, terms)
    derived = {line.line_id: line for line in derive(bill, terms, [(part.retractions, part.lines) for part in usage])}
    payments = _payments(copies, bill)
    return {
        "bill": {
            **{
                name: _plain(getattr(bill, name))
                for name in ("bill_id", "workspace_id", "account_id", "site", "day", "day_start", "day_end")
            },
            "total": _money(bill.total_micros, bill.currency),
            "issued_at_position": issued.position,
            "sealed_by": copies.commit_of("billing", issued.position)[0].digest.hex(),
        },
        "made_from": {
            "usage_position": bill.usage_position,
            "batches": [{"position": part.position, "batch": part.batch, "rows": part.samples + part.retractions} for part in usage],
            "terms_position": bill.terms_position,
            "default_retentions": terms.default_retentions,
            "price_book": bill.price_book,
            "rules_version": bill.rules_version,
        },
        "lines": [
            _line(
                line,
                bill,
                terms,
                rows.get(_key(line), []),
                payments.get(str(line.line_id), []),
                derived.get(line.line_id) == line,
                events_shown,
            )
            for line in bill.lines
        ],
    }


def _line(
    line: BillLine, bill: Bill, terms: Terms, rows: Sequence[tuple[Row, bool]], funds: list[dict[str, Any]], follows: bool, shown: int
) -> dict[str, Any]:
    item = ITEMS[line.item]
    exact = Fraction(line.billable) * Fraction(line.unit_price_micros, line.unit_size * MICROS)
    counted = [row for row, counts in rows if counts]
    return {
        "line_id": str(line.line_id),
        "item": line.item,
        "retention_days": line.retention_days,
        "key": line.key,
        "usage": {
            "samples": len(counted),
            "taken_back": len(rows) - len(counted),
            "fold": FOLDS[item.fold],
            "quantity": line.quantity,
            "spans": sum(row.spans or 0 for row in counted) if item.companion == "spans" else None,
            "rum_events": sum(row.rum_events or 0 for row in counted) if item.companion == "rum_events" else None,
            "events": [_event(row, counts) for row, counts in rows[:shown]],
        },
        "billable": {"rule": RULES[item.companion], "exact": line.billable},
        "price": {
            "book": bill.price_book,
            "cell": " ".join(str(part) for part in (line.item, line.retention_days, bill.currency, terms.region) if part is not None),
            "unit_price": _money(line.unit_price_micros, bill.currency),
            "unit_size": line.unit_size,
        },
        "amount": {"exact": str(exact), "rounded": _money(line.amount_micros, bill.currency), "follows": follows},
        "vouchers_may_pay": line.vouchers_may_pay,
        "funds": [{**fund, "amount": _money(fund.pop("amount_micros"), bill.currency)} for fund in funds],
    }


def _rows_by_line(usage: Iterable[UsageDay], terms: Terms) -> dict[tuple[Any, ...], list[tuple[Row, bool]]]:
    """Samples by the line that they lead to, each with whether it counts (it was not taken back)."""
    rows = [row for part in usage for row in decode_rows(part.lines)]
    gone = {(row.source, row.event_id) for row in rows if row.kind == RETRACTION}
    found: dict[tuple[Any, ...], list[tuple[Row, bool]]] = {}
    for row in sorted(rows, key=lambda row: (row.hour, row.source, row.event_id)):
        if row.kind == SAMPLE:
            found.setdefault(_key_of_row(row, terms.default_retentions), []).append((row, (row.source, row.event_id) not in gone))
    return found


def _key_of_row(row: Row, default_retentions: Mapping[str, int]) -> tuple[Any, ...]:
    item = ITEMS[row.item]
    if item.fold == "max" or not item.is_tiered:
        return row.item, None, row.key
    return row.item, row.retention_days or default_retentions[row.item], row.key


def _key(line: BillLine) -> tuple[Any, ...]:
    return line.item, None if ITEMS[line.item].fold == "max" else line.retention_days, line.key


def _payments(copies: Copies, bill: Bill) -> dict[str, list[dict[str, Any]]]:
    """What became of each line: taken at the charge, owed, left to the cloud, and paid as a debt later."""
    found: dict[str, list[dict[str, Any]]] = {}
    head = copies.end_of("wallet").to_position
    for event in copies.events_of("wallet", [natural_id("wallet", bill.account_id)], up_to=head):
        fact = msgspec.json.decode(event.state)
        at = {"position": event.position, "recorded_at": _plain(event.recorded_at)}
        shares: list[tuple[str, dict[str, Any]]] = []
        if event.topic == "wallet.charged" and fact["bill_id"] == str(bill.bill_id):
            shares = [(how, share) for how in ("taken", "owed", "cloud") for share in fact[how]]
        elif "repaid" in fact:
            shares = [("paid as debt", share) for share in fact["repaid"] if share["bill_id"] == str(bill.bill_id)]
        for how, share in shares:
            paid = {"how": how, "kind": share.get("kind"), "fund_id": share.get("fund_id"), "amount_micros": share["amount_micros"], **at}
            found.setdefault(share["line_id"], []).append(paid)
    return found


def _event(row: Row, counts: bool) -> dict[str, Any]:
    names = ("source", "event_id", "hour", "quantity", "retention_days", "spans", "rum_events")
    return {name: getattr(row, name) for name in names} | {"counts": counts}


def _money(micros: int, currency: str) -> dict[str, str]:
    return {"amount": format_amount(micros), "currency": currency}


def _plain(value: Any) -> Any:
    return msgspec.to_builtins(value)
