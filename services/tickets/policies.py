"""What tickets does without being asked. It follows no other room's book yet; it only knows how long silence lasts."""

from __future__ import annotations

from services.kernel.telemetry import get_logger
from services.tickets.application import Tickets

log = get_logger()


class TicketPolicies:
    """What time brings about."""

    def __init__(self, tickets: Tickets) -> None:
        self._tickets = tickets

    def time_passes(self) -> int:
        """Close what was replied to more than seven days ago and not answered since (decision 40); how many."""
        closed = 0
        while page := self._tickets.close_abandoned():
            closed += page
        if closed:
            log.info("tickets were closed after seven days of silence", tickets=closed)
        return closed
