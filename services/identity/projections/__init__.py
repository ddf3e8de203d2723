"""What identity writes besides events: `ledger` from its own facts, `people` in a command's transaction, `guards` and `post` at once."""

from services.identity.projections.ledger import PROJECTOR

__all__ = ["PROJECTOR"]
