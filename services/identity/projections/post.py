"""Rows of messages on their way: written once, claimed before they leave, so that a person never gets one twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from services.kernel.database import Database


class MessageRows:
    """The messages and their states."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def write(
        self,
        messages: Sequence[tuple[UUID, str, str, str]],
        *,
        channel: str,
        kind: str,
        state: str,
        at: datetime,
        valid_until: datetime | None,
    ) -> None:
        """Messages (id, recipient, subject, body) to be sent; one with this id is written once."""
        ids, recipients, subjects, bodies = ([message[place] for message in messages] for place in range(4))
        self._database.execute(
            """
            insert into message (message_id, channel, kind, recipient, subject, body, state, written_at, next_try_at, valid_until)
            select m.message_id, %(channel)s, %(kind)s, m.recipient, m.subject, m.body, %(state)s, %(at)s, %(at)s, %(valid_until)s
            from unnest(%(ids)s::uuid[], %(recipients)s::text[], %(subjects)s::text[], %(bodies)s::text[])
                 as m(message_id, recipient, subject, body)
            on conflict (message_id) do nothing
            """,
            {
                "ids": ids,
                "recipients": recipients,
                "subjects": subjects,
                "bodies": bodies,
                "channel": channel,
                "kind": kind,
                "state": state,
                "at": at,
                "valid_until": valid_until,
            },
        )

    def claim(self, message_id: UUID, *, at: datetime) -> dict[str, Any] | None:
        """The message, now leaving; None if somebody else has it, or it is not yet time."""
        return self._database.one(
            """
            update message
            set state = 'leaving', tries = tries + 1
            where message_id = %s
              and state = 'waiting'
              and next_try_at <= %s
            returning message_id, channel, kind, recipient, subject, body, valid_until, tries
            """,
            (message_id, at),
        )

    def settle(self, message_id: UUID, state: str, *, keep_body: bool = False, error: str | None = None) -> None:
        """What became of it; what has left needs no body any more."""
        self._database.execute(
            "update message set state = %s, error = %s, body = case when %s then body else '' end where message_id = %s",
            (state, error, keep_body, message_id),
        )

    def put_back(self, message_id: UUID, *, next_try_at: datetime, error: str) -> None:
        """It surely did not leave; try later."""
        self._database.execute(
            "update message set state = 'waiting', next_try_at = %s, error = %s where message_id = %s", (next_try_at, error, message_id)
        )
