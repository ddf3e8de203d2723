"""Workspaces' terms, as they are now."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from services.billing.domain import Terms
from services.kernel.database import Connection, Database, psycopg


def terms_by_workspace(connection: Connection, workspace_ids: Iterable[UUID]) -> dict[UUID, Terms]:
    """The terms of many workspaces, in one query."""
    with connection.cursor(row_factory=psycopg.rows.dict_row) as cursor:
        rows = cursor.execute(
            """
            select workspace_id, account_id, currency, site, region, zone, plan, edition, billable_from, default_retentions, position
            from workspace_terms
            where workspace_id = any(%s)
            """,
            (list(workspace_ids),),
        ).fetchall()
    return {row["workspace_id"]: Terms(**row) for row in rows}


def terms_of(database: Database, workspace_id: UUID) -> Terms | None:
    """A workspace's terms, if we know it."""
    with database.connection() as connection:
        return terms_by_workspace(connection, [workspace_id]).get(workspace_id)


def zones(database: Database) -> list[str]:
    """The zones that have workspaces."""
    return [row["zone"] for row in database.all("select distinct zone from workspace_terms order by zone")]
