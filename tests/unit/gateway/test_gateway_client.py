"""The generated client: what is committed is what the generator makes, and it speaks to the application."""

from __future__ import annotations

import datetime
import filecmp
import sys
from pathlib import Path

import httpx
import pytest

from gateway.generate_client import HOME, PACKAGE, generate


@pytest.fixture
def package(monkeypatch):
    monkeypatch.syspath_prepend(str(HOME))
    yield __import__(PACKAGE)
    for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
        del sys.modules[name]


@pytest.fixture
def clients(package, app):
    """Makes clients, in process, whose credential is given; None has none."""

    def made(token):
        transport = {"base_url": "http://gateway", "httpx_args": {"transport": httpx.WSGITransport(app=app)}}
        return package.AuthenticatedClient(token=token, **transport) if token else package.Client(**transport)

    return made


def test_generating_it_again_changes_nothing(tmp_path):
    generate(tmp_path)

    assert (tmp_path / "openapi.json").read_text() == (HOME / "openapi.json").read_text()
    assert differences(filecmp.dircmp(tmp_path / PACKAGE, HOME / PACKAGE, ignore=["__pycache__"])) == []


def test_it_reads_an_answer_into_a_view(clients, rooms):
    from billing_center_client.api.identity import clock

    rooms.answers["identity", "clock"] = {"now": "2026-11-23T12:00:00Z", "movable": True}

    view = clock.sync(client=clients("owner"))

    assert view.now == datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)


def test_it_reads_a_refusal_into_a_problem(clients):
    from billing_center_client.api.identity import clock

    problem = clock.sync(client=clients("stranger"))

    assert (problem.status, problem.code) == (401, "identity.credentials_are_wrong")


def test_it_sends_commands_with_key_account_and_dry_run(clients, rooms):
    from billing_center_client.api.wallet import credit_transfer
    from billing_center_client.models import CreditTransferBody, Money

    money = {"amount": "0.00", "currency": "CNY"}
    rooms.answers["wallet", "credit_transfer"] = {
        "account_id": rooms.callers["owner"]["account_id"],
        "reference": "TT-1",
        **dict.fromkeys(("amount", "repaid", "cash", "debt"), money),
    }

    answer = credit_transfer.sync_detailed(
        client=clients("operator"),
        account_id=rooms.callers["owner"]["account_id"],
        body=CreditTransferBody(amount=Money.from_dict({"amount": "100.00", "currency": "CNY"}), reference="TT-1"),
        idempotency_key="k-1",
        dry_run=True,
    )

    (sent,) = rooms.called("wallet.credit_transfer")
    assert answer.status_code == 200
    assert (sent["account_id"], sent["dry_run"], sent["amount"]) == (
        rooms.callers["owner"]["account_id"],
        True,
        {"amount": "100.00", "currency": "CNY"},
    )


def test_it_reports_usage(clients, intake):
    from billing_center_client.api.usage import report_usage
    from billing_center_client.models import UsageEvent

    event = UsageEvent.from_dict(
        {"specversion": "1.0", "type": "usage.sample.v1", "source": "a", "id": "1", "data": {"item": "logs", "quantity": 5}}
    )

    accepted = report_usage.sync(client=clients("usage-key"), body=[event])

    assert accepted.events == 1
    assert len(intake.messages) == 1


def differences(comparison: filecmp.dircmp) -> list[str]:
    here = [*comparison.left_only, *comparison.right_only, *comparison.diff_files, *comparison.funny_files]
    return here + [name for inner in comparison.subdirs.values() for name in differences(inner)]


def test_the_package_needs_nothing_of_ours():
    sources = "\n".join(path.read_text() for path in Path(HOME / PACKAGE).rglob("*.py"))

    assert "services." not in sources
    assert "gateway." not in sources
