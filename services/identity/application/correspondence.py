"""Chapter five: what we write to people, and the local mailbox where it can be read."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from services.identity.application.room import Room
from services.identity.domain import MailboxIsNotLocal
from services.identity.messages import written
from services.identity.schemas import MailboxOf, MailboxView, MessageView
from services.kernel.ids import natural_id
from services.kernel.money import Money

READ_BILLS = ("owner", "finance")


class Correspondence(Room):
    """Mail to people, each once."""

    def tell_of_bill(self, *, bill_id: UUID, account_id: UUID, workspace_id: UUID, day: date, total: Money) -> None:
        """ "Bill generated", to the account's owners and finance members (product facts 2.9). Told again, nothing is sent again."""
        for reader in self.queries.recipients(account_id, roles=READ_BILLS):
            text = written(
                "bill_issued", reader["language"], day=day.isoformat(), total=str(total), workspace=str(workspace_id), bill=str(bill_id)
            )
            message_id = natural_id("message", "bill_issued", bill_id, reader["member_id"])
            self.post.send(message_id, text, kind="bill_issued", recipient=reader["email"])

    def mailbox(self, question: MailboxOf) -> MailboxView:
        """What would have been sent, newest first. Refuses: MailboxIsNotLocal, when a mail server is set (decision 38)."""
        if not self.post.is_local("mail"):
            raise MailboxIsNotLocal()
        rows = self.queries.mailbox(recipient=question.recipient, limit=question.limit)
        return MailboxView(items=[MessageView(**row) for row in rows])
