"""The numbers that people call tickets by: T-2026-000001, without gaps within a year (UTC)."""

from __future__ import annotations

from uuid import UUID

from services.kernel.eventstore import Aggregate, event
from services.kernel.ids import natural_id


class TicketNumbers(Aggregate):
    """The numbers of one year. One is taken in the save that submits its ticket: both are stored or neither, so there is no gap."""

    TOPIC = "tickets.numbers"

    class Event(Aggregate.Event):
        TOPIC = "tickets.numbers_event"

    class YearBegun(Event, Aggregate.Created):
        TOPIC = "tickets.year_begun"
        year: int

    class NumberTaken(Event):
        TOPIC = "tickets.number_taken"
        ordinal: int
        ticket_id: UUID

    year: int
    taken: int

    @classmethod
    def begin(cls, year: int) -> TicketNumbers:
        return cls._create(cls.YearBegun, id=cls.create_id(year), year=year)

    @staticmethod
    def create_id(year: int) -> UUID:
        return natural_id("ticket_numbers", year)

    @event(YearBegun)
    def __init__(self, year: int) -> None:
        self.year = year
        self.taken = 0

    def take(self, ticket_id: UUID) -> str:
        """The next number, now this ticket's."""
        self.trigger_event(TicketNumbers.NumberTaken, ordinal=self.taken + 1, ticket_id=ticket_id)
        return f"T-{self.year}-{self.taken:06d}"

    @event(NumberTaken)
    def _number_taken(self, ordinal: int) -> None:
        self.taken = ordinal
