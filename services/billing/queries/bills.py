"""Bills, their lines and how they stand, now or as of a position."""

from __future__ import annotations

from datetime import date
from typing import Any, Final
from uuid import UUID

from services.kernel.database import Database

LARGEST: Final = 2**63 - 1

_BILL_AND_PAYMENT: Final = """
        select b.bill_id, b.workspace_id, b.account_id, b.currency, b.site, b.day, b.day_start, b.day_end, b.kind, b.total_micros,
               b.usage_position, b.terms_position, b.price_book, b.rules_version, b.issued_at, b.position,
               p.method, p.taken_micros, p.owed_micros, p.cloud_micros
        from bill as b
        left join lateral (
            select method, taken_micros, owed_micros, cloud_micros
            from bill_payment as p
            where p.bill_id = b.bill_id
              and p.position <= %(position)s
            order by p.position desc
            limit 1
        ) as p on true
"""


def bill_of(database: Database, bill_id: UUID, *, account_id: UUID, position: int | None = None) -> dict[str, Any] | None:
    """One bill of an account with how it stood at a position."""
    return database.one(
        _BILL_AND_PAYMENT
        + """
        where b.bill_id = %(bill_id)s
          and b.account_id = %(account_id)s
          and b.position <= %(position)s
        """,
        {"bill_id": bill_id, "account_id": account_id, "position": LARGEST if position is None else position},
    )


def lines_of(database: Database, bill_id: UUID) -> list[dict[str, Any]]:
    """A bill's lines, in their order."""
    return database.all(
        """
        select line_id, item, retention_days, key, quantity, billable, unit_size, unit_price_micros, vouchers_may_pay, amount_micros
        from bill_line
        where bill_id = %s
        order by place
        """,
        (bill_id,),
    )


def bills_of(
    database: Database,
    account_id: UUID,
    *,
    workspace_id: UUID | None,
    state: str | None,
    from_day: date | None,
    to_day: date | None,
    position: int | None,
    before: tuple[date, UUID] | None,
    limit: int,
) -> list[dict[str, Any]]:
    """An account's bills, newest day first, from before a sort key (day, bill id)."""
    return database.all(
        _BILL_AND_PAYMENT
        + """
        where b.account_id = %(account_id)s
          and b.position <= %(position)s
          and (%(workspace_id)s::uuid is null or b.workspace_id = %(workspace_id)s)
          and b.day between %(from_day)s and %(to_day)s
          and (b.day, b.bill_id) < (%(before_day)s, %(before_id)s)
          and (%(state)s::text is null
               or %(state)s = case when p.owed_micros is null then 'issued' when p.owed_micros > 0 then 'owed' else 'paid' end)
        order by b.day desc, b.bill_id desc
        limit %(limit)s
        """,
        {
            "account_id": account_id,
            "position": LARGEST if position is None else position,
            "workspace_id": workspace_id,
            "state": state,
            "from_day": from_day or date.min,
            "to_day": to_day or date.max,
            "before_day": before[0] if before else date.max,
            "before_id": before[1] if before else UUID(int=2**128 - 1),
            "limit": limit,
        },
    )
