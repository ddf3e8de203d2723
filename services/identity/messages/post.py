"""The post office: writes messages down, hands them to carriers, and remembers what became of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from services.identity.messages.carriers import Carrier, Channel, Letter, NotCarried, PerhapsCarried, Refused
from services.identity.messages.templates import Text
from services.identity.projections.post import MessageRows
from services.identity.queries import Queries
from services.kernel.clock import Clock
from services.kernel.database import Database

FIRST_PAUSE: Final = timedelta(seconds=5)
LONGEST_PAUSE: Final = timedelta(hours=1)
BATCH: Final = 50


class Draft(NamedTuple):
    """A message as it is asked for."""

    message_id: UUID
    text: Text
    recipient: str


class Post:
    """Messages by channel. Instants are the machine's."""

    def __init__(self, database: Database, carriers: Mapping[Channel, Carrier], *, machine: Clock) -> None:
        self._rows = MessageRows(database)
        self._queries = Queries(database)
        self._carriers = carriers
        self._machine = machine

    def is_local(self, channel: Channel) -> bool:
        """Whether messages of this channel stay in the local mailbox."""
        return self._carriers[channel].is_local

    def send(
        self, message_id: UUID, text: Text, *, kind: str, recipient: str, channel: Channel = "mail", valid_for: timedelta | None = None
    ) -> None:
        """Write a message down, to leave soon; one with this id is sent once, however often it is asked for."""
        self.send_many([Draft(message_id, text, recipient)], kind=kind, channel=channel, valid_for=valid_for)

    def send_many(self, drafts: Sequence[Draft], *, kind: str, channel: Channel = "mail", valid_for: timedelta | None = None) -> None:
        """As `send`, for messages of one kind."""
        now = self._machine.now()
        self._rows.write(
            [(draft.message_id, draft.recipient, draft.text.subject, draft.text.body) for draft in drafts],
            channel=channel,
            kind=kind,
            state="kept" if self.is_local(channel) else "waiting",
            at=now,
            valid_until=None if valid_for is None else now + valid_for,
        )

    def deliver_waiting(self) -> int:
        """Try what is due; how many were tried."""
        due = self._queries.messages_waiting(at=self._machine.now(), limit=BATCH)
        return sum(self._deliver(message_id) for message_id in due)

    def _deliver(self, message_id: UUID) -> bool:
        """Claim one message and carry it. False if somebody else has it."""
        now = self._machine.now()
        row = self._rows.claim(message_id, at=now)
        if row is None:
            return False
        if row["valid_until"] is not None and row["valid_until"] <= now:
            self._rows.settle(message_id, "stale")
        else:
            letter = Letter(message_id=message_id, recipient=row["recipient"], subject=row["subject"], body=row["body"])
            self._carry(self._carriers[row["channel"]], letter, tries=row["tries"], now=now)
        return True

    def _carry(self, carrier: Carrier, letter: Letter, *, tries: int, now: datetime) -> None:
        try:
            carrier.carry(letter)
            self._rows.settle(letter.message_id, "gone")
        except NotCarried as reason:
            self._rows.put_back(letter.message_id, next_try_at=now + pause_after(tries), error=str(reason))
        except Refused as reason:
            self._rows.settle(letter.message_id, "refused", error=str(reason))
        except PerhapsCarried as reason:
            self._rows.settle(letter.message_id, "unclear", error=str(reason))


def pause_after(tries: int) -> timedelta:
    """How long to wait after so many tries in vain: 5 s, doubled each time, an hour at most."""
    doublings = min(tries - 1, 20)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)
