"""From the wallet's rows to answers."""

from __future__ import annotations

from services.wallet.queries.balances import Balances, Holdings, LateCredit, Place
from services.wallet.queries.bank_lines import BankLines
from services.wallet.queries.batches import Batches
from services.wallet.queries.ends import Ends
from services.wallet.queries.funds import FUNDS, Funds
from services.wallet.queries.guesses import Guesses
from services.wallet.queries.history import History
from services.wallet.queries.holds import Holds
from services.wallet.queries.journal import Entry, Journal
from services.wallet.queries.lineage import Lineage
from services.wallet.queries.movements import Movements, Part, movement_view
from services.wallet.queries.once import Once
from services.wallet.queries.pace import Pace
from services.wallet.queries.recharges import Recharges
from services.wallet.queries.refunds import Refunds
from services.wallet.queries.reviews import Reviews
from services.wallet.queries.statements import Statements
from services.wallet.queries.transfers import Transfers

__all__ = ["FUNDS", "Entry", "Holdings", "LateCredit", "Part", "Place", "Queries", "movement_view"]


class Queries(
    Transfers,
    BankLines,
    Statements,
    Refunds,
    Holds,
    Lineage,
    Pace,
    Recharges,
    Reviews,
    Once,
    Guesses,
    Batches,
    Funds,
    Ends,
    Balances,
    Movements,
    Journal,
    History,
):
    """The reads of the room."""
