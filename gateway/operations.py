"""An operation: one row of a room's table of routes, and what follows from it."""

from __future__ import annotations

import dataclasses
import re
from functools import cached_property
from typing import Any, Final

from gateway.bodies import JSON_LIMIT_BYTES
from gateway.permissions import PERMISSIONS, Permission
from services.kernel.schemas import Command, View

DOOR_KNOWS: Final = frozenset({"account_id", "member_id", "by_member_id", "session_token", "client_address", "client_program"})
"""Fields of commands and questions that no request says itself, unless in its path: who asks, for whom, and from where."""

_PATH_FIELD: Final = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Operation:
    """One row of a room's table of routes."""

    room: str
    call: str
    method: str
    path: str
    asks: type[Any]
    view: type[View]
    status: int
    timeout_s: float
    is_money: bool = False
    limit_bytes: int = JSON_LIMIT_BYTES
    """The largest body."""
    media_types: tuple[str, ...] = ()
    """Of the files that a streamed operation gives; others answer JSON."""

    @property
    def name(self) -> str:
        return f"{self.room}.{self.call}"

    @property
    def permission(self) -> Permission:
        return PERMISSIONS[self.name]

    @cached_property
    def is_command(self) -> bool:
        return issubclass(self.asks, Command)

    @cached_property
    def has_body(self) -> bool:
        """Whether the request says its fields in a body."""
        return self.method != "GET" and bool(self.fields - set(self.known_at_the_door))

    @cached_property
    def fields(self) -> set[str]:
        return {field.name for field in dataclasses.fields(self.asks)}

    @cached_property
    def path_fields(self) -> list[str]:
        return _PATH_FIELD.findall(self.path)

    @cached_property
    def known_at_the_door(self) -> tuple[str, ...]:
        """The fields that the body or the query string does not say."""
        intent = {"id", "dry_run"} if self.is_command else set()
        parts = {"cursor"} if self.media_types else set()
        return tuple(sorted((intent | parts | DOOR_KNOWS | set(self.path_fields)) & self.fields))
