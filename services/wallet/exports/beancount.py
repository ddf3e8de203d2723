"""The journal as beancount reads it (version 3 of its language).

Each account is a path below the type that beancount gives it; each entry a transaction tagged with its position, its account and instant in
its metadata.
"""

from __future__ import annotations

from typing import Final

from services.kernel.money import MINOR_UNIT_MICROS, format_amount
from services.wallet import journal
from services.wallet.queries.journal import Entry

ROOTS: Final = {"asset": "Assets", "liability": "Liabilities", "income": "Income", "expense": "Expenses"}
BEGINNING: Final = "1970-01-01"
"""Accounts are open before anything occurred: value dates may lie before the first fact of the book."""


def account_name(account: str) -> str:
    """clearing:offline_transfer is Assets:Clearing:Offline-Transfer."""
    parts = [part.replace("_", "-").title() for part in account.split(":")]
    return ":".join([ROOTS[journal.CHART[account]], *parts])


def preamble(position: int) -> str:
    lines = [f'option "title" "Wallet journal up to position {position}"']
    lines += [f'option "operating_currency" "{currency}"' for currency in sorted(MINOR_UNIT_MICROS)]
    lines += [f"{BEGINNING} commodity {currency}" for currency in sorted(MINOR_UNIT_MICROS)]
    lines += [f"{BEGINNING} open {account_name(account)}" for account in journal.CHART]
    return "\n".join(lines) + "\n"


def transaction(entry: Entry) -> str:
    lines = [
        f'\n{entry.occurred_at:%Y-%m-%d} * "{entry.fact}" #p{entry.position}',
        f"  position: {entry.position}",
        f'  account-id: "{entry.account_id}"',
        f'  occurred-at: "{entry.occurred_at.isoformat()}"',
    ]
    for account, amount_micros, fund_id in entry.postings:
        lines.append(f"  {NAMES[account]}  {format_amount(amount_micros)} {entry.currency}")
        if fund_id is not None:
            lines.append(f'    fund-id: "{fund_id}"')
    return "\n".join(lines) + "\n"


NAMES: Final = {account: account_name(account) for account in journal.CHART}
