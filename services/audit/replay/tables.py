"""The tables whose rows are derived again, written apart from the rooms' own projections.

Rows are as the wire says them: ids, instants and days are texts.
"""

from __future__ import annotations

from typing import Any, Final

Key = tuple[Any, ...]
Row = dict[str, Any]
Tables = dict[str, dict[Key, Row]]

KEYS: Final[dict[str, tuple[str, ...]]] = {
    "wallet": ("account_id",),
    "fund": ("account_id", "fund_id"),
    "balance": ("account_id", "fund_id"),
    "debt": ("account_id", "line_id"),
    "movement": ("account_id", "position", "seq"),
    "payment": ("account_id", "position", "seq"),
    "posting": ("account_id", "position", "seq"),
    "hold": ("account_id", "hold_id"),
    "hold_share": ("account_id", "hold_id", "fund_id"),
    "hold_end": ("account_id", "hold_id"),
    "expired_fund": ("account_id", "fund_id", "expired_at"),
    "fund_freeze": ("account_id", "fund_id"),
    "returned": ("account_id", "bill_id", "line_id", "fund_id"),
    "wallet_limits": ("account_id",),
    "alert": ("account_id", "position"),
    "cloud_due": ("account_id", "bill_id", "line_id"),
    "charge": ("bill_id",),
    "charge_return": ("bill_id",),
    "transfer": ("channel", "reference"),
    "workspace_terms": ("workspace_id",),
    "bill": ("workspace_id", "day"),
    "bill_line": ("bill_id", "place"),
    "bill_payment": ("bill_id", "position"),
    "bill_settlement": ("bill_id",),
}
"""The primary key of every table that is derived again."""

OF_ACCOUNT: Final = tuple(table for table, key in KEYS.items() if key[0] == "account_id")
"""The wallet's tables whose key begins with the account."""
OF_BILLING: Final = ("workspace_terms", "bill", "bill_line", "bill_payment")
OF_SETTLEMENT: Final = ("bill_settlement",)


class Derived:
    """Gathers rows by table and key."""

    def __init__(self) -> None:
        self.tables: Tables = {table: {} for table in KEYS}

    def put(self, table: str, **row: Any) -> None:
        self.tables[table][tuple(row[name] for name in KEYS[table])] = row

    def move(self, table: str, amount_micros: int, **row: Any) -> None:
        """Add to a balance, a debt, or what was returned."""
        held = self.tables[table].setdefault(tuple(row[name] for name in KEYS[table]), {**row, "amount_micros": 0})
        held["amount_micros"] += amount_micros
