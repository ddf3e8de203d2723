"""What waits for a person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from services.kernel.schemas import Page, decode_cursor
from services.wallet.queries.reading import Reading, page_of
from services.wallet.schemas import ListReviewItems, ReviewItemView


class Reviews(Reading):
    """Review items."""

    def review_items(self, question: ListReviewItems) -> Page[ReviewItemView]:
        before = decode_cursor(question.cursor, int, UUID) if question.cursor else (None, None)
        rows = self._database.all(
            """
            select i.*, case when i.resolved_at is null then 'open' else 'resolved' end as status
            from review_item as i
            where (%(status)s::text is null
                   or (%(status)s = 'open' and i.resolved_at is null)
                   or (%(status)s = 'resolved' and i.resolved_at is not null))
              and (%(kind)s::text is null or i.kind = %(kind)s)
              and (%(account_id)s::uuid is null or i.account_id = %(account_id)s)
              and (%(position)s::bigint is null or (i.position, i.review_id) < (%(position)s, %(review_id)s::uuid))
            order by i.position desc, i.review_id desc
            limit %(limit)s + 1
            """,
            {
                "status": question.status,
                "kind": question.kind,
                "account_id": question.account_id,
                "position": before[0],
                "review_id": before[1],
                "limit": question.limit,
            },
        )
        return page_of(rows, question.limit, _review, key=("position", "review_id"))


def _review(row: dict[str, Any]) -> ReviewItemView:
    return ReviewItemView(**{name: value for name, value in row.items() if name != "position"})
