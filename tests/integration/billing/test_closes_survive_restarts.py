"""Closes as jobs: whatever breaks in the middle of one, it goes on, ends, and has counted every bill once."""

from collections.abc import Callable

import pytest

from services.billing.application import Billing, closes, closing
from services.billing.queries import close_jobs
from services.billing.schemas import CloseDays, CloseStatus, CloseView
from services.kernel.database import psycopg
from services.kernel.errors import CommandIdIsReused
from services.kernel.ids import derived_id, new_id
from tests.support.billings import COMPANY_A, a_workspace, use

BILLED = 12


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages and saves so small that a close has a middle, and no waiting between tries."""
    monkeypatch.setattr(closing, "PAGE", 5)
    monkeypatch.setattr(closing, "SAVE", 2)
    monkeypatch.setattr(closes, "FIRST_PAUSE_S", 0)


@pytest.fixture
def town(billing: Billing) -> Billing:
    """Twelve days to bill, one with nothing to bill and one that cannot be billed."""
    for _ in range(BILLED):
        use(billing, a_workspace(billing), *COMPANY_A)
    use(billing, a_workspace(billing), {"item": "logs", "quantity": 0})
    use(billing, a_workspace(billing, currency="USD"), {"item": "sms", "quantity": 37})
    return billing


def breaking(billing: Billing, fault: BaseException, *, after: int, times: int = 10**6) -> Callable[..., None]:
    """A `store` that works so often, then raises so often, and then works again."""
    store, calls = billing.store, []

    def store_or_break(*args, **kwargs):
        calls.append(args)
        if after < len(calls) <= after + times:
            raise fault
        store(*args, **kwargs)

    return store_or_break


def status(billing: Billing, command: CloseDays) -> CloseView:
    return billing.close_status(CloseStatus(job_id=derived_id(command.id, "dry close" if command.dry_run else "close")))


def counts(view: CloseView) -> tuple[int, int, int, int, int]:
    return view.found, view.issued, view.empty, view.already_billed, len(view.problems)


def bills_of(billing: Billing) -> int:
    return billing.database.one("select count(*) as bills from bill")["bills"]


def test_a_close_whose_process_died_is_shown_and_ended_by_the_next(town, open_billing, monkeypatch):
    command, next_process = CloseDays(id=new_id()), open_billing()
    monkeypatch.setattr(town, "store", breaking(town, psycopg.OperationalError("the database is gone"), after=3))
    with pytest.raises(psycopg.OperationalError):
        town.close_days(command)
    broken_off = status(next_process, command)

    next_process.resume_closes()

    ended = status(next_process, command)
    assert (broken_off.state, broken_off.ended_at, 0 < broken_off.issued < BILLED) == ("running", None, True)
    assert (ended.state, counts(ended)) == ("done", (BILLED + 2, BILLED, 1, 0, 1))
    assert (ended.started_at, ended.problems[0].code) == (broken_off.started_at, "billing.no_price_for_item")
    assert bills_of(next_process) == BILLED


def test_a_broken_connection_in_the_middle_is_sat_out(town, monkeypatch):
    monkeypatch.setattr(town, "store", breaking(town, psycopg.OperationalError("the database is gone"), after=2, times=3))

    closed = town.close_days(CloseDays(id=new_id()))

    assert (closed.state, counts(closed)) == ("done", (BILLED + 2, BILLED, 1, 0, 1))
    assert bills_of(town) == BILLED


def test_a_fault_that_does_not_pass_ends_the_close_and_every_process_knows(town, open_billing, monkeypatch):
    command, next_process = CloseDays(id=new_id()), open_billing()
    monkeypatch.setattr(town, "store", breaking(town, ZeroDivisionError("a mistake of ours"), after=3))
    with pytest.raises(ZeroDivisionError):
        town.close_days(command)

    next_process.resume_closes()

    failed = status(next_process, command)
    assert (failed.state, failed.ended_at is None, 0 < failed.issued < BILLED) == ("failed", False, True)
    assert failed.issued == bills_of(next_process)


def test_days_that_somebody_else_closed_meanwhile_are_not_counted_as_issued(town, open_billing, monkeypatch):
    command, next_process = CloseDays(id=new_id()), open_billing()
    monkeypatch.setattr(town, "store", breaking(town, psycopg.OperationalError("the database is gone"), after=3))
    with pytest.raises(psycopg.OperationalError):
        town.close_days(command)
    broken_off = status(next_process, command)
    next_process.close_due_days()

    next_process.resume_closes()

    ended = status(next_process, command)
    assert (ended.state, ended.issued, bills_of(next_process)) == ("done", broken_off.issued, BILLED)


def test_only_one_process_runs_a_close(town, open_billing):
    command, held = CloseDays(id=new_id()), []
    with pytest.raises(LookupError):
        town.close_days(command, start=lambda work: {}["this process dies before it begins"])
    job_id = status(town, command).job_id

    with close_jobs.leased(town.database, job_id) as is_ours:
        open_billing().resume_closes()
        held.append((is_ours, status(town, command).state, bills_of(town)))
    open_billing().resume_closes()

    assert held == [(True, "running", 0)]
    assert (status(town, command).state, bills_of(town)) == ("done", BILLED)


def test_a_close_that_has_ended_is_not_run_again(town):
    command = CloseDays(id=new_id())
    before = town.close_days(command)
    use(town, a_workspace(town), *COMPANY_A)

    town.resume_closes()
    again = town.close_days(command)

    assert again == before == status(town, command)
    assert bills_of(town) == BILLED


def test_a_dry_run_is_counted_anew_when_it_goes_on_and_does_not_use_up_the_command(town, open_billing, monkeypatch):
    command = CloseDays(id=new_id())
    tried = CloseDays(id=command.id, dry_run=True)
    look, looks = closing.to_bill, []

    def look_or_break(*args):
        looks.append(args)
        if len(looks) > 2:
            raise psycopg.OperationalError("the database is gone")
        return look(*args)

    monkeypatch.setattr(closing, "to_bill", look_or_break)
    with pytest.raises(psycopg.OperationalError):
        town.close_days(tried)
    monkeypatch.setattr(closing, "to_bill", look)

    open_billing().resume_closes()
    would_be, bills_before = status(town, tried), bills_of(town)
    done = town.close_days(command)

    assert (would_be.state, counts(would_be), bills_before) == ("done", (BILLED + 2, BILLED, 1, 0, 1), 0)
    assert (done.state, counts(done), bills_of(town)) == ("done", (BILLED + 2, BILLED, 1, 0, 1), BILLED)


def test_the_same_command_for_another_site_is_refused(town):
    command = CloseDays(id=new_id(), site="CN1")
    town.close_days(command)

    with pytest.raises(CommandIdIsReused):
        town.close_days(CloseDays(id=command.id, site="US1"))
