"""Reporting usage: hourly samples as CloudEvents, every batch twice, and the receipts that show what counted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from billing_center_client.api.billing import usage_receipt
from billing_center_client.api.usage import report_usage
from billing_center_client.models import UsageData, UsageEvent, UsageEventSpecversion

from deploy.demo.claims import ClaimFailed
from deploy.demo.world import Hands, World

Sample = tuple[datetime, dict[str, Any]]
"""The start of an hour, and what was used in it: item, quantity, and what else the item has."""


def events_of(workspace_id: UUID, day: date, samples: Iterable[Sample], *, source: str) -> list[UsageEvent]:
    """The samples as CloudEvents. A sample's name follows from what it is, so that sending it again is a repeat."""
    return [
        UsageEvent(
            specversion=UsageEventSpecversion.VALUE_0,
            type_="usage.sample.v1",
            source=source,
            id=f"{day}-{place}-{data['item']}",
            subject=str(workspace_id),
            time=hour,
            data=UsageData(**data),
        )
        for place, (hour, data) in enumerate(samples)
    ]


def report_twice(world: World, machine: Hands, events: list[UsageEvent]) -> None:
    """Send a batch, and once more as a collector would that was cut off before the answer came."""
    first, second = (_receipt(world, machine, events) for _ in range(2))
    world.check(f"{_named(events)} sent and counted", _counts(first), (len(events), 0, 0))
    world.check("sent again, each was recognised as a repeat: nothing counts twice", _counts(second), (0, len(events), 0))


def _named(events: list[UsageEvent]) -> str:
    return "1 sample was" if len(events) == 1 else f"{len(events):,} samples were"


def _receipt(world: World, machine: Hands, events: list[UsageEvent]) -> Any:
    accepted = machine.ask(report_usage, body=events)
    receipt = world.wait_for("the receipt", lambda: _found(machine, accepted.receipt_id))
    if receipt.refusals:
        refusal = receipt.refusals[0]
        raise ClaimFailed(f"{receipt.refused} events were refused, the first ({refusal.id}) because {refusal.code}: {refusal.detail}")
    return receipt


def _found(machine: Hands, receipt_id: UUID) -> Any:
    """None as long as the batch is not recorded."""
    found = machine.attempt(usage_receipt, receipt_id)
    return found if hasattr(found, "accepted") else None


def _counts(receipt: Any) -> tuple[int, int, int]:
    return receipt.accepted, receipt.repeated, receipt.refused
