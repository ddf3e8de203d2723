"""The proof: one bill explained, its evidence checked by a program that knows nothing of ours, the ledger replayed, a forgery found."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from deploy.demo.claims import ClaimFailed
from deploy.demo.days import micros
from deploy.demo.world import World
from deploy.local.names import ROOT, database_of
from services.kernel.database import psycopg

CHECKER = ROOT / "services" / "audit" / "verify_bill.py"
FORGED_MICROS = 1_000_000
_CHANGE = "update bill_line set amount_micros = amount_micros - %s where line_id = %s"


def prove(world: World, bill: Any) -> None:
    """All of it, for one bill and then for the whole ledger."""
    world.scene("Why is the bill what it is?")
    explain(world, bill)
    world.scene("Evidence that anyone can check")
    evidence(world, bill)
    world.scene("The audit derives every balance and bill again")
    replay(world)
    world.scene("Somebody alters a figure in the database")
    forgery(world, bill)


def explain(world: World, bill: Any) -> None:
    said = _audit(world, "explain", str(bill.bill_id), "--events", "2")
    world.quote(said)
    world.check("the explanation names every line of the bill", [line.item for line in bill.lines if line.item not in said], [])


def evidence(world: World, bill: Any) -> None:
    """Exported, checked, and checked once more after one figure was altered."""
    file = world.stack.folder / f"evidence-{bill.day}.json"
    _audit(world, "export", str(bill.bill_id), "--out", str(file))
    (honest, said), (forged, complaint) = _verified(world, file), _verified(world, _altered(file))
    world.quote(f"$ python services/audit/verify_bill.py {file}\n{said}")
    world.check("the evidence file alone gives the same bill", honest, 0)
    world.quote(complaint, style="red")
    world.check("with one figure altered by a millionth, it does not", forged, 1)


def replay(world: World) -> None:
    said = _audit(world, "replay")
    world.quote(said)
    world.check("the replay found 0 differences", _differences(said), 0)


def forgery(world: World, bill: Any) -> None:
    """The first line of the bill is made cheaper, past every rule, as only the database's superuser can."""
    line = bill.lines[0]
    world.quote(f"bc_billing=# {_CHANGE % (FORGED_MICROS, line.line_id)};")
    with _altered_row(world, line.line_id):
        said = _audit(world, "replay", must_succeed=False)
    found = said[said.find("DIFFERS") :]
    world.quote(found, style="red")
    row = f"billing.bill_line bill_id {bill.bill_id}, place 0: amount_micros"
    world.check("the audit names the altered row, with what it was and what it is", _figures(found, row), _line_and_forgery(line))
    others = [text for text in found.splitlines() if text.startswith("DIFFERS") and str(bill.bill_id) not in text]
    world.check("and nothing but that row and the answer that shows it", (others, _differences(said)), ([], 2))
    world.check("put right again, there are 0 differences", _differences(_audit(world, "replay")), 0)


def _figures(said: str, where: str) -> list[int]:
    """What was expected and found there."""
    _, _, after = said.partition(where)
    return [int(figure) for figure in re.findall(r"-?\d+", after)[:2]]


def _line_and_forgery(line: Any) -> list[int]:
    honest = micros(line.amount)
    return [honest, honest - FORGED_MICROS]


def _audit(world: World, *arguments: str, must_succeed: bool = True) -> str:
    """What `make audit ARGS=…` prints. Raises: ClaimFailed."""
    with world.waiting(f"make audit ARGS='{' '.join(arguments)}'"):
        done = world.run_as("audit", "-m", "services.audit", *arguments)
    if must_succeed and done.returncode:
        raise ClaimFailed(f"The audit's `{' '.join(arguments)}` failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def _differences(said: str) -> int:
    found = re.findall(r"(\d+) difference", said)
    return int(found[-1]) if found else -1


def _verified(world: World, file: Path) -> tuple[int, str]:
    done = world.run_as("audit", CHECKER, file)
    return done.returncode, (done.stdout or done.stderr).strip()


def _altered(file: Path) -> Path:
    """A copy in which the first amount that is not nought is one micro more."""
    altered = file.with_stem(f"{file.stem}-altered")
    text = file.read_text()
    figure = re.search(r'"amount_micros": ?([1-9]\d*)', text)
    if figure is None:
        raise ClaimFailed(f"{file} has no amount")
    altered.write_text(text[: figure.start(1)] + str(int(figure.group(1)) + 1) + text[figure.end(1) :])
    json.loads(altered.read_text())
    return altered


@contextmanager
def _altered_row(world: World, line_id: Any) -> Iterator[None]:
    """Within, the line is cheaper in billing's table of bill lines."""
    url = world.superuser_url.rpartition("/")[0] + f"/{database_of('billing')}"
    with psycopg.connect(url, autocommit=True) as superuser:
        superuser.execute(_CHANGE, (FORGED_MICROS, line_id))
        try:
            yield
        finally:
            superuser.execute(_CHANGE, (-FORGED_MICROS, line_id))
