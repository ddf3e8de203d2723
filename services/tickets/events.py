"""What tickets tells the other rooms: names, versions, and a sample of each, which is how a fact looks for ever; nobody's words."""

from __future__ import annotations

from typing import Any, Final

from services.kernel.follower import Published
from services.tickets.domain import Ticket

_OF = {
    "ticket_id": "5f2b6f0e-8a51-5b0e-9d5c-0e6a1f7c2b11",
    "account_id": "01938f6a-0000-7000-8000-000000000001",
    "occurred_at": "2026-11-23T09:00:00Z",
}
_MEMBER = "01938f6a-0000-7000-8000-000000000002"
_HANDLER = "01938f6a-0000-7000-8000-000000000003"
_BILL = "5f2b6f0e-8a51-5b0e-9d5c-0e6a1f7c2b12"
_LINE = "0d9c3c3e-5c62-5a2f-8c11-6b9f7a0d4e21"


def _message(last: int, by: str) -> dict[str, Any]:
    return {"message_id": f"0d9c3c3e-5c62-5a2f-8c11-6b9f7a0d4e{last}", "seal": "9f" * 32, "by_member_id": by}


SAMPLES: Final[dict[str, dict[str, Any]]] = {
    "tickets.submitted.v1": {
        **_OF,
        "number": "T-2026-000001",
        "type": "usage_question",
        "about": {"bill_id": _BILL, "line_id": _LINE, "workspace_id": None},
        "message": _message(31, _MEMBER),
    },
    "tickets.assigned.v1": {**_OF, "handler_id": _HANDLER, "state": "waiting_for_feedback"},
    "tickets.replied.v1": {**_OF, "message": _message(32, _HANDLER)},
    "tickets.answered.v1": {**_OF, "message": _message(33, _MEMBER), "state": "waiting_for_feedback"},
    "tickets.withdrawn.v1": _OF,
    "tickets.restarted.v1": _OF,
    "tickets.closed.v1": {**_OF, "by": "silence"},
    "tickets.rated.v1": {**_OF, "stars": 5, "comment": None},
}

PUBLISHED: Final = Published(
    "tickets",
    {
        Ticket.Submitted: "tickets.submitted.v1",
        Ticket.Assigned: "tickets.assigned.v1",
        Ticket.Replied: "tickets.replied.v1",
        Ticket.Answered: "tickets.answered.v1",
        Ticket.Withdrawn: "tickets.withdrawn.v1",
        Ticket.Restarted: "tickets.restarted.v1",
        Ticket.Closed: "tickets.closed.v1",
        Ticket.Rated: "tickets.rated.v1",
    },
    samples=SAMPLES,
)
