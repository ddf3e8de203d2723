"""Whatever both sides and time do, a ticket is where a small model says it is, and what is refused changes nothing."""

import copy
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.kernel.errors import Refusal
from services.kernel.ids import new_id
from services.tickets.domain import ABANDONED_AFTER
from tests.support.tickets import NOW, a_message, a_ticket

OPEN = {"waiting_for_assignment", "waiting_for_feedback", "replied"}
FEEDBACK = "waiting_for_feedback"
MOVES = {
    "assign": {"waiting_for_assignment": FEEDBACK, FEEDBACK: FEEDBACK, "replied": "replied"},
    "reply": dict.fromkeys(OPEN, "replied"),
    "answer": {"waiting_for_assignment": "waiting_for_assignment", FEEDBACK: FEEDBACK, "replied": FEEDBACK},
    "withdraw": {"waiting_for_assignment": "withdrawn"},
    "restart": {"withdrawn": "waiting_for_assignment"},
    "close": dict.fromkeys(OPEN, "closed"),
    "rate": {"closed": "closed"},
}
"""From each state in which something may be done, the state that it leads to."""


class TicketMachine(RuleBasedStateMachine):
    @initialize()
    def submit(self):
        self.ticket = a_ticket()
        self.copy = copy.deepcopy(self.ticket)
        self.now = NOW
        self.state = "waiting_for_assignment"
        self.replied_at = None
        self.rated = False

    @rule(action=st.sampled_from(sorted(MOVES)))
    def act(self, action):
        expected = MOVES[action].get(self.state)
        allowed = expected is not None and not (action == "rate" and self.rated)
        self._attempt(lambda: self._do(action), allowed)
        if allowed:
            self.replied_at = self.now if action == "reply" else None if action == "answer" else self.replied_at
            self.rated = self.rated or action == "rate"
            self.state = expected

    @rule(days=st.integers(0, 9))
    def time_passes(self, days):
        self.now += timedelta(days=days)

    @rule()
    def silence(self):
        allowed = self.state == "replied" and self.now - self.replied_at > ABANDONED_AFTER
        self._attempt(lambda: self.ticket.close_abandoned(at=self.now), allowed)
        self.state = "closed" if allowed else self.state

    @invariant()
    def is_where_the_model_says(self):
        if hasattr(self, "ticket"):
            assert self.ticket.state == self.state

    def _do(self, action):
        arguments = {
            "assign": (new_id(),),
            "reply": (a_message(),),
            "answer": (a_message(),),
            "close": ("support",),
            "rate": (4, None),
        }
        getattr(self.ticket, action)(*arguments.get(action, ()), at=self.now)

    def _attempt(self, do, allowed):
        before = (self.ticket.version, self.ticket.state, self.ticket.replied_at, self.ticket.stars)
        try:
            do()
        except Refusal:
            assert not allowed
            assert (self.ticket.version, self.ticket.state, self.ticket.replied_at, self.ticket.stars) == before
        else:
            assert allowed
        self._replay_is_the_same()

    def _replay_is_the_same(self):
        """What is stored leads another copy to the same state."""
        for fact in self.ticket.collect_events():
            fact.mutate(self.copy)
        assert (self.copy.state, self.copy.replied_at, self.copy.stars) == (self.ticket.state, self.ticket.replied_at, self.ticket.stars)


TicketMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestTicketMachine = TicketMachine.TestCase
