"""The journal, for finance."""

from __future__ import annotations

from services.kernel.schemas import Page, decode_cursor, encode_cursor
from services.wallet import journal
from services.wallet.application.past import Past
from services.wallet.exports import beancount, hledger
from services.wallet.queries.journal import EXPORTED_AT_ONCE
from services.wallet.schemas import (
    ChartView,
    EntryView,
    ExportJournal,
    JournalTextView,
    LedgerAccountView,
    ListEntries,
    ListLedgerAccounts,
    TrialBalanceOf,
    TrialBalanceView,
)

FORMATS = {"beancount": beancount, "hledger": hledger}


class Journals(Past):
    """Accounts, entries, sums."""

    def list_ledger_accounts(self, question: ListLedgerAccounts) -> ChartView:
        accounts = [LedgerAccountView(account=name, type=type, meaning=journal.MEANING[name]) for name, type in journal.CHART.items()]
        return ChartView(accounts=accounts)

    def list_entries(self, question: ListEntries) -> Page[EntryView]:
        """Refuses: PositionIsAhead."""
        if question.position is not None:
            self.queries.place_at(position=question.position, known_at=None)
        return self.queries.entries(question)

    def trial_balance(self, question: TrialBalanceOf) -> TrialBalanceView:
        """The journal's accounts, now or then. Refuses: PositionIsAhead, InvalidInput (instants that contradict each other)."""
        self.require_one_past(question)
        position = None
        if question.position is not None or question.known_at is not None:
            position = self.queries.place_at(position=question.position, known_at=question.known_at).position
        return self.queries.trial_balance(position=position, as_of=question.as_of)

    def export_journal(self, question: ExportJournal) -> JournalTextView:
        """The part behind the cursor, in the words of another program. Every part is of the book as it was when the first was asked for.

        Refuses: PositionIsAhead.
        """
        is_first = question.cursor is None
        up_to, after = (self.queries.place_at(position=question.position, known_at=None).position, 0) if is_first else _place(question)
        entries = self.queries.entries_of_file(question, after=after, up_to=up_to)
        words = FORMATS[question.format]
        text = (words.preamble(up_to) if is_first else "") + "".join(map(words.transaction, entries))
        is_last = len(entries) < EXPORTED_AT_ONCE
        return JournalTextView(text=text, next_cursor=None if is_last else encode_cursor([up_to, entries[-1].position]))


def _place(question: ExportJournal) -> tuple[int, int]:
    up_to, after = decode_cursor(question.cursor or "", int, int)
    return up_to, after
