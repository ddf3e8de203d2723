"""From facts to rows: balances, the statement, lineage, holds, the journal, and what may happen once.

The sign of an amount is the customer's: positive, there is more; only the journal has its own.
"""

from __future__ import annotations

from services.wallet.projections import charges, credits, holds, keeping, ledger, orders, recharges, refunds, reviews, transfers, vouchers
from services.wallet.projections.projector import PROJECTOR
from services.wallet.projections.tables import reference_key

__all__ = [
    "PROJECTOR",
    "charges",
    "credits",
    "holds",
    "keeping",
    "ledger",
    "orders",
    "recharges",
    "reference_key",
    "refunds",
    "reviews",
    "transfers",
    "vouchers",
]
