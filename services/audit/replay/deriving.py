"""The rows that should stand in the rooms' tables, derived from the books alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec

from services.audit.queries.copies import Event
from services.audit.replay import bill_rows, hold_rows, wallet_rows
from services.audit.replay.tables import Derived, Row, Tables
from services.audit.replay.wallets import DECODERS
from services.wallet import journal

_DERIVE: Final = {**wallet_rows.DERIVE, **hold_rows.DERIVE, **bill_rows.DERIVE}


def rows_of(events: Iterable[Event]) -> Tables:
    """The rows that follow from these events, which are all of what they are about, in order of position."""
    derived = Derived()
    for event in events:
        derive = _DERIVE.get(event.topic)
        if derive is not None:
            fact = msgspec.json.decode(event.state)
            about = {"position": event.position, "recorded_at": msgspec.to_builtins(event.recorded_at)}
            derive(derived, fact, about)
            if event.topic in journal.ENTRY_OF:
                _post(derived, event, fact["occurred_at"], about)
    return derived.tables


def _post(to: Derived, event: Event, occurred_at: str, about: Row) -> None:
    fact = DECODERS[event.topic](event.state)
    for seq, posting in enumerate(journal.ENTRY_OF[event.topic](fact)):
        to.put(
            "posting",
            account_id=fact.account_id,
            seq=seq,
            ledger_account=posting.account,
            fund_id=posting.fund_id,
            currency=fact.currency,
            amount_micros=posting.amount_micros,
            occurred_at=occurred_at,
            **about,
        )
