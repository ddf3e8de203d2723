"""Chapter five: what ended is booked soon after, whether or not anybody asks for the wallet.

It makes no difference to any outcome (a decision comes to its instant first); it makes the book, the journal and those who follow it
hear of ends in time. Several processes may do it at once: what one has booked the other finds booked.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from services.kernel.clock import EPOCH
from services.kernel.eventstore import Turn, once
from services.kernel.ids import new_id
from services.kernel.schemas import Command, View, shape
from services.wallet.application.room import Room, wallet_of

PAGE: Final = 1_000
"""Ends that are read at once."""
WORKERS: Final = 8
LOOK_BACK: Final = timedelta(hours=1)
"""How long before the last look we look again: for what was being stored then."""


@shape
class BookEnds(Command):
    """Book what ended in an account's wallet."""

    account_id: UUID


@shape
class EndsView(View):
    """When the next hold or validity of the wallet ends."""

    next_end: datetime | None


class BookedEnds(NamedTuple):
    """What a look came to: in how many accounts something had ended, and the faults of those that are tried again at the next look."""

    accounts: int
    faults: list[Exception]


class Ends(Room):
    """Booking ends."""

    ends_since: datetime = EPOCH
    """Everything that ended before is booked; a process that starts looks at all there ever was."""

    @once
    def book_ends(self, turn: Turn, command: BookEnds) -> EndsView:
        """Book ended holds, and ended funds with value left as breakage (decision 17). Refuses: NotFound."""
        wallet = wallet_of(turn, command.account_id)
        wallet.come_to(turn.now)
        return EndsView(next_end=wallet.next_end())

    def book_due_ends(self) -> BookedEnds:
        """Book what ended until now, in all accounts, several at a time. A wallet that cannot be booked does not keep the others."""
        since, until, booked = self.ends_since, self.clock.now(), set[UUID]()
        faults: dict[UUID, Exception] = {}
        while page := self.queries.ends_to_book(since=since, until=until, without=faults, limit=PAGE):
            accounts = {end.account_id for end in page}
            faults |= self._book_page(accounts)
            booked |= accounts
            since = page[-1].ended_at
        if not faults:
            self.ends_since = max(self.ends_since, until - LOOK_BACK)
        self.queries.forget_guesses(at=until)
        return BookedEnds(len(booked), [*faults.values()])

    def _book_page(self, accounts: Collection[UUID]) -> dict[UUID, Exception]:
        """The faults of the accounts that could not be booked. What was booked is not found again, so every page is another one."""
        waiting, faults = deque(accounts), dict[UUID, Exception]()

        def work() -> None:
            while waiting:
                account_id = waiting.popleft()
                try:
                    self.book_ends(BookEnds(id=new_id(), account_id=account_id))
                except Exception as fault:  # tried again at the next look, and told to the log by whoever looks
                    faults[account_id] = fault

        workers = [threading.Thread(target=work, name=f"ends-{number}") for number in range(min(WORKERS, len(accounts)))]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        return faults
