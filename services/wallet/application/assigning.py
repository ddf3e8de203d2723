"""Money that arrived and that only a person could tell whose it is: credited to an account, with its review item, in one save."""

from __future__ import annotations

from datetime import datetime

from services.kernel.eventstore import Turn, once
from services.kernel.money import Money, format_amount, parse_amount
from services.wallet.application.room import Room, of_known_account, refused_where_taken, wallet_of
from services.wallet.application.transfers import announced
from services.wallet.domain import BANK_LINE, ReviewIsNotAssignable, ReviewItem, TransferIsCredited
from services.wallet.projections import reference_key
from services.wallet.schemas import AssignLine, AssignmentView, ReviewItemView


class Assigning(Room):
    """Assigning lines of bank statements. To dismiss one is to resolve its review item."""

    def assign_line(self, command: AssignLine) -> AssignmentView:
        """Refuses: NotFound, ReviewIsNotAssignable, ReviewIsResolved, TransferIsCredited, CurrencyDiffers, AmountIsOutOfRange,
        AmountIsTooFine, TransferCodeIsUnknown, TransferOrderIsOver.
        """
        item = self.read(ReviewItem, command.review_id)
        reference = item.finding.details.get("reference", "") if isinstance(item, ReviewItem) else ""
        with refused_where_taken("transfer_pkey", TransferIsCredited(reference=reference)):
            return self._assign_line(command)

    @of_known_account
    @once
    def _assign_line(self, turn: Turn, command: AssignLine) -> AssignmentView:
        item = turn.load(ReviewItem, command.review_id)
        amount = _money_that_came(item)
        details = item.finding.details
        wallet = wallet_of(turn, command.account_id)
        order = announced(turn, command.code, command.account_id) if command.code else None
        note = f"credited to account {command.account_id}: {command.note}"
        item.resolve(note, by_member_id=command.by_member_id, at=turn.now)
        if command.dry_run and self.queries.is_credited(channel="offline_transfer", reference_key=reference_key(details["reference"])):
            raise TransferIsCredited(reference=details["reference"])
        if order is not None:
            order.arrive(amount, reference=details["reference"], by_member_id=command.by_member_id, at=turn.now)
        wallet.credit_transfer(
            amount,
            reference=details["reference"],
            occurred_at=min(datetime.fromisoformat(details["occurred_at"]), turn.now),
            by_member_id=command.by_member_id,
            at=turn.now,
        )
        return AssignmentView(
            account_id=command.account_id,
            reference=details["reference"],
            amount=format_amount(amount.amount_micros),
            currency=amount.currency,
            item=ReviewItemView(
                review_id=item.id,
                kind=item.finding.kind,
                subject=item.finding.subject,
                details=details,
                account_id=item.finding.account_id,
                status="resolved",
                opened_at=item.opened_at,
                note=note,
                by_member_id=command.by_member_id,
                resolved_at=turn.now,
            ),
        )


def _money_that_came(item: ReviewItem) -> Money:
    """What a line says came in. Refuses: ReviewIsNotAssignable."""
    details = item.finding.details
    if item.finding.kind != BANK_LINE or details["direction"] != "credit" or details["is_reversal"] != "false":
        raise ReviewIsNotAssignable(review_id=item.id)
    return Money(parse_amount(details["amount"]), details["currency"])
