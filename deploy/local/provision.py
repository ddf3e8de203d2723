"""Databases: one a room, owned by a role that migrates it, used by a role that may do little else."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from deploy.local.faults import CannotStart
from deploy.local.names import database_of, owner_of
from deploy.local.secrets import Secrets
from services.kernel.config import ROOMS
from services.kernel.database import psycopg
from services.kernel.migrate import MigrationHasChanged, migrate

_name, _text, _sql = psycopg.sql.Identifier, psycopg.sql.Literal, psycopg.sql.SQL
_MIGRATING_AT_ONCE = 3


def provision(server_url: str, secrets: Secrets) -> dict[str, list[str]]:
    """Make what is missing on the server and migrate every room's database. By room, the migrations applied now.

    `server_url` names a role that may create roles and databases. Running it again changes nothing but the passwords, to ours.
    """
    with psycopg.connect(server_url, autocommit=True) as connection:
        for room in ROOMS:
            _make_room(connection, room, secrets)
    with ThreadPoolExecutor(_MIGRATING_AT_ONCE) as threads:
        return dict(zip(ROOMS, threads.map(lambda room: _migrate(room, server_url, secrets), ROOMS), strict=True))


def url_of(room: str, role: str, server_url: str, secrets: Secrets) -> str:
    """The room's database on the server, as `role`."""
    parts = urlsplit(server_url)
    place = f"{role}:{secrets.passwords[role]}@{parts.netloc.rpartition('@')[2]}"
    return urlunsplit(parts._replace(netloc=place, path=f"/{database_of(room)}"))


def _migrate(room: str, server_url: str, secrets: Secrets) -> list[str]:
    try:
        return migrate(room, url_of(room, owner_of(room), server_url, secrets), app_role=database_of(room))
    except MigrationHasChanged as changed:
        raise CannotStart(
            f"{changed} differs from what was applied to {database_of(room)}. Write a new migration, or wipe the data: make clean"
        ) from None


def _make_room(connection: "psycopg.Connection[Any]", room: str, secrets: Secrets) -> None:
    database, owner = database_of(room), owner_of(room)
    for role in (database, owner):
        _make_role(connection, role, secrets.passwords[role])
    connection.execute(_sql("grant {} to current_user").format(_name(owner)))
    if not connection.execute("select 1 from pg_database where datname = %s", [database]).fetchone():
        connection.execute(_sql("create database {} owner {}").format(_name(database), _name(owner)))
    connection.execute(_sql("revoke all on database {} from public").format(_name(database)))
    # temporary tables: billing's intake sorts repeats out in one
    connection.execute(_sql("grant connect, temporary on database {} to {}").format(_name(database), _name(database)))


def _make_role(connection: "psycopg.Connection[Any]", role: str, password: str) -> None:
    known = connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone()
    verb = _sql("alter") if known else _sql("create")
    rights = _sql("{} role {} login nosuperuser nocreatedb nocreaterole password {}")
    connection.execute(rights.format(verb, _name(role), _text(password)))
