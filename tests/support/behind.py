"""A look at a stack's ledgers from behind: heads, seals, followers, queues, and what is there how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pika

from deploy.local import environment
from deploy.local.stack import Stack
from services.kernel.config import ROOMS
from services.kernel.database import psycopg
from services.kernel.eventstore.seal import FIRST_DIGEST, SealedEvent, seal

QUEUES = ("usage.intake", "usage.dead")


class Behind:
    """Reads with the rooms' own rights."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack

    def heads(self) -> dict[str, int]:
        """The last position of every book."""
        return {room: self.rows(room, "select position from ledger_head")[0]["position"] for room in ROOMS}

    def unfinished(self) -> list[str]:
        """What still moves: followers behind a book, messages in queues, bills that nobody has collected."""
        heads = self.heads()
        lag = [
            f"{room} has read {row['book']} to {row['position']} of {heads[row['book']]}"
            for room in ROOMS
            for row in self.rows(room, "select book, position from followed")
            if row["position"] != heads[row["book"]]
        ]
        waiting = [f"{count} in {queue}" for queue, count in self.messages().items() if count]
        open_bills = self.rows("billing", "select bill_id from bill where bill_id not in (select bill_id from bill_payment)")
        return lag + waiting + [f"bill {row['bill_id']} is not collected" for row in open_bills]

    def messages(self) -> dict[str, int]:
        """How many messages wait in the queues of usage."""
        with pika.BlockingConnection(pika.URLParameters(self.stack.amqp_url)) as connection:
            channel = connection.channel()
            return {queue: channel.queue_declare(queue, passive=True).method.message_count for queue in QUEUES}

    def parked(self) -> list[dict[str, Any]]:
        """What any room could not digest."""
        return [{"room": room, **row} for room in ROOMS for row in self.rows(room, "select book, position, name, error from parked")]

    def broken_seals(self, room: str) -> list[str]:
        """What is wrong with the room's chain and positions; nothing, if all is well."""
        events = self.rows(room, "select * from events order by position")
        commits = self.rows(room, "select * from commits order by from_position")
        head = self.rows(room, "select * from ledger_head")[0]
        wrong = [] if [event["position"] for event in events] == list(range(1, head["position"] + 1)) else [f"{room} has holes"]
        digest, reached = FIRST_DIGEST, 0
        for commit in commits:
            first, last = commit["from_position"], commit["to_position"]
            sealed = [SealedEvent(*(event[name] for name in SealedEvent._fields)) for event in events[first - 1 : last]]
            digest = seal(digest, from_position=first, to_position=last, recorded_at=commit["recorded_at"], events=sealed)
            if (first, digest) != (reached + 1, commit["digest"]):
                return [*wrong, f"{room}'s commit {first} to {last} is not what was sealed"]
            reached = last
        return wrong if (reached, digest) == (head["position"], head["digest"]) else [*wrong, f"{room}'s head is not its last commit"]

    def facts(self, room: str, topic: str) -> list[dict[str, Any]]:
        """What the room's book says under a topic, in order."""
        return [row["fact"] for row in self.rows(room, "select fact from book where topic = %s order by position", topic)]

    def count_of(self, room: str, topic: str, field: str) -> Counter[str]:
        """How often each value of a field is told under a topic."""
        return Counter(str(fact[field]) for fact in self.facts(room, topic))

    def usage_ids(self, workspace: str) -> list[tuple[str, str]]:
        """Day and id of every row of the workspace in the usage ledger, repeats included if there were any."""
        rows = self.rows("billing", "select day::text, event_id from usage where workspace_id = %s", workspace)
        return sorted((row["day"], row["event_id"]) for row in rows)

    def rows(self, room: str, sql: str, *values: Any) -> list[dict[str, Any]]:
        with self._connected(room) as connection:
            return connection.execute(sql.encode(), values or None).fetchall()

    @contextmanager
    def _connected(self, room: str) -> Iterator[psycopg.Connection[dict[str, Any]]]:
        url = environment.kept(self.stack.folder)[room][f"BC_{room.upper()}_DATABASE_URL"]
        with psycopg.connect(url, autocommit=True, row_factory=psycopg.rows.dict_row) as connection:
            yield connection
