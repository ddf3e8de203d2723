"""What a person must look at: opened by other chapters, in their own save; resolved by operators."""

from __future__ import annotations

from services.kernel.eventstore import Turn, once
from services.kernel.schemas import Page
from services.wallet.application.room import Room
from services.wallet.domain import Finding, ReviewItem
from services.wallet.schemas import ListReviewItems, ResolveReview, ReviewItemView


def open_review(turn: Turn, finding: Finding) -> ReviewItem:
    """Ask a person to look, in the save of this turn. What was opened before, resolved or not, stays as it is."""
    return turn.find(ReviewItem, finding.review_id) or turn.add(ReviewItem.open(finding, at=turn.now))


class Reviews(Room):
    """The review list."""

    def list_review_items(self, question: ListReviewItems) -> Page[ReviewItemView]:
        return self.queries.review_items(question)

    @once
    def resolve_review(self, turn: Turn, command: ResolveReview) -> ReviewItemView:
        """Refuses: NotFound, ReviewIsResolved."""
        item = turn.load(ReviewItem, command.review_id)
        item.resolve(command.note, by_member_id=command.by_member_id, at=turn.now)
        return ReviewItemView(
            review_id=item.id,
            kind=item.finding.kind,
            subject=item.finding.subject,
            details=item.finding.details,
            account_id=item.finding.account_id,
            status="resolved",
            opened_at=item.opened_at,
            note=command.note,
            by_member_id=command.by_member_id,
            resolved_at=turn.now,
        )
