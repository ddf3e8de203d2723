"""The command line: `make audit ARGS='replay'`, `verify`, `explain BILL`, `export BILL --out FILE`, `status`.

Reads the audit's own copies and asks the rooms as the audit does. Exit status: 0 if all is as it should be, 1 if something differs.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import click
import msgspec
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from services.audit.application import Audit
from services.audit.domain import Asked, Outcome
from services.audit.evidence import evidence_of
from services.audit.explain import explanation_of
from services.audit.policies import Copyist
from services.audit.queries.copies import BOOKS
from services.audit.replay.run import ORDER, Replay
from services.audit.schemas import StatusOf
from services.audit.verify import Verification
from services.kernel.config import ConfigurationIsInvalid, Settings
from services.kernel.database import Database
from services.kernel.errors import Refusal
from services.kernel.rpc import Signer, StandaloneRemote

SHOWN_DIFFERENCES = 100
out, err = Console(soft_wrap=True), Console(stderr=True)


class Desk:
    """The audit, as a person at a terminal uses it."""

    def __init__(self, settings: Settings) -> None:
        assert settings.database_url is not None  # a room always has one
        self.database = Database(settings.database_url, size=12, name="audit-cli")
        self.remote = StandaloneRemote(settings.amqp_url, Signer(settings.process, settings.signing_key))
        self.copyists = {book: Copyist(book, self.database, self.remote, settings.clock()) for book in BOOKS}
        self.audit = Audit(database=self.database, clock=settings.clock(), secret_key=settings.secret_key)

    def examine(self, asked: Asked, progress: Any) -> Outcome:
        """Do what is asked. Raises and refuses as `Replay.run`."""
        if asked.kind == "verify":
            return Verification(self.database, self.remote, self.copyists, progress=progress).run()
        return Replay(self.database, self.remote, self.copyists, asked, progress=progress).run()

    def catch_up(self) -> None:
        for book in ORDER:
            self.copyists[book].catch_up(600)

    def close(self) -> None:
        self.audit.close()
        self.remote.close()
        self.database.close()


@click.group()
def main() -> None:
    """Prove every figure from the ledger."""


@main.command()
@click.option("--account", type=click.UUID, help="Only this account's.")
@click.option("--book", type=click.Choice(["wallet", "billing"]), default="wallet", help="Whose position --position is.")
@click.option("--position", type=click.IntRange(min=0), help="As of this position.")
@click.option("--at", "known_at", type=click.DateTime(["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S.%f%z"]), help="As of this instant.")
@click.option("--redecide/--as-recorded", default=True, help="Decide every allocation again, or add up what was recorded.")
@click.option("--json", "as_json", is_flag=True, help="The outcome as JSON.")
def replay(account: UUID | None, book: str, position: int | None, known_at: datetime | None, redecide: bool, as_json: bool) -> None:
    """Derive balances and bills again and compare them with what the rooms answer, and with every row of their tables."""
    if position is not None and known_at is not None:
        raise click.UsageError("Name a position or an instant, not both.")
    _examine(Asked(kind="replay", account_id=account, book=book, position=position, known_at=known_at, redecide=redecide), as_json)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="The outcome as JSON.")
def verify(as_json: bool) -> None:
    """Check the chain of every book, its gaps, and the digests of the usage ledger."""
    _examine(Asked(kind="verify"), as_json)


@main.command()
@click.argument("bill", type=click.UUID)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option("--events", type=click.IntRange(min=0), default=5, help="How many usage events of each line to show.")
def explain(bill: UUID, as_json: bool, events: int) -> None:
    """How BILL came about: events, fold, price cell, line, funds."""
    with _desk() as desk:
        desk.catch_up()
        explanation = explanation_of(desk.audit.copies, bill, events_shown=events)
    if as_json:
        click.echo(json.dumps(explanation, indent=2, ensure_ascii=False))
    else:
        _show_explanation(explanation)


@main.command()
@click.argument("bill", type=click.UUID)
@click.option("--out", "path", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Where to write it.")
@click.option("--own-events-only", is_flag=True, help="Give what tells of other accounts by its digest, for handing it to the customer.")
def export(bill: UUID, path: Path, own_events_only: bool) -> None:
    """Write the evidence of BILL: `python services/audit/verify_bill.py FILE` checks it without us."""
    with _desk() as desk:
        desk.catch_up()
        evidence = evidence_of(desk.audit.copies, bill, complete=not own_events_only)
    path.write_text(json.dumps(evidence, ensure_ascii=False, indent=1), encoding="utf-8")
    out.print(f"evidence of bill {bill} in {path}, digest {evidence['digest']}")


@main.command()
def status() -> None:
    """How far each copy is, and whether a book is broken."""
    with _desk() as desk:
        view = desk.audit.status(StatusOf())
    table = Table("book", "position", "recorded", "digest", "fault", title="The copies of the books")
    for book in view.books:
        table.add_row(book.book, str(book.position), f"{book.recorded_at or ''}", book.digest[:16], book.fault or "")
    out.print(table)
    sys.exit(1 if any(book.fault for book in view.books) else 0)


@main.command("run-job", hidden=True)
@click.argument("job", type=click.UUID)
def run_job(job: UUID) -> None:
    """Run an examination that the service has noted, and note what came of it."""
    with _desk() as desk:
        try:
            outcome = desk.examine(desk.audit.asked_of(job), lambda _what, _done: None)
        except Exception as fault:  # told to whoever asks for the outcome
            outcome = Outcome(positions={}, checked={}, difference_count=0, differences=[], fault=str(fault) or repr(fault))
        desk.audit.end(job, outcome)


def _examine(asked: Asked, as_json: bool) -> None:
    with _desk() as desk, _told_on_the_way() as progress:
        outcome = desk.examine(asked, progress)
    if as_json:
        click.echo(msgspec.json.encode(outcome))
    else:
        _show_outcome(outcome)
    sys.exit(1 if outcome.difference_count else 0)


@contextmanager
def _desk() -> Iterator[Desk]:
    """The desk with this process's settings. What keeps us from working is said in a sentence."""
    try:
        desk = Desk(Settings.from_environment("audit"))
    except ConfigurationIsInvalid as reason:
        sys.exit(str(reason))
    try:
        yield desk
    except Refusal as refusal:
        sys.exit(f"{refusal.title} {refusal.details}")
    finally:
        desk.close()


@contextmanager
def _told_on_the_way() -> Iterator[Any]:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TextColumn("{task.fields[done]}"), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as shown:
        task = shown.add_task("starting", done="")
        yield lambda what, done: shown.update(task, description=what, done=f"{done:,}" if done else "")


def _show_outcome(outcome: Outcome) -> None:
    checked = Table("checked", "how many", title="Up to " + ", ".join(f"{book} {position}" for book, position in outcome.positions.items()))
    for what, many in outcome.checked.items():
        checked.add_row(what, f"{many:,}")
    out.print(checked)
    for found in outcome.differences[:SHOWN_DIFFERENCES]:
        out.print(f"[bold red]DIFFERS[/]  {found.what}: {found.where}", highlight=False)
        out.print(f"         expected  {found.expected}\n         found     {found.found}", highlight=False, markup=False)
    if outcome.difference_count > SHOWN_DIFFERENCES:
        out.print(f"... and {outcome.difference_count - SHOWN_DIFFERENCES} more")
    out.print(f"[bold {'red' if outcome.difference_count else 'green'}]{outcome.difference_count} differences[/]")


def _show_explanation(explained: dict[str, Any]) -> None:
    bill, made = explained["bill"], explained["made_from"]
    out.print(f"[bold]Bill {bill['bill_id']}[/]: workspace {bill['workspace_id']} at {bill['site']}, {bill['day']}")
    out.print(f"from {bill['day_start']} to {bill['day_end']}; position {bill['issued_at_position']}, sealed by {bill['sealed_by'][:16]}")
    batches = ", ".join(f"{batch['batch']} (position {batch['position']}, {batch['rows']} rows)" for batch in made["batches"])
    out.print(f"usage up to position {made['usage_position']}: batches {batches}")
    out.print(f"terms of position {made['terms_position']}, price book {made['price_book']}, rules version {made['rules_version']}")
    table = Table("item", "usage", "billable", "price", "amount", "paid from", show_lines=True)
    for line in explained["lines"]:
        table.add_row(*_cells(line))
    table.add_row("[bold]total[/]", "", "", "", f"[bold]{_money(bill['total'])}[/]", "")
    out.print(table)


def _cells(line: dict[str, Any]) -> list[str]:
    usage, amount = line["usage"], line["amount"]
    events = [f"  {event['hour']} {event['quantity']}{'' if event['counts'] else ' (taken back)'}" for event in usage["events"]]
    rest = usage["samples"] + usage["taken_back"] - len(events)
    funds = [f"{_money(fund['amount'])} {fund['how']} {fund['kind'] or ''}".rstrip() for fund in line["funds"]]
    return [
        " ".join(str(part) for part in (line["item"], line["retention_days"] and f"{line['retention_days']} days", line["key"]) if part),
        "\n".join(
            [f"{usage['samples']} samples; {usage['fold']}: {usage['quantity']}", *events, *([f"  and {rest} more"] if rest > 0 else [])]
        ),
        f"{line['billable']['exact']}\n{line['billable']['rule']}",
        f"{line['price']['cell']}\n{_money(line['price']['unit_price'])} for {line['price']['unit_size']}",
        f"{amount['exact']}\n= {_money(amount['rounded'])}{'' if amount['follows'] else ' DOES NOT FOLLOW'}",
        "\n".join(funds) or "not charged yet",
    ]


def _money(money: dict[str, str]) -> str:
    return f"{money['amount']} {money['currency']}"


if __name__ == "__main__":
    main()
