"""The statement, on pages and as files, and the journal behind it."""

from __future__ import annotations

from gateway.api.wallet import WALLET
from gateway.files.streaming import JOURNALS, STATEMENTS
from services.kernel.schemas import Page
from services.wallet import schemas as s

WALLET.ask("/v1/wallet/statement", s.StatementOf, s.StatementView, call="statement_of")
WALLET.stream("/v1/wallet/statement.<format>", s.ExportStatement, s.StatementRowsView, call="export_statement", files=STATEMENTS)

WALLET.ask("/v1/trial-balance", s.TrialBalanceOf, s.TrialBalanceView, call="trial_balance")
WALLET.ask("/v1/journal/accounts", s.ListLedgerAccounts, s.ChartView, call="list_ledger_accounts")
WALLET.ask("/v1/journal/entries", s.ListEntries, Page[s.EntryView], call="list_entries")
WALLET.stream("/v1/journal.<format>", s.ExportJournal, s.JournalTextView, call="export_journal", files=JOURNALS)
