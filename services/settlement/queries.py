"""From settlement's rows to answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from services.kernel.database import Database
from services.kernel.errors import NotFound
from services.kernel.money import Money
from services.kernel.schemas import Page, decode_cursor, encode_cursor
from services.settlement.schemas import (
    ArrearsOf,
    ArrearsView,
    BillSettlementOf,
    BillSettlementView,
    ListWorkspaces,
    OwedShareView,
    PaidShareView,
    WorkspaceOf,
    WorkspaceView,
)

_WORKSPACE = """
    select w.workspace_id, w.account_id, w.position, w.name, w.site, w.region, w.zone, w.currency, w.plan, w.edition, w.method,
           w.billable_from, w.bound_at, a.since as arrears_since,
           case when a.since is null then 'active' else 'in_arrears' end as state
    from workspace as w
    left join arrears as a on a.account_id = w.account_id
"""


class CollectionTerms(NamedTuple):
    """Who pays for a workspace's bill and by which method, and whether that bill has been collected."""

    account_id: UUID
    currency: str
    method: str
    is_collected: bool


class Queries:
    """The reads of the room. What belongs to another account is not found."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def knows_account(self, account_id: UUID) -> bool:
        return self._database.one("select from payer where account_id = %s", (account_id,)) is not None

    def workspaces(self, question: ListWorkspaces) -> Page[WorkspaceView]:
        """The last bound first."""
        (before,) = decode_cursor(question.cursor, int) if question.cursor else (None,)
        rows = self._database.all(
            _WORKSPACE
            + """
            where w.account_id = %(account_id)s
              and (%(before)s::bigint is null or w.position < %(before)s)
              and (%(state)s::text is null or (a.since is not null) = (%(state)s = 'in_arrears'))
            order by w.position desc
            limit %(limit)s + 1
            """,
            {"account_id": question.account_id, "before": before, "state": question.state, "limit": question.limit},
        )
        shown = rows[: question.limit]
        next_cursor = encode_cursor([shown[-1]["position"]]) if len(rows) > question.limit else None
        return Page[WorkspaceView].of([_workspace(row) for row in shown], next_cursor)

    def workspace(self, question: WorkspaceOf) -> WorkspaceView:
        """Refuses: NotFound."""
        row = self._database.one(
            _WORKSPACE + "where w.workspace_id = %s and w.account_id = %s", (question.workspace_id, question.account_id)
        )
        if row is None:
            raise NotFound("workspace", question.workspace_id)
        return _workspace(row)

    def collection_terms(self, workspace_by_bill: Mapping[UUID, UUID]) -> dict[UUID, CollectionTerms]:
        """By bill; a bill of a workspace that nobody pays for is not among them."""
        rows = self._database.all(
            """
            select asked.bill_id, w.account_id, w.currency, w.method,
                   exists (select from bill_settlement as s where s.bill_id = asked.bill_id) as is_collected
            from unnest(%s::uuid[], %s::uuid[]) as asked(bill_id, workspace_id)
            join workspace as w on w.workspace_id = asked.workspace_id
            """,
            ([*workspace_by_bill], [*workspace_by_bill.values()]),
        )
        return {row.pop("bill_id"): CollectionTerms(**row) for row in rows}

    def are_collected(self, bill_ids: Collection[UUID]) -> bool:
        """Whether all of them are."""
        row = self._database.one("select count(*) as collected from bill_settlement where bill_id = any(%s)", (list(bill_ids),))
        return row is not None and row["collected"] == len({*bill_ids})

    def left_owed(self, bill_ids: Collection[UUID]) -> frozenset[UUID]:
        """Those of these bills that were noted as left owed, paid since or not."""
        rows = self._database.all("select bill_id from owed_bill where bill_id = any(%s)", (list(bill_ids),))
        return frozenset(row["bill_id"] for row in rows)

    def bill_settlement(self, question: BillSettlementOf) -> BillSettlementView:
        """Refuses: NotFound, also for a bill that has not been collected yet."""
        row = self._database.one(
            """
            select s.bill_id, s.workspace_id, s.account_id, s.currency, s.method, s.taken, s.owed, s.cloud, s.owed_micros, s.settled_at,
                   c.cleared_at
            from bill_settlement as s
            left join cleared_bill as c on c.bill_id = s.bill_id
            where s.bill_id = %s
              and s.account_id = %s
            """,
            (question.bill_id, question.account_id),
        )
        if row is None:
            raise NotFound("bill_settlement", question.bill_id)
        return _settlement(row)

    def arrears(self, question: ArrearsOf) -> ArrearsView:
        """Refuses: NotFound."""
        row = self._database.one(
            """
            select p.account_id, a.since, a.bill_id, a.since is not null as in_arrears,
                   array(select o.bill_id
                         from owed_bill as o
                         where o.account_id = p.account_id
                           and not exists (select from cleared_bill as c where c.bill_id = o.bill_id)
                         order by o.since, o.bill_id) as owed_bill_ids
            from payer as p
            left join arrears as a on a.account_id = p.account_id
            where p.account_id = %s
            """,
            (question.account_id,),
        )
        if row is None:
            raise NotFound("account", question.account_id)
        return ArrearsView(**row)


def _workspace(row: dict[str, Any]) -> WorkspaceView:
    return WorkspaceView(**{name: value for name, value in row.items() if name != "position"})


def _settlement(row: dict[str, Any]) -> BillSettlementView:
    currency = row["currency"]
    is_owed = row["owed_micros"] > 0 and row["cleared_at"] is None
    return BillSettlementView(
        bill_id=row["bill_id"],
        workspace_id=row["workspace_id"],
        account_id=row["account_id"],
        method=row["method"],
        state="owed" if is_owed else "settled",
        taken_total=_total(row["taken"], currency),
        owed_total=_total(row["owed"], currency),
        cloud_total=_total(row["cloud"], currency),
        taken=[_taken(part, currency) for part in row["taken"]],
        owed=[_rest(part, currency) for part in row["owed"]],
        cloud=[_rest(part, currency) for part in row["cloud"]],
        settled_at=row["settled_at"],
        cleared_at=row["cleared_at"],
    )


def _taken(part: dict[str, Any], currency: str) -> PaidShareView:
    return PaidShareView(
        line_id=UUID(part["line_id"]),
        fund_id=UUID(part["fund_id"]),
        kind=part["kind"],
        amount=Money(part["amount_micros"], currency),
    )


def _rest(part: dict[str, Any], currency: str) -> OwedShareView:
    return OwedShareView(line_id=UUID(part["line_id"]), amount=Money(part["amount_micros"], currency))


def _total(parts: list[dict[str, Any]], currency: str) -> Money:
    return Money(sum(part["amount_micros"] for part in parts), currency)
