"""From billing's own facts to rows: terms, bills, their lines, and how they stand."""

from __future__ import annotations

from typing import Final

import msgspec

from services.billing.domain import DailyBill, WorkspaceTerms
from services.kernel.eventstore import Projector, Rows, Rowset

PROJECTOR: Final = Projector()

TERMS: Final = Rows(
    """
    insert into workspace_terms (workspace_id, account_id, currency, site, region, zone, plan, edition, billable_from,
                                 default_retentions, position)
    select u.workspace_id, u.account_id, u.currency, u.site, u.region, u.zone, u.plan, u.edition, u.billable_from,
           u.default_retentions::jsonb, ledger_position(u.ordinal)
    from unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::timestamptz[],
                %s::text[], %s::int[])
        as u(workspace_id, account_id, currency, site, region, zone, plan, edition, billable_from, default_retentions, ordinal)
    """,
    columns=(
        "workspace_id", "account_id", "currency", "site", "region", "zone", "plan", "edition", "billable_from",
        "default_retentions", "ordinal",
    ),
)  # fmt: skip

BILLS: Final = Rows(
    """
    insert into bill (workspace_id, day, bill_id, account_id, currency, site, day_start, day_end, kind, total_micros,
                      usage_position, terms_position, price_book, rules_version, issued_at, position)
    select u.workspace_id, u.day, u.bill_id, u.account_id, u.currency, u.site, u.day_start, u.day_end, u.kind, u.total_micros,
           u.usage_position, u.terms_position, u.price_book, u.rules_version, u.issued_at, ledger_position(u.ordinal)
    from unnest(%s::uuid[], %s::date[], %s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::timestamptz[], %s::timestamptz[], %s::text[],
                %s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::int[], %s::timestamptz[], %s::int[])
        as u(workspace_id, day, bill_id, account_id, currency, site, day_start, day_end, kind, total_micros,
             usage_position, terms_position, price_book, rules_version, issued_at, ordinal)
    """,
    columns=(
        "workspace_id", "day", "bill_id", "account_id", "currency", "site", "day_start", "day_end", "kind", "total_micros",
        "usage_position", "terms_position", "price_book", "rules_version", "issued_at", "ordinal",
    ),
)  # fmt: skip

BILL_LINES: Final = Rows(
    """
    insert into bill_line (bill_id, place, line_id, item, retention_days, key, quantity, billable, unit_size, unit_price_micros,
                           vouchers_may_pay, amount_micros)
    select *
    from unnest(%s::uuid[], %s::smallint[], %s::uuid[], %s::text[], %s::int[], %s::text[], %s::bigint[], %s::text[],
                %s::bigint[], %s::bigint[], %s::boolean[], %s::bigint[])
    """,
    columns=(
        "bill_id", "place", "line_id", "item", "retention_days", "key", "quantity", "billable", "unit_size", "unit_price_micros",
        "vouchers_may_pay", "amount_micros",
    ),
)  # fmt: skip

BILLED_DAYS: Final = Rows(
    """
    update usage_work as w
    set billed_position = u.usage_position
    from unnest(%s::uuid[], %s::date[], %s::bigint[]) as u(workspace_id, day, usage_position)
    where w.workspace_id = u.workspace_id
      and w.day = u.day
    """,
    columns=("workspace_id", "day", "usage_position"),
)

PAYMENTS: Final = Rows(
    """
    insert into bill_payment (bill_id, position, method, taken_micros, owed_micros, cloud_micros)
    select u.bill_id, ledger_position(u.ordinal), u.method, u.taken_micros, u.owed_micros, u.cloud_micros
    from unnest(%s::uuid[], %s::text[], %s::bigint[], %s::bigint[], %s::bigint[], %s::int[])
        as u(bill_id, method, taken_micros, owed_micros, cloud_micros, ordinal)
    """,
    columns=("bill_id", "method", "taken_micros", "owed_micros", "cloud_micros", "ordinal"),
)

CLOSED_DAYS: Final = Rows(
    """
    update close_job as j
    set issued = j.issued + u.issued
    from unnest(%s::uuid[], %s::int[]) as u(job_id, issued)
    where j.job_id = u.job_id
    """,
    columns=("job_id", "issued"),
    key=("job_id",),
    sums=("issued",),
)
"""Beside the book: a close counts its bills in their own transaction, so that after a crash it knows them all, each once."""


@PROJECTOR.on(WorkspaceTerms.Registered)
def _registered(fact: WorkspaceTerms.Registered, rows: Rowset) -> None:
    rows.add(
        TERMS,
        workspace_id=fact.workspace_id,
        account_id=fact.account_id,
        currency=fact.currency,
        site=fact.site,
        region=fact.region,
        zone=fact.zone,
        plan=fact.plan,
        edition=fact.edition,
        billable_from=fact.billable_from,
        default_retentions=msgspec.json.encode(fact.default_retentions).decode(),
    )


@PROJECTOR.on(DailyBill.Issued)
def _issued(fact: DailyBill.Issued, rows: Rowset) -> None:
    rows.add(
        BILLS,
        workspace_id=fact.workspace_id,
        day=fact.day,
        bill_id=fact.bill_id,
        account_id=fact.account_id,
        currency=fact.currency,
        site=fact.site,
        day_start=fact.day_start,
        day_end=fact.day_end,
        kind=fact.kind,
        total_micros=fact.total_micros,
        usage_position=fact.usage_position,
        terms_position=fact.terms_position,
        price_book=fact.price_book,
        rules_version=fact.rules_version,
        issued_at=fact.occurred_at,
    )
    rows.add(BILLED_DAYS, workspace_id=fact.workspace_id, day=fact.day, usage_position=fact.usage_position)
    for place, line in enumerate(fact.lines):
        rows.add(BILL_LINES, bill_id=fact.bill_id, place=place, **msgspec.structs.asdict(line))


@PROJECTOR.on(DailyBill.PaymentRecorded)
def _payment_recorded(fact: DailyBill.PaymentRecorded, rows: Rowset) -> None:
    rows.add(
        PAYMENTS,
        bill_id=fact.bill_id,
        method=fact.method,
        taken_micros=fact.taken_micros,
        owed_micros=fact.owed_micros,
        cloud_micros=fact.cloud_micros,
    )
