"""When another room says X, we do Y: `@when` marks the methods of a room's policies, and each gets the fact in its own tolerant shape.

    class SettlementPolicies:
        @when("billing.bill_issued.v1")
        def collect(self, bill: BillIssued, entry: Entry) -> None: ...

`BillIssued` is a msgspec.Struct of the fields we need, our own; fields we do not know are ignored. `entry` may be left out.
A policy may run more than once for a fact: it issues commands whose ids come from the fact.

A policy that does better with many facts at once takes lists:

        @when("billing.bill_issued.v1", together=100)
        def collect(self, bills: list[BillIssued], entries: list[Entry]) -> None: ...

It gets up to that many neighbours, in the book's order: facts of one account and one name with none between them that somebody waits for.
If it raises what is no passing fault, it is called again with each of them alone, so that poison is parked alone: it must bear having done
a part of it.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
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


def when(*names: str, together: int | None = None) -> Callable[[F], F]:
    """Call the method for facts published under these names ("room.fact.v1"); `together`: with lists of at most so many."""

    def marked(method: F) -> F:
        method.__when__ = {**getattr(method, "__when__", {}), **dict.fromkeys(names, together)}  # type: ignore[attr-defined]
        return method

    return marked


class Policies:
    """The marked methods of a room's policies object, by the name of the fact."""

    def __init__(self, policies: object, *, book: str) -> None:
        self._by_name: dict[str, Policy] = {}
        for _, method in inspect.getmembers(policies, inspect.ismethod):
            for name, together in getattr(method, "__when__", {}).items():
                if name.partition(".")[0] == book:
                    self._add(name, method, together)

    @property
    def names(self) -> frozenset[str]:
        """The facts somebody waits for."""
        return frozenset(self._by_name)

    @property
    def together(self) -> dict[str, int]:
        """The names of the facts that are taken in lists, each with the length of the longest."""
        return {name: policy.together for name, policy in self._by_name.items() if policy.together is not None}

    def apply(self, *events: dict[str, Any]) -> None:
        """Do what the room does about this event (an envelope of primitives), or about these neighbours of one name.

        Raises msgspec.ValidationError if one is not in our shape.
        """
        self._by_name[events[0]["name"]].apply(events)

    def _add(self, name: str, method: Callable[..., None], together: int | None) -> None:
        if name in self._by_name:
            raise ValueError(f"two policies wait for {name}")
        self._by_name[name] = Policy(method, together)


class Policy:
    """One method, and the shape in which it wants the fact, or up to `together` facts."""

    def __init__(self, method: Callable[..., None], together: int | None = None) -> None:
        self._method = method
        self.together = together
        parameters = list(inspect.signature(method).parameters)
        if not 1 <= len(parameters) <= 2:
            raise TypeError(f"{method.__qualname__} takes a fact and perhaps its entry")
        self._fact_type = get_type_hints(method).get(parameters[0], dict if together is None else list)
        self._wants_entry = len(parameters) == 2

    def apply(self, events: Sequence[dict[str, Any]]) -> None:
        if self.together is not None:
            self._call([event["data"] for event in events], events, list[Entry])
        else:
            (event,) = events
            self._call(event["data"], event, Entry)

    def _call(self, told: Any, envelope: Any, entry_type: Any) -> None:
        fact = msgspec.convert(told, self._fact_type)
        if self._wants_entry:
            self._method(fact, msgspec.convert(envelope, entry_type))
        else:
            self._method(fact)
