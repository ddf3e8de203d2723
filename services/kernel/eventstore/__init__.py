"""The event store: a room's ledger, its living aggregates and the one way to save.

Owns:      events, commits (the seal), snapshots, the command log's rows.
Promises:  positions without holes; a save is stored whole or not at all; nothing is answered before it is durable; a command takes effect
at most once; no event is ever changed.
Never:     knows what an event means.
"""

from services.kernel.eventstore.aggregate import Aggregate, event, facts_of
from services.kernel.eventstore.application import Application
from services.kernel.eventstore.attempts import once
from services.kernel.eventstore.committer import CommitIsUnknown, VersionConflict
from services.kernel.eventstore.mapper import Mapper, decode_state, state_type_of
from services.kernel.eventstore.merkle import path_to
from services.kernel.eventstore.projection import Projector, Rows, Rowset
from services.kernel.eventstore.seal import FIRST_DIGEST, SealedEvent, leaf_of, seal
from services.kernel.eventstore.turns import Turn

__all__ = [
    "FIRST_DIGEST",
    "Aggregate",
    "Application",
    "CommitIsUnknown",
    "Mapper",
    "Projector",
    "Rows",
    "Rowset",
    "SealedEvent",
    "Turn",
    "VersionConflict",
    "decode_state",
    "event",
    "facts_of",
    "leaf_of",
    "once",
    "path_to",
    "seal",
    "state_type_of",
]
