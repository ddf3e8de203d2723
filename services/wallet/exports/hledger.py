"""The journal as hledger reads it.

Each account is a path below its type, which is declared; each entry a transaction whose code is its position, with its account and instant
as tags.
"""

from __future__ import annotations

from typing import Final

from services.kernel.money import MINOR_UNIT_MICROS, format_amount
from services.wallet import journal
from services.wallet.queries.journal import Entry

ROOTS: Final = {"asset": ("assets", "A"), "liability": ("liabilities", "L"), "income": ("revenues", "R"), "expense": ("expenses", "X")}


def account_name(account: str) -> str:
    """clearing:offline_transfer is assets:clearing:offline_transfer."""
    return f"{ROOTS[journal.CHART[account]][0]}:{account}"


def preamble(position: int) -> str:
    lines = [f"; Wallet journal up to position {position}", "decimal-mark ."]
    lines += [f"commodity 1000.000000 {currency}" for currency in sorted(MINOR_UNIT_MICROS)]
    lines += [f"account {account_name(account)}  ; type:{ROOTS[type][1]}" for account, type in journal.CHART.items()]
    return "\n".join(lines) + "\n"


def transaction(entry: Entry) -> str:
    tags = f"account_id:{entry.account_id}, occurred_at:{entry.occurred_at.isoformat()}"
    lines = [f"\n{entry.occurred_at:%Y-%m-%d} * ({entry.position}) {entry.fact}  ; {tags}"]
    for account, amount_micros, fund_id in entry.postings:
        of_fund = "" if fund_id is None else f"  ; fund_id:{fund_id}"
        lines.append(f"    {NAMES[account]}  {format_amount(amount_micros)} {entry.currency}{of_fund}")
    return "\n".join(lines) + "\n"


NAMES: Final = {account: account_name(account) for account in journal.CHART}
