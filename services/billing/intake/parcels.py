"""A batch's rows as they are sent: packed while the batch before is being stored, so that storing is little but waiting for PostgreSQL."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import Any

from services.billing.intake.receipts import Receipt
from services.billing.intake.rows import RETRACTION, Identity, Row, WorkspaceDay, canonical, copy_format

Entry = tuple[Row, Receipt]
Days = dict[WorkspaceDay, dict[Identity, Entry]]
"""What is good of a batch: by workspace-day and identity, the row and the receipt it counts on."""


class Parcel:
    """Rows under a batch number. They do not change any more: whoever takes some out packs what is left anew.

    `rows` are the bytes for COPY, day by day in the order of `days`.
    """

    def __init__(self, days: Days, batch: int) -> None:
        self.days = {day: entries for day, entries in days.items() if entries}
        self.batch = batch
        self.rows = copy_format((row for entries in self.days.values() for row, _ in entries.values()), batch)

    def __len__(self) -> int:
        return sum(map(len, self.days.values()))

    @cached_property
    def said(self) -> list[dict[str, Any]]:
        """For each workspace-day how much came, and a digest over its rows in the order of their identities."""
        return [_said_of(day, self.days[day]) for day in sorted(self.days)]


def _said_of(day: WorkspaceDay, entries: dict[Identity, Entry]) -> dict[str, Any]:
    lines = canonical([entries[identity][0] for identity in sorted(entries)])
    retractions = sum(kind == RETRACTION for _, _, kind in entries)
    return {
        "workspace_id": day.workspace_id,
        "day": day.day,
        "samples": len(entries) - retractions,
        "retractions": retractions,
        "digest": hashlib.sha256(lines).hexdigest(),
    }
