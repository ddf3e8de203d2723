"""Evidence: everything a bill follows from, as one JSON document that `verify_bill.py` checks without us.

Commits group the saves of many accounts. Each event that a bill follows from comes with its path to the commit's Merkle root: so every
seal that is named can be computed again, and nothing is shown of the other events. One that itself tells of others (a batch of usage
that was merged) is given by its digest alone, unless an auditor asks (`complete`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

import msgspec

from services.audit.domain import EvidenceIsTooLarge
from services.audit.queries.copies import Copies, Event
from services.audit.replay.bills import Bill, Terms
from services.audit.sealing import USAGE_RECORDED, as_sealed
from services.billing.catalogue import ITEMS
from services.billing.pricebook import book_named
from services.kernel.errors import NotFound
from services.kernel.eventstore import leaf_of, path_to
from services.kernel.ids import natural_id

FORMAT: Final = "billing-center evidence 2"
PROVES: Final = (
    "The bill is the only one that follows from these usage rows, these terms and these prices, to the last micro.",
    "Every event in this file stands at its position in the commit whose seal is named, chained to the digest before it; and the "
    "usage rows are those whose digests were recorded.",
    "Nothing that a seal covers was changed since somebody else learned that seal: compare the digests with those in another copy.",
    "Not proved: that the usage was measured right, that no batch of the day was left out of this file, or, where the event of a batch is "
    "given by its digest alone because it tells of others' usage too, that these are the rows it recorded. An auditor's replay of the "
    "whole books shows the last two.",
)


def bill_event(copies: Copies, bill_id: UUID) -> Event:
    """The event that issued a bill. Refuses: NotFound."""
    head = copies.end_of("billing").to_position
    for event in copies.events_of("billing", [bill_id], up_to=head):
        if event.topic == "billing.bill_issued":
            return event
    raise NotFound("bill", bill_id)


def evidence_of(copies: Copies, bill_id: UUID, *, complete: bool, most_rows: int | None = None) -> dict[str, Any]:
    """The evidence of a bill. Refuses: NotFound, EvidenceIsTooLarge."""
    issued = bill_event(copies, bill_id)
    bill = msgspec.json.decode(issued.state, type=Bill)
    (registered,) = copies.events_at("billing", [bill.terms_position])
    terms = msgspec.json.decode(registered.state, type=Terms)
    usage = copies.usage_of(bill.workspace_id, bill.day, up_to=bill.usage_position)
    rows = sum(part.samples + part.retractions for part in usage)
    if most_rows is not None and rows > most_rows:
        raise EvidenceIsTooLarge(bill_id=bill_id, rows=rows, most=most_rows)
    facts = [("billing", registered), *(("billing", event) for event in copies.events_at("billing", [part.position for part in usage]))]
    facts += [("billing", issued), *_payment(copies, bill)]
    document = {
        "format": FORMAT,
        "bill_id": str(bill_id),
        "proves": PROVES,
        "commits": list(_commits(copies, facts, bill, complete=complete)),
        "usage": [
            {
                "position": part.position,
                "batch": part.batch,
                "samples": part.samples,
                "retractions": part.retractions,
                "digest": part.digest.hex(),
                "rows": msgspec.json.decode(b"[" + b",".join(part.lines.splitlines()) + b"]") if part.lines else [],
            }
            for part in usage
        ],
        "catalogue": [
            {
                "item": item.code,
                "fold": item.fold,
                "unit_size": item.unit_size,
                "companion": item.companion,
                "tiered": item.is_tiered,
                "vouchers_may_pay": item.vouchers_may_pay,
            }
            for item in ITEMS.values()
        ],
        "price_book": _prices(bill, terms),
    }
    return {**document, "digest": hashlib.sha256(text_of(document)).hexdigest()}


def text_of(value: Any) -> bytes:
    """JSON as the ledger writes it, by Python's own library: what the verifier will do."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _payment(copies: Copies, bill: Bill) -> list[tuple[str, Event]]:
    """How the bill was charged and settled, if it was."""
    wallet = copies.events_of("wallet", [natural_id("wallet", bill.account_id)], up_to=copies.end_of("wallet").to_position)
    charged = [("wallet", event) for event in wallet if event.topic == "wallet.charged" and _state(event)["bill_id"] == str(bill.bill_id)]
    collection = natural_id("collection", bill.bill_id)
    settled = copies.events_of("settlement", [collection], up_to=copies.end_of("settlement").to_position)
    return [*charged, *(("settlement", event) for event in settled)]


def _commits(copies: Copies, facts: Iterable[tuple[str, Event]], bill: Bill, *, complete: bool) -> Iterable[dict[str, Any]]:
    """The commits that hold these facts, each once, in order, and of each the facts."""
    of: dict[tuple[str, int], list[Event]] = {}
    commits = {}
    for book, event in facts:
        commit, previous = copies.commit_of(book, event.position)
        commits[book, commit.from_position] = commit, previous
        of.setdefault((book, commit.from_position), []).append(event)
    for (book, first), (commit, previous) in sorted(commits.items()):
        leaves = [leaf_of(as_sealed(event)) for event in copies.events_between(book, first, commit.to_position)]
        yield {
            "book": book,
            "from_position": first,
            "to_position": commit.to_position,
            "recorded_at": msgspec.to_builtins(commit.recorded_at),
            "previous": previous.hex(),
            "digest": commit.digest.hex(),
            "events": [_shown(event, first, leaves, in_full=complete or _is_own(event, bill)) for event in of[book, first]],
        }


def _shown(event: Event, first: int, leaves: Sequence[bytes], *, in_full: bool) -> dict[str, Any]:
    """An event or its digest, and how it leads to the commit's root."""
    place = event.position - first
    what = _told(event) if in_full else {"leaf": leaves[place].hex()}
    return {"position": event.position, "path": [digest.hex() for digest in path_to(leaves, place)], **what}


def _is_own(event: Event, bill: Bill) -> bool:
    """Whether the event tells nothing of other accounts."""
    state = _state(event)
    if event.topic == USAGE_RECORDED:
        return all(day["workspace_id"] == str(bill.workspace_id) for day in state["days"])
    return bool(state.get("account_id") == str(bill.account_id))


def _told(event: Event) -> dict[str, Any]:
    state = _state(event)
    assert text_of(state) == event.state, "the ledger writes JSON as Python does"  # else the seal could not be computed from the file
    return {
        "originator_id": str(event.originator_id),
        "originator_version": event.originator_version,
        "topic": event.topic,
        "state": state,
    }


def _prices(bill: Bill, terms: Terms) -> dict[str, Any]:
    """The cells that the bill's lines are priced from."""
    book = book_named(bill.price_book)
    cells = {(line.item, line.retention_days) for line in bill.lines}
    return {
        "name": book.name,
        "effective_from": book.effective_from.isoformat(),
        "cells": [
            {
                "item": item,
                "retention_days": days,
                "region": terms.region,
                "currency": terms.currency,
                "unit_price_micros": book.unit_price_micros(item, days, region=terms.region, currency=terms.currency),
            }
            for item, days in sorted(cells, key=str)
        ],
    }


def _state(event: Event) -> dict[str, Any]:
    return dict(json.loads(event.state))
