"""Verification, explanation and evidence: what was altered is named, and a bill can be checked without us."""

import copy
import json
import subprocess
import sys
from pathlib import Path

import pytest

from services.audit.domain import BookIsBroken
from services.audit.evidence import evidence_of
from services.audit.explain import explanation_of
from services.audit.schemas import EvidenceOf, ExaminationOf, ExplanationOf, StartReplay, StatusOf
from services.kernel.errors import NotFound
from services.kernel.ids import new_id
from services.kernel.schemas import dump

VERIFIER = Path(__file__).parents[3] / "services" / "audit" / "verify_bill.py"


def verified(path):
    """Run the verifier as anybody would: alone, with nothing of ours on its path."""
    run = subprocess.run([sys.executable, "-I", str(VERIFIER), str(path)], capture_output=True, text=True, timeout=60, cwd=path.parent)
    assert run.stderr == ""
    return run.returncode, run.stdout


def written(path, evidence):
    path.write_text(json.dumps(evidence), encoding="utf-8")
    return path


def numbers_in(value, at=()):
    """The path of every number."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from numbers_in(inner, (*at, name))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from numbers_in(inner, (*at, place))
    elif isinstance(value, int) and not isinstance(value, bool):
        yield at


def altered(document, at):
    """The document with the number there one larger."""
    document = copy.deepcopy(document)
    inner = document
    for step in at[:-1]:
        inner = inner[step]
    inner[at[-1]] += 1
    return document


# -- verification --------------------------------------------------------------------------------------------------------------------------


def test_a_verification_finds_nothing_where_nothing_was_altered(lived_in):
    house, _ = lived_in

    outcome = house.verify()

    assert [str(found) for found in outcome.differences] == []
    assert outcome.checked["usage rows"] == outcome.checked["usage rows in the room"] == 10
    assert outcome.checked["commits of wallet"] > 5


@pytest.mark.parametrize(
    ("room", "statement", "named"),
    [
        ("wallet", "update events set state = convert_to('{}', 'UTF8') where position = 3", "the room's book was rewritten"),
        ("wallet", "delete from events where position = 2", "the room's book was rewritten"),
        ("billing", "update usage_rows set quantity = quantity + 1 where item = 'pv'", "the room's usage ledger was altered"),
        ("billing", "delete from usage_rows where item = 'trigger'", "the room's usage ledger was altered"),
        ("audit", "update book_event set state = state || ' '::bytea where book = 'wallet' and position = 3", "the seal does not hold"),
        ("audit", "delete from book_event where book = 'billing' and position = 2", "events are missing"),
        ("audit", "update book_commit set recorded_at = recorded_at + interval '1 us' where book = 'billing' and from_position = 1",
         "the seal does not hold"),
        ("audit", "delete from book_commit where book = 'wallet' and from_position = 1", "a gap"),
        ("audit", "update usage_copy set lines = lines || '\\x0a'", "usage was altered"),
        ("audit", "delete from usage_copy where retractions > 0", "usage is missing"),
    ],
)  # fmt: skip
def test_what_was_altered_after_it_was_copied_is_named(lived_in, room, statement, named):
    house, _ = lived_in
    house.copy()

    changed = house.tamper(room, statement)
    outcome = house.verify()

    assert changed > 0
    assert named in {found.what for found in outcome.differences}


@pytest.mark.parametrize(
    ("room", "statement", "what"),
    [
        ("wallet", "update events set state = convert_to('{}', 'UTF8') where position = 3", "the seal does not hold"),
        ("wallet", "delete from events where position = 2", "events are missing or out of order"),
        ("wallet", "delete from commits where from_position = 1", "a gap between commits"),
        ("billing", "update usage_rows set quantity = 1 where item = 'pv'", "digest"),
        ("billing", "delete from usage_rows where item = 'pv'", "rows"),
    ],
)
def test_nothing_is_copied_whose_seal_does_not_hold(lived_in, room, statement, what):
    house, _ = lived_in
    house.tamper(room, statement)

    with pytest.raises(BookIsBroken) as broken:
        house.copy()

    status = {book.book: book for book in house.audit.status(StatusOf()).books}
    assert what in broken.value.what
    assert what in (status[room].fault or "")


# -- explanation ---------------------------------------------------------------------------------------------------------------------------


def test_a_bill_is_explained_from_its_events_to_the_funds(lived_in):
    house, account_id = lived_in
    house.copy()

    explained = explanation_of(house.audit.copies, house.bill_of(account_id))

    logs = next(line for line in explained["lines"] if line["item"] == "logs")
    assert explained["bill"]["total"] == {"amount": "13.40", "currency": "CNY"}
    assert all(line["amount"]["follows"] for line in explained["lines"])
    assert (logs["usage"]["samples"], logs["usage"]["taken_back"], logs["usage"]["quantity"]) == (2, 1, 2_000_000)
    assert logs["price"]["cell"] == "logs 7 CNY CN"
    assert logs["amount"]["rounded"]["amount"] == "2.40"
    assert [fund["kind"] for fund in logs["funds"]] == ["voucher", "card"]
    json.dumps(explained)


def test_what_was_owed_and_paid_later_is_shown(lived_in):
    house, _ = lived_in
    (neighbour,) = house.databases["wallet"].all("select account_id from debt where amount_micros > 0")[:1]
    house.transfer(neighbour["account_id"], "50.00")
    house.hear()
    house.copy()

    explained = explanation_of(house.audit.copies, house.bill_of(neighbour["account_id"]))

    ways = [fund["how"] for line in explained["lines"] for fund in line["funds"]]
    assert {"taken", "owed", "paid as debt"} == set(ways)
    assert house.replay().difference_count == 0


# -- evidence ------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("complete", [True, False])
def test_evidence_is_verified_by_python_alone(lived_in, tmp_path, complete):
    house, account_id = lived_in
    house.copy()

    evidence = evidence_of(house.audit.copies, house.bill_of(account_id), complete=complete)
    status, said = verified(written(tmp_path / "evidence.json", evidence))

    assert (status, said.count("\n")) == (0, 1)
    assert evidence["digest"] in said


def test_evidence_for_a_customer_tells_nothing_of_others(lived_in):
    house, account_id = lived_in

    view = house.audit.evidence_of(EvidenceOf(account_id=account_id, bill_id=house.bill_of(account_id)))

    others = house.databases["wallet"].all("select account_id from wallet where account_id <> %s", (account_id,))
    others += house.databases["settlement"].all("select workspace_id as account_id from workspace where account_id <> %s", (account_id,))
    told = json.dumps(dump(view))
    assert others
    assert [row for row in others if str(row["account_id"]) in told] == []


@pytest.mark.parametrize("complete", [True, False])
def test_any_number_that_is_altered_in_evidence_is_found(lived_in, tmp_path, complete):
    """In one process, since there are hundreds of numbers: the verifier's own functions, loaded from its file."""
    house, account_id = lived_in
    house.copy()
    evidence = evidence_of(house.audit.copies, house.bill_of(account_id), complete=complete)
    evidence = json.loads(json.dumps(evidence))
    names = {"__name__": "verifier"}
    exec(compile(VERIFIER.read_text(), str(VERIFIER), "exec"), names)

    unnoticed, only_digest = [], []
    for at in numbers_in(evidence):
        try:
            findings = list(names["check"](altered(evidence, at)))
        except (LookupError, StopIteration, RuntimeError, TypeError, ValueError):
            continue  # said to be inconsistent
        if not findings:
            unnoticed.append(at)
        elif len(findings) == 1:
            only_digest.append(at)

    assert unnoticed == []
    figures = {"quantity", "amount_micros", "unit_price_micros", "total_micros", "samples"}
    assert [at for at in only_digest if at[-1] in figures and at[0] in ("usage", "commits") and complete] == []


@pytest.mark.parametrize(
    ("alter", "said"),
    [
        (lambda e: bill_in(e)["lines"][0].update(amount_micros=1), "amount_micros: 1 is written, 3600000 follows"),
        (lambda e: bill_in(e).update(total_micros=13_400_001), "total_micros: 13400001 is written, 13400000 follows"),
        (lambda e: e["price_book"]["cells"][0].update(unit_price_micros=5), "unit_price_micros"),
        (lambda e: e["usage"][0]["rows"].pop(), "usage batch"),
        (lambda e: e["commits"][0].update(recorded_at="2026-11-16T04:00:01Z"), "the seal does not hold"),
        (lambda e: e.update(proves=[]), "the file was changed after it was made"),
        (lambda e: e.pop("catalogue"), "the evidence does not hang together"),
    ],
)
def test_altered_evidence_is_refused_with_what_does_not_follow(lived_in, tmp_path, alter, said):
    house, account_id = lived_in
    house.copy()
    evidence = json.loads(json.dumps(evidence_of(house.audit.copies, house.bill_of(account_id), complete=True)))

    alter(evidence)
    status, output = verified(written(tmp_path / "evidence.json", evidence))

    assert status == 1
    assert said in output


def bill_in(evidence):
    events = [event for commit in evidence["commits"] for event in commit["events"]]
    return next(e["state"] for e in events if e["topic"] == "billing.bill_issued" and e["state"]["bill_id"] == evidence["bill_id"])


def test_the_verifier_is_short_and_imports_nothing_of_ours():
    text = VERIFIER.read_text(encoding="utf-8")

    imported = {line.split()[1] for line in text.splitlines() if line.startswith(("import ", "from "))}

    assert text.count("\n") <= 150
    assert imported <= set(sys.stdlib_module_names)


# -- whose bill ----------------------------------------------------------------------------------------------------------------------------


def test_another_accounts_bill_is_not_found(lived_in):
    house, account_id = lived_in
    bill_id = house.bill_of(account_id)

    for ask, question in ((house.audit.explanation_of, ExplanationOf), (house.audit.evidence_of, EvidenceOf)):
        with pytest.raises(NotFound):
            ask(question(account_id=new_id(), bill_id=bill_id))
        with pytest.raises(NotFound):
            ask(question(account_id=account_id, bill_id=new_id()))


def test_an_examination_is_noted_and_its_outcome_kept(lived_in):
    house, _ = lived_in
    command = StartReplay(id=new_id())

    begun = house.audit.start_replay(command)
    repeated = house.audit.start_replay(command)
    house.audit.end(begun.job_id, house.replay())
    house.audit.end(begun.job_id, house.replay())
    ended = house.audit.examination_of(ExaminationOf(job_id=begun.job_id))

    assert begun.state == repeated.state == "running"
    assert begun.job_id == repeated.job_id
    assert (ended.state, ended.difference_count, ended.checked["bills"]) == ("done", 0, 2)
    assert house.audit.unfinished() == []
