"""The recorder: the library's seat for persistence, filled by our committer and plain SQL.

So `app.save(...)`, the library's repository and its notification log work; nothing here creates tables (migrations do) or takes table
locks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from eventsourcing.persistence import ApplicationRecorder, Notification, StoredEvent, Subscription

from services.kernel.database import Database
from services.kernel.eventstore.committer import Committer
from services.kernel.eventstore.pipeline import CommandRecord, Save
from services.kernel.eventstore.projection import Row
from services.kernel.telemetry import traced

_SELECT_EVENTS = """
select originator_id, originator_version, topic, state
from events
where originator_id = %(id)s
  and originator_version > %(gt)s
  and originator_version <= %(lte)s
order by originator_version {direction}
limit %(limit)s
"""
_LARGEST = 2**63 - 1


class LedgerRecorder(ApplicationRecorder):
    """Stores events by group commit, reads them in order."""

    def __init__(self, database: Database, committer: Committer) -> None:
        self._database = database
        self._committer = committer

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        *,
        rows: Sequence[Row] = (),
        command: CommandRecord | None = None,
        after: Sequence[Save] = (),
        on_queued: Callable[[Save], None] | None = None,
        **_: Any,
    ) -> Sequence[int] | None:
        """Store events, rows and command-log row in one transaction with whatever else waits; return when they are durable.

        `on_queued` is called when the save has its place in the order and before the wait: later saves of the same aggregates may be
        decided. Raises: VersionConflict, CommandIsRepeated, CommitIsUnknown. The library asks for the positions but does not need them:
        None.
        """
        save = Save(stored_events, rows, command, after)
        self._committer.put(save)
        if on_queued is not None:
            on_queued(save)
        with traced("commit"):
            save.wait()
        return None

    def select_events(
        self, originator_id: UUID | str, *, gt: int | None = None, lte: int | None = None, desc: bool = False, limit: int | None = None
    ) -> Sequence[StoredEvent]:
        with self._database.connection() as connection:
            found = connection.execute(
                _SELECT_EVENTS.format(direction="desc" if desc else "asc").encode(),
                {"id": originator_id, "gt": gt or 0, "lte": _LARGEST if lte is None else lte, "limit": limit},
                binary=True,
            )
            return [StoredEvent(*row) for row in found]

    def select_notifications(
        self, start: int | None, limit: int, stop: int | None = None, topics: Sequence[str] = (), *, inclusive_of_start: bool = True
    ) -> Sequence[Notification]:
        first = (start or 0) + (0 if inclusive_of_start else 1)
        with self._database.connection() as connection:
            found = connection.execute(
                """
                select position, originator_id, originator_version, topic, state
                from events
                where position >= %(first)s
                  and position <= %(last)s
                  and (cardinality(%(topics)s::text[]) = 0 or topic = any(%(topics)s))
                order by position
                limit %(limit)s
                """,
                {"first": first, "last": _LARGEST if stop is None else stop, "topics": list(topics), "limit": limit},
                binary=True,
            )
            return [Notification(originator_id=a, originator_version=v, topic=t, state=s, id=p) for p, a, v, t, s in found]

    def max_notification_id(self) -> int | None:
        head = self._database.one("select position from ledger_head")
        return head["position"] if head and head["position"] else None

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Subscription[ApplicationRecorder]:
        raise NotImplementedError("follow the book instead: services.kernel.follower")
