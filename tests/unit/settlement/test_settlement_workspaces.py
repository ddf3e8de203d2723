"""Binding a workspace: who may be paid for, by which method, from when."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid3, uuid5

import pytest

from services.kernel.ids import NAMESPACE, derived_id, natural_id, new_id
from services.settlement.domain import (
    BillableFromIsOutOfRange,
    MethodIsNotAvailable,
    Workspace,
    WorkspaceIdIsNotRandom,
    require_random,
)
from tests.support.settlements import NOW, bind


def test_a_bound_workspace_knows_its_sites_region_and_zone():
    workspace = bind(site="US1")

    assert (workspace.region, workspace.zone, workspace.edition) == ("INTL", "America/Los_Angeles", "standard")


def test_usage_is_billed_from_the_start_of_the_sites_day_unless_said_otherwise():
    just_after_midnight_in_china = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)

    workspace = bind(site="CN1", at=just_after_midnight_in_china)

    assert workspace.billable_from == datetime(2026, 11, 22, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize("back", [timedelta(0), timedelta(hours=5), timedelta(days=400)])
def test_usage_may_be_billed_from_up_to_400_days_back(back):
    workspace = bind(billable_from=NOW - back)

    assert workspace.billable_from == NOW - back


@pytest.mark.parametrize("wanted", [NOW + timedelta(microseconds=1), NOW - timedelta(days=400, microseconds=1)])
def test_usage_is_billed_neither_from_the_future_nor_from_before_400_days(wanted):
    with pytest.raises(BillableFromIsOutOfRange) as refusal:
        bind(billable_from=wanted)

    assert refusal.value.details == {"earliest": "2025-10-19T09:00:00Z", "latest": "2026-11-23T09:00:00Z"}


@pytest.mark.parametrize("method", ["aliyun", "aws", "huawei"])
def test_a_method_that_is_not_available_is_refused_with_those_that_are(method):
    with pytest.raises(MethodIsNotAvailable) as refusal:
        bind(method=method)

    assert refusal.value.code == "settlement.method_is_not_available"
    assert refusal.value.details == {"method": method, "available": ["billing_center"]}


def test_binding_says_everything_that_billing_needs_in_one_fact():
    (fact,) = bind().pending_events

    assert isinstance(fact, Workspace.Bound)
    assert fact.TOPIC == "settlement.workspace_bound"
    assert {"workspace_id", "account_id", "currency", "site", "region", "zone", "plan", "edition", "method", "billable_from"} <= vars(
        fact
    ).keys()


@pytest.mark.parametrize("given", [UUID("0f8fad5b-d9cb-469f-a165-70867728950e"), new_id()])
def test_an_id_that_a_platform_gives_is_accepted(given):
    accepted = require_random(given)

    assert accepted == given


@pytest.mark.parametrize(
    "computed",
    [
        natural_id("collection", new_id()),
        derived_id(new_id(), "workspace"),
        uuid5(NAMESPACE, "x"),
        uuid3(NAMESPACE, "x"),
        UUID(int=0),
        UUID(int=2**128 - 1),
    ],
)
def test_an_id_that_could_be_computed_to_stand_in_anothers_way_is_refused(computed):
    with pytest.raises(WorkspaceIdIsNotRandom):
        require_random(computed)
