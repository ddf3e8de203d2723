"""What a person must look at."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from services.kernel.schemas import Command, Length, Question, View, shape
from services.wallet.schemas.words import ByMember, Cursor, Limit


@shape
class ListReviewItems(Question):
    """What waits for a person, or was resolved; the latest first. Of one kind or account, where that is asked."""

    status: Literal["open", "resolved"] | None = None
    kind: Annotated[str, Length(max=64)] | None = None
    account_id: UUID | None = None
    limit: Limit = 50
    cursor: Cursor | None = None


@shape
class ResolveReview(Command):
    """Say what was done about a review item. It changes nothing else."""

    review_id: UUID
    note: Annotated[str, Length(min=1, max=2000)]
    by_member_id: ByMember | None = None


@shape
class ReviewItemView(View):
    """What was found, of what, and what became of it. `kind` and `subject` name it; the same is never opened twice."""

    review_id: UUID
    kind: str
    subject: str
    details: dict[str, str]
    account_id: UUID | None
    status: Literal["open", "resolved"]
    opened_at: datetime
    note: str | None = None
    by_member_id: UUID | None = None
    resolved_at: datetime | None = None
