"""The review list. An item is resolved by somebody who has seen it, so never in the commit that opened it."""

from __future__ import annotations

from typing import Final

import msgspec

from services.kernel.eventstore import Rows, Rowset
from services.wallet.domain import ReviewItem
from services.wallet.projections.projector import PROJECTOR

REVIEWS: Final = Rows(
    """
    insert into review_item (review_id, kind, subject, account_id, details, opened_at, position)
    select u.review_id, u.kind, u.subject, u.account_id, u.details::jsonb, u.opened_at, ledger_position(u.ordinal)
    from unnest(%s::uuid[], %s::text[], %s::text[], %s::uuid[], %s::text[], %s::timestamptz[], %s::int[])
         as u(review_id, kind, subject, account_id, details, opened_at, ordinal)
    """,
    columns=("review_id", "kind", "subject", "account_id", "details", "opened_at", "ordinal"),
)

RESOLUTIONS: Final = Rows(
    """
    update review_item as i
    set note = u.note, by_member_id = u.by_member_id, resolved_at = u.resolved_at
    from unnest(%s::uuid[], %s::text[], %s::uuid[], %s::timestamptz[]) as u(review_id, note, by_member_id, resolved_at)
    where i.review_id = u.review_id
    """,
    columns=("review_id", "note", "by_member_id", "resolved_at"),
)


@PROJECTOR.on(ReviewItem.Opened)
def _opened(fact: ReviewItem.Opened, rows: Rowset) -> None:
    rows.add(
        REVIEWS,
        review_id=fact.originator_id,
        kind=fact.finding.kind,
        subject=fact.finding.subject,
        account_id=fact.finding.account_id,
        details=msgspec.json.encode(fact.finding.details).decode(),
        opened_at=fact.occurred_at,
    )


@PROJECTOR.on(ReviewItem.Resolved)
def _resolved(fact: ReviewItem.Resolved, rows: Rowset) -> None:
    rows.add(
        RESOLUTIONS, review_id=fact.originator_id, note=fact.note, by_member_id=fact.by_member_id, resolved_at=fact.occurred_at
    )
