"""Migrations: numbered SQL, the kernel's own first, then the room's; each once, in order, in one transaction under a lock.

They run as the database's owner. Afterwards the room's role gets exactly what it needs: on protected tables SELECT (and INSERT where the
table says so), on views SELECT, on everything else the usual four, and EXECUTE on functions, which nobody else has. An applied file whose
text has changed is an error.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

from services.kernel.database import Connection, Database, psycopg

SERVICES = Path(__file__).resolve().parent.parent
_LOCK = 7355607


class MigrationHasChanged(Exception):
    """An applied migration's file differs from what was applied; write a new one instead."""


class Migration(NamedTuple):
    name: str
    sql: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.sql.encode()).hexdigest()


def migrations_of(room: str) -> list[Migration]:
    """The kernel's migrations and then the room's, by number."""
    folders = {"kernel": SERVICES / "kernel" / "eventstore" / "migrations", room: SERVICES / room / "migrations"}
    return [
        Migration(f"{owner}/{path.name}", path.read_text(encoding="utf-8"))
        for owner, folder in folders.items()
        for path in sorted(folder.glob("[0-9]*.sql"))
    ]


def migrate(room: str, owner_url: str, *, app_role: str | None = None) -> list[str]:
    """Bring a room's database up to date and give `app_role` its rights; the names of what was applied now."""
    database = Database(owner_url, size=1, name=f"migrate-{room}")
    connection = database.connect()
    try:
        with connection.transaction():
            connection.execute("select pg_advisory_xact_lock(%s)", (_LOCK,))
            applied = _apply_missing(connection, migrations_of(room))
            _close_to_others(connection)
            if app_role is not None:
                _grant(connection, app_role)
        return applied
    finally:
        connection.close()


def _apply_missing(connection: Connection, migrations: list[Migration]) -> list[str]:
    connection.execute(
        """
        create table if not exists schema_migrations (
            name       text primary key,
            digest     text not null,
            applied_at timestamptz not null default now()
        )
        """
    )
    known = dict(connection.execute("select name, digest from schema_migrations").fetchall())
    applied = []
    for migration in migrations:
        if migration.name not in known:
            connection.execute(migration.sql.encode())
            connection.execute("insert into schema_migrations (name, digest) values (%s, %s)", (migration.name, migration.digest))
            applied.append(migration.name)
        elif known[migration.name] != migration.digest:
            raise MigrationHasChanged(migration.name)
    return applied


def _close_to_others(connection: Connection) -> None:
    """What PostgreSQL leaves open: everybody may execute a new function, and temporary tables come before a function's own search path,
    so that whoever may make one could show a function that runs as the owner another ledger.
    """
    connection.execute("revoke execute on all routines in schema public from public")
    trusted = connection.execute(
        "select oid::regprocedure::text from pg_proc where pronamespace = 'public'::regnamespace and prosecdef"
    ).fetchall()
    for (function,) in trusted:
        connection.execute(f"alter function {function} set search_path = public, pg_temp".encode())


def _grant(connection: Connection, app_role: str) -> None:
    """Least privilege, stated anew after each migration."""
    role = psycopg.sql.Identifier(app_role)
    protected = dict(connection.execute("select table_name, may_insert from protected_tables").fetchall())
    tables = connection.execute(
        "select c.relname, c.relkind = 'v' from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v')"
    ).fetchall()
    for table, is_view in tables:
        rights = "select, insert, update, delete"
        if table in protected:
            rights = "select, insert" if protected[table] else "select"
        if is_view or table in ("schema_migrations", "protected_tables"):
            rights = "select"
        name = psycopg.sql.Identifier(table)
        connection.execute(psycopg.sql.SQL("revoke all on {} from {}").format(name, role))
        connection.execute(psycopg.sql.SQL("grant " + rights + " on {} to {}").format(name, role))
    connection.execute(psycopg.sql.SQL("grant usage on all sequences in schema public to {}").format(role))
    connection.execute(psycopg.sql.SQL("grant execute on all functions in schema public to {}").format(role))
