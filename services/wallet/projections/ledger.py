"""Wallets, and the journal entry of every fact that moves value."""

from __future__ import annotations

from typing import Any

from services.kernel.eventstore import Rowset, facts_of
from services.wallet import journal
from services.wallet.domain import Wallet
from services.wallet.projections.projector import PROJECTOR
from services.wallet.projections.tables import POSTINGS, WALLETS


@PROJECTOR.on(Wallet.Opened)
def _opened(fact: Wallet.Opened, rows: Rowset) -> None:
    rows.add(WALLETS, account_id=fact.account_id, currency=fact.currency, opened_at=fact.occurred_at)


@PROJECTOR.on(*(fact for fact in facts_of(Wallet) if fact.TOPIC in journal.ENTRY_OF))
def _journalled(fact: Any, rows: Rowset) -> None:
    for seq, posting in enumerate(journal.ENTRY_OF[type(fact).TOPIC](fact)):
        rows.add(
            POSTINGS,
            account_id=fact.account_id,
            seq=seq,
            ledger_account=posting.account,
            fund_id=posting.fund_id,
            currency=fact.currency,
            amount_micros=posting.amount_micros,
            occurred_at=fact.occurred_at,
        )
