"""From the wallet's rows to answers."""

from __future__ import annotations

from services.wallet.queries.balances import Balances, Holdings, Place
from services.wallet.queries.guesses import Guesses
from services.wallet.queries.history import History
from services.wallet.queries.once import Once

__all__ = ["Holdings", "Place", "Queries"]


class Queries(Once, Guesses, Balances, History):
    """The reads of the room."""
