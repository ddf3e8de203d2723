"""From settlement's facts to rows: payers, workspaces, settlements of bills, and the bills that stay owed.

A commit runs each statement once, over the rows of all its saves: so no statement here may count on another having run before it.
What changes has a table of its own, with one statement that inserts and updates.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from services.kernel.eventstore import Projector, Rows, Rowset
from services.settlement.domain import Collection, Owed, Payer, Taken, Workspace

PROJECTOR: Final = Projector()

PAYERS: Final = Rows(
    """
    insert into payer (account_id, currency, opened_at)
    select * from unnest(%s::uuid[], %s::text[], %s::timestamptz[])
    """,
    columns=("account_id", "currency", "opened_at"),
)

ZONES: Final = Rows(
    """
    insert into account_zone (account_id, zone)
    select * from unnest(%s::uuid[], %s::text[])
    """,
    columns=("account_id", "zone"),
)

ARREARS: Final = Rows(
    """
    insert into arrears (account_id, since, bill_id)
    select * from unnest(%s::uuid[], %s::timestamptz[], %s::uuid[])
    on conflict (account_id) do update set since = excluded.since, bill_id = excluded.bill_id
    """,
    columns=("account_id", "since", "bill_id"),
    key=("account_id",),
)

WORKSPACES: Final = Rows(
    """
    insert into workspace (
        workspace_id, account_id, position, name, site, region, zone, currency, plan, edition, method, billable_from, bound_at
    )
    select u.workspace_id, u.account_id, ledger_position(u.ordinal), u.name, u.site, u.region, u.zone, u.currency, u.plan, u.edition,
           u.method, u.billable_from, u.bound_at
    from unnest(
             %s::uuid[], %s::uuid[], %s::int[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
             %s::text[], %s::timestamptz[], %s::timestamptz[]
         ) as u(workspace_id, account_id, ordinal, name, site, region, zone, currency, plan, edition, method, billable_from, bound_at)
    """,
    columns=(
        "workspace_id",
        "account_id",
        "ordinal",
        "name",
        "site",
        "region",
        "zone",
        "currency",
        "plan",
        "edition",
        "method",
        "billable_from",
        "bound_at",
    ),
)

SETTLEMENTS: Final = Rows(
    """
    insert into bill_settlement (bill_id, workspace_id, account_id, currency, method, taken, owed, cloud, owed_micros, settled_at)
    select u.bill_id, u.workspace_id, u.account_id, u.currency, u.method, u.taken::jsonb, u.owed::jsonb, u.cloud::jsonb, u.owed_micros,
           u.settled_at
    from unnest(
             %s::uuid[], %s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::bigint[], %s::timestamptz[]
         ) as u(bill_id, workspace_id, account_id, currency, method, taken, owed, cloud, owed_micros, settled_at)
    """,
    columns=(
        "bill_id",
        "workspace_id",
        "account_id",
        "currency",
        "method",
        "taken",
        "owed",
        "cloud",
        "owed_micros",
        "settled_at",
    ),
)

OWED_BILLS: Final = Rows(
    """
    insert into owed_bill (bill_id, account_id, since)
    select * from unnest(%s::uuid[], %s::uuid[], %s::timestamptz[])
    """,
    columns=("bill_id", "account_id", "since"),
)

CLEARED_BILLS: Final = Rows(
    """
    insert into cleared_bill (bill_id, cleared_at)
    select * from unnest(%s::uuid[], %s::timestamptz[])
    """,
    columns=("bill_id", "cleared_at"),
)


@PROJECTOR.on(Payer.Opened)
def _opened(fact: Payer.Opened, rows: Rowset) -> None:
    rows.add(PAYERS, account_id=fact.account_id, currency=fact.currency, opened_at=fact.occurred_at)


@PROJECTOR.on(Payer.ZoneFixed)
def _zone_fixed(fact: Payer.ZoneFixed, rows: Rowset) -> None:
    rows.add(ZONES, account_id=fact.account_id, zone=fact.zone)


@PROJECTOR.on(Payer.BillLeftOwed)
def _left_owed(fact: Payer.BillLeftOwed, rows: Rowset) -> None:
    rows.add(OWED_BILLS, bill_id=fact.bill_id, account_id=fact.account_id, since=fact.occurred_at)


@PROJECTOR.on(Payer.ArrearsOpened)
def _arrears_opened(fact: Payer.ArrearsOpened, rows: Rowset) -> None:
    rows.add(ARREARS, account_id=fact.account_id, since=fact.since, bill_id=fact.bill_id)


@PROJECTOR.on(Payer.ArrearsEnded)
def _arrears_ended(fact: Payer.ArrearsEnded, rows: Rowset) -> None:
    rows.add(ARREARS, account_id=fact.account_id, since=None, bill_id=None)
    for bill_id in fact.bill_ids:
        rows.add(CLEARED_BILLS, bill_id=bill_id, cleared_at=fact.occurred_at)


@PROJECTOR.on(Workspace.Bound)
def _bound(fact: Workspace.Bound, rows: Rowset) -> None:
    rows.add(
        WORKSPACES,
        workspace_id=fact.workspace_id,
        account_id=fact.account_id,
        name=fact.name,
        site=fact.site,
        region=fact.region,
        zone=fact.zone,
        currency=fact.currency,
        plan=fact.plan,
        edition=fact.edition,
        method=fact.method,
        billable_from=fact.billable_from,
        bound_at=fact.occurred_at,
    )


@PROJECTOR.on(Collection.BillSettled)
def _settled(fact: Collection.BillSettled, rows: Rowset) -> None:
    rows.add(
        SETTLEMENTS,
        bill_id=fact.bill_id,
        workspace_id=fact.workspace_id,
        account_id=fact.account_id,
        currency=fact.currency,
        method=fact.method,
        taken=_json(fact.taken),
        owed=_json(fact.owed),
        cloud=_json(fact.cloud),
        owed_micros=sum(rest.amount_micros for rest in fact.owed),
        settled_at=fact.occurred_at,
    )


def _json(parts: Sequence[Taken | Owed]) -> str:
    return msgspec.json.encode(parts).decode()
