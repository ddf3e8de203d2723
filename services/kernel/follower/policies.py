"""When another room says X, we do Y: `@when` marks the methods of a room's policies, and each gets the fact in its own tolerant shape.

    class SettlementPolicies:
        @when("billing.bill_issued.v1")
        def collect(self, bill: BillIssued, entry: Entry) -> None: ...

`BillIssued` is a msgspec.Struct of the fields we need, our own; fields we do not know are ignored. `entry` may be left out.
A policy may run more than once for a fact: it issues commands whose ids come from the fact.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar, get_type_hints
from uuid import UUID

import msgspec

F = TypeVar("F", bound=Callable[..., Any])


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """Where and when the fact stands in its book."""

    position: int
    name: str
    event_id: UUID
    account_id: UUID
    recorded_at: datetime


def when(*names: str) -> Callable[[F], F]:
    """Call the method for facts published under these names ("room.fact.v1")."""

    def marked(method: F) -> F:
        method.__when__ = (*getattr(method, "__when__", ()), *names)  # type: ignore[attr-defined]
        return method

    return marked


class Policies:
    """The marked methods of a room's policies object, by the name of the fact."""

    def __init__(self, policies: object, *, book: str) -> None:
        self._by_name: dict[str, Policy] = {}
        for _, method in inspect.getmembers(policies, inspect.ismethod):
            for name in getattr(method, "__when__", ()):
                if name.partition(".")[0] == book:
                    self._add(name, method)

    @property
    def names(self) -> frozenset[str]:
        """The facts somebody waits for."""
        return frozenset(self._by_name)

    def apply(self, event: dict[str, Any]) -> None:
        """Do what the room does about this event (an envelope of primitives). Raises msgspec.ValidationError if it is not in our shape."""
        self._by_name[event["name"]].apply(event)

    def _add(self, name: str, method: Callable[..., None]) -> None:
        if name in self._by_name:
            raise ValueError(f"two policies wait for {name}")
        self._by_name[name] = Policy(method)


class Policy:
    """One method, and the shape in which it wants the fact."""

    def __init__(self, method: Callable[..., None]) -> None:
        self._method = method
        parameters = list(inspect.signature(method).parameters)
        if not 1 <= len(parameters) <= 2:
            raise TypeError(f"{method.__qualname__} takes a fact and perhaps its entry")
        self._fact_type = get_type_hints(method).get(parameters[0], dict)
        self._wants_entry = len(parameters) == 2

    def apply(self, event: dict[str, Any]) -> None:
        fact = msgspec.convert(event["data"], self._fact_type)
        if self._wants_entry:
            self._method(fact, msgspec.convert(event, Entry))
        else:
            self._method(fact)
