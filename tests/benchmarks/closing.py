"""Closing days: 3,000 workspaces with a day of hourly samples of 12 items each, until each has its bill."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime

from services.billing.application import Billing
from services.billing.catalogue import DEFAULT_RETENTIONS
from services.billing.domain import WorkspaceTerms
from services.billing.schemas import CloseDays
from services.kernel.clock import FixedClock
from services.kernel.database import Database
from services.kernel.eventstore import Rowset
from services.kernel.ids import new_id
from services.kernel.migrate import migrate
from tests.benchmarks.measuring import show

ITEMS = ["time_series", "logs", "trace", "profile", "pv", "scan", "fwd_ext", "net_host", "replay", "trigger", "pipeline", "synthetic"]
TUESDAY_MORNING = datetime(2026, 11, 16, 17, 30, tzinfo=UTC)
_USAGE = """
    insert into usage_rows (workspace_id, day, source, event_id, kind, batch, item, hour, quantity, key, spans)
    select t.workspace_id, '2026-11-16', 'bench', i.item || h.hour, 1, 1, i.item,
           '2026-11-15 16:00+00'::timestamptz + h.hour * interval '1 hour', 1000 * h.hour + 7, '',
           case when i.item = 'trace' then 100 * h.hour end
    from workspace_terms as t, unnest(%s::text[]) as i(item), generate_series(0, 23) as h(hour)
"""


def main(workspaces: int = 3_000) -> None:
    """Bills a second of one close, in a database of its own."""
    server = os.environ["BENCH_DATABASE_URL"]
    name = f"bench_{new_id().hex}"
    Database(server, size=1).execute(f"create database {name}")
    url = server.rsplit("/", 1)[0] + f"/{name}"
    migrate("billing", url)
    billing = Billing(database=Database(url, size=8), clock=FixedClock(TUESDAY_MORNING), secret_key=b"x" * 32)
    _prepare(billing, workspaces)
    began = time.perf_counter()
    closed = billing.close_days(CloseDays(id=new_id()))
    elapsed_s = time.perf_counter() - began
    assert closed.issued == workspaces, closed
    show(bills_per_s=workspaces / elapsed_s)
    billing.close()


def _prepare(billing: Billing, workspaces: int) -> None:
    for first in range(0, workspaces, 500):
        billing.store([_terms() for _ in range(min(500, workspaces - first))], Rowset())
    billing.database.execute("select ensure_usage_partitions('2026-11-16', '2026-11-16')")
    billing.database.execute(_USAGE, (ITEMS,))
    billing.database.execute(
        "insert into usage_work (workspace_id, day, position) select workspace_id, '2026-11-16', 1 from workspace_terms"
    )
    billing.database.execute("analyze")


def _terms() -> WorkspaceTerms:
    return WorkspaceTerms.register(
        workspace_id=new_id(),
        account_id=new_id(),
        currency="CNY",
        site="CN1",
        plan="commercial",
        edition="standard",
        billable_from=datetime(2026, 1, 1, tzinfo=UTC),
        default_retentions=dict(DEFAULT_RETENTIONS),
        at=TUESDAY_MORNING,
    )


if __name__ == "__main__":
    main()
