"""The usage ledger batch by batch, for the audit's copy: every row with all that its digest was taken over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from services.kernel.database import Database


def rows_of_batches(database: Database, batches: Sequence[int]) -> list[tuple[Any, ...]]:
    """(batch, workspace_id, day, source, event_id, kind, item, hour, quantity, retention_days, key, spans, rum_events).

    The order is that of the digests: by bytes (collation "C"), as the intake sorts.
    """
    with database.connection() as connection:
        return connection.execute(
            """
            select batch, workspace_id, day, source, event_id, kind, item, hour, quantity, retention_days, key, spans, rum_events
            from usage_rows
            where batch = any(%s)
            order by batch, workspace_id, day, source collate "C", event_id collate "C", kind
            """,
            (list(batches),),
            binary=True,
        ).fetchall()
