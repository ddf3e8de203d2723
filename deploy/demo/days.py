"""Days: the clock is moved, days are closed, bills are issued and paid."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from billing_center_client.api.billing import bill_of, close_days, close_status, list_bills
from billing_center_client.api.identity import clock, move_clock
from billing_center_client.api.settlement import bill_settlement_of
from billing_center_client.models import CloseDaysBody, MoveClockBody

from deploy.demo.people import Person
from deploy.demo.world import World, said

LATE_EVENING = time(23, 5)


def now(operator: Person) -> datetime:
    told: datetime = operator.hands.ask(clock).now
    return told


def local(day: date, at: time, zone: str) -> datetime:
    return datetime.combine(day, at, ZoneInfo(zone))


def move_on(world: World, operator: Person, to: datetime, why: str) -> None:
    """Move everybody's clock forward; where it is later already, nothing happens."""
    if now(operator) < to:
        operator.hands.ask(move_clock, body=MoveClockBody(to=to))
    world.check(f"the clock stands at {to:%Y-%m-%d %H:%M} {to.tzname()} or later: {why}", now(operator) >= to)


def close(world: World, operator: Person) -> None:
    """Close what is due, at all sites, and wait for the end of it. The timer may have been quicker: then nothing is left to do."""
    job = operator.hands.ask(close_days, body=CloseDaysBody())
    done = world.wait_for("closing the day", lambda: _ended(operator, job.job_id))
    world.check("the close came to its end without a problem", (done.state.value, done.problems), ("done", []))


def paid_bill(world: World, owner: Person, workspace_id: UUID, day: date) -> tuple[Any, Any]:
    """The bill of that day and how it was settled, once it is."""
    summary = world.wait_for("the bill to be paid", lambda: _settled(owner, workspace_id, day))
    return owner.hands.ask(bill_of, summary.bill_id), owner.hands.ask(bill_settlement_of, summary.bill_id)


def show_bill(world: World, bill: Any, title: str) -> None:
    """Line by line, as a customer reads it."""
    rows = [_line(line) for line in bill.lines]
    rows.append(("", "", "", "", "total", f"[bold]{said(bill.total)}[/]"))
    columns = ("item", ">days kept", "index", ">quantity", ">price", ">amount")
    world.table(f"{title}: {bill.site}, {bill.day}, price book {bill.price_book}", columns, rows)


def _line(line: Any) -> tuple[object, ...]:
    price = f"{line.unit_price.amount} / {line.unit_size:,}"
    return line.item, line.retention_days or "", line.key, f"{line.quantity:,}", price, line.amount.amount


def show_split(world: World, bill: Any, settlement: Any) -> dict[str, str]:
    """Who paid what of which line; the totals by kind of fund, in the order of payment."""
    kinds = list(dict.fromkeys(share.kind for share in settlement.taken))
    shares = {(share.line_id, share.kind): share.amount.amount for share in settlement.taken}
    rows = [(line.item, *(shares.get((line.line_id, kind), "") for kind in kinds), line.amount.amount) for line in bill.lines]
    totals = {kind: _total(share.amount for share in settlement.taken if share.kind == kind) for kind in kinds}
    rows.append(("", *(f"[bold]{total}[/]" for total in totals.values()), f"[bold]{bill.total.amount}[/]"))
    world.table("Who paid which line", ("item", *(f">{kind}" for kind in kinds), ">amount"), rows)
    return totals


def _total(amounts: Iterable[Any]) -> str:
    return f"{sum((Decimal(money.amount) for money in amounts), Decimal()):.2f}"


def micros(money: Any) -> int:
    return int(Decimal(money.amount).scaleb(6))


def _ended(operator: Person, job_id: UUID) -> Any:
    told = operator.hands.ask(close_status, job_id)
    return None if told.state.value == "running" else told


def _settled(owner: Person, workspace_id: UUID, day: date) -> Any:
    found = owner.hands.ask(list_bills, workspace_id=workspace_id, from_day=day, to_day=day).items
    return found[0] if found and found[0].state.value != "issued" else None
