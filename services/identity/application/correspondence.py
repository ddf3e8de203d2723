"""Chapter five: what we write to people, and the local mailbox where it can be read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from services.identity.application.room import Room
from services.identity.domain import MailboxIsNotLocal
from services.identity.messages import written
from services.identity.messages.post import Draft
from services.identity.schemas import MailboxOf, MailboxView, MessageView
from services.kernel.ids import natural_id
from services.kernel.money import Money

READ_BILLS = ("owner", "finance")


class ToldBill(NamedTuple):
    """A bill, as far as we write of it."""

    bill_id: UUID
    workspace_id: UUID
    day: date
    total: Money


class Correspondence(Room):
    """Mail to people, each once."""

    def tell_of_bills(self, account_id: UUID, bills: Sequence[ToldBill]) -> None:
        """ "Bill generated", to the account's owners and finance members (product facts 2.9). Told again, nothing is sent again."""
        readers = self.queries.recipients(account_id, roles=READ_BILLS)
        self.post.send_many([_draft(bill, reader) for bill in bills for reader in readers], kind="bill_issued")

    def mailbox(self, question: MailboxOf) -> MailboxView:
        """What would have been sent, newest first. Refuses: MailboxIsNotLocal, when a mail server is set (decision 38)."""
        if not self.post.is_local("mail"):
            raise MailboxIsNotLocal()
        rows = self.queries.mailbox(recipient=question.recipient, limit=question.limit)
        return MailboxView(items=[MessageView(**row) for row in rows])


def _draft(bill: ToldBill, reader: dict[str, Any]) -> Draft:
    text = written(
        "bill_issued",
        reader["language"],
        day=bill.day.isoformat(),
        total=str(bill.total),
        workspace=str(bill.workspace_id),
        bill=str(bill.bill_id),
    )
    return Draft(natural_id("message", "bill_issued", bill.bill_id, reader["member_id"]), text, reader["email"])
