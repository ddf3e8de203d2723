"""Workspaces, as commands make them and questions find them."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from services.kernel.errors import CommandIdIsReused, InvalidInput, NotFound
from services.kernel.ids import derived_id, natural_id, new_id
from services.settlement.application import OpenPayer
from services.settlement.domain import AccountIsUnknown, MethodIsNotAvailable, WorkspaceCannotBeBound, WorkspaceIdIsNotRandom
from services.settlement.schemas import BindWorkspace, CreateWorkspace, ListWorkspaces, WorkspaceOf
from services.settlement.sites import SiteIsUnknown
from tests.support.settlements import NOW


def binding(account_id, workspace_id, **fields):
    return BindWorkspace(**{"id": new_id(), "account_id": account_id, "workspace_id": workspace_id, "name": "shop", "site": "CN1"} | fields)


def events_in(settlements):
    return settlements.database.one("select count(*) as many from events")["many"]


def test_a_created_workspace_is_found_by_its_account_with_what_its_site_gives_it(settlements, open_account, create_workspace):
    account_id = open_account("USD")

    created = create_workspace(account_id, site="US1", name="shop in Oregon")

    assert settlements.workspace_of(WorkspaceOf(account_id=account_id, workspace_id=created.workspace_id)) == created
    assert (created.currency, created.region, created.zone, created.state) == ("USD", "INTL", "America/Los_Angeles", "active")


def test_a_command_that_comes_twice_makes_one_workspace(settlements, open_account):
    command = CreateWorkspace(id=new_id(), account_id=open_account(), name="shop", site="CN1")

    answers = [settlements.create_workspace(command) for _ in range(3)]

    assert answers[0] == answers[1] == answers[2]
    assert len(settlements.list_workspaces(ListWorkspaces(account_id=command.account_id)).items) == 1


def test_a_command_id_that_comes_with_another_input_is_refused(settlements, open_account):
    account_id, id = open_account(), new_id()
    settlements.create_workspace(CreateWorkspace(id=id, account_id=account_id, name="shop", site="CN1"))

    with pytest.raises(CommandIdIsReused):
        settlements.create_workspace(CreateWorkspace(id=id, account_id=account_id, name="shop", site="CN2"))


def test_a_dry_run_answers_and_leaves_no_trace(settlements, open_account):
    command = CreateWorkspace(id=new_id(), account_id=open_account(), name="shop", site="CN1", dry_run=True)
    before = events_in(settlements)

    answer = settlements.create_workspace(command)

    assert answer.workspace_id == derived_id(command.id, "workspace")
    assert events_in(settlements) == before
    assert settlements.list_workspaces(ListWorkspaces(account_id=command.account_id)).items == []


@pytest.mark.parametrize(("fields", "refusal"), [({"site": "CN9"}, SiteIsUnknown), ({"method": "aws"}, MethodIsNotAvailable)])
def test_what_is_refused_leaves_no_trace(settlements, open_account, create_workspace, fields, refusal):
    account_id = open_account()
    before = events_in(settlements)

    with pytest.raises(refusal):
        create_workspace(account_id, **fields)

    assert events_in(settlements) == before


def test_the_first_workspace_fixes_the_accounts_zone(settlements, open_account, create_workspace):
    account_id = open_account()

    create_workspace(account_id, site="CN6")
    create_workspace(account_id, site="CN1")

    assert settlements.database.all("select zone from account_zone") == [{"zone": "Asia/Hong_Kong"}]


def test_a_workspace_of_the_platform_is_bound_under_its_own_id(settlements, open_account):
    account_id, workspace_id = open_account(), uuid4()

    bound = settlements.bind_workspace(binding(account_id, workspace_id))

    assert bound.workspace_id == workspace_id


def test_a_bound_workspace_is_refused_to_everybody_in_the_same_words(settlements, open_account):
    owner, stranger, workspace_id = open_account(), open_account(), uuid4()
    settlements.bind_workspace(binding(owner, workspace_id))

    refusals = []
    for account_id in (owner, stranger):
        with pytest.raises(WorkspaceCannotBeBound) as refusal:
            settlements.bind_workspace(binding(account_id, workspace_id))
        refusals.append((refusal.value.code, refusal.value.title, refusal.value.details))

    assert refusals[0] == refusals[1]
    assert str(owner) not in str(refusals)


def test_nobody_binds_an_id_that_is_meant_for_anothers_bill(settlements, open_account):
    account_id = open_account()
    anothers_next_collection = natural_id("collection", natural_id("bill", new_id()))

    with pytest.raises(WorkspaceIdIsNotRandom):
        settlements.bind_workspace(binding(account_id, anothers_next_collection))


def test_of_64_who_bind_one_workspace_at_once_one_succeeds(settlements, open_account):
    workspace_id = uuid4()
    accounts = [open_account() for _ in range(64)]

    def bind(account_id):
        try:
            return settlements.bind_workspace(binding(account_id, workspace_id))
        except WorkspaceCannotBeBound:
            return None

    with ThreadPoolExecutor(16) as people:
        won = [view for view in people.map(bind, accounts) if view is not None]

    assert len(won) == 1
    assert settlements.workspace_of(WorkspaceOf(account_id=won[0].account_id, workspace_id=workspace_id)) == won[0]


def test_another_accounts_workspace_is_not_found(settlements, open_account, create_workspace):
    owner, stranger = open_account(), open_account()
    workspace = create_workspace(owner)

    with pytest.raises(NotFound) as refusal:
        settlements.workspace_of(WorkspaceOf(account_id=stranger, workspace_id=workspace.workspace_id))

    assert refusal.value.details == {"kind": "workspace", "id": str(workspace.workspace_id)}
    assert settlements.list_workspaces(ListWorkspaces(account_id=stranger)).items == []


def test_a_list_is_read_in_pages_the_last_bound_first(settlements, open_account, create_workspace):
    account_id = open_account()
    made = [create_workspace(account_id, name=f"shop {number}").name for number in range(5)]

    read, cursor = [], None
    while True:
        page = settlements.list_workspaces(ListWorkspaces(account_id=account_id, limit=2, cursor=cursor))
        read += [workspace.name for workspace in page.items]
        if (cursor := page.next_cursor) is None:
            break

    assert read == made[::-1]


def test_a_cursor_that_we_did_not_give_is_refused(settlements, open_account):
    with pytest.raises(InvalidInput):
        settlements.list_workspaces(ListWorkspaces(account_id=open_account(), cursor="bm9uc2Vuc2U"))


def test_an_account_opened_a_moment_ago_is_read_from_identitys_book_before_anything_is_refused(settlements):
    account_id = new_id()
    reads = []

    def read_accounts():
        reads.append(1)
        settlements.open_payer(OpenPayer(id=new_id(), account_id=account_id, currency="CNY", occurred_at=NOW))

    settlements.read_accounts = read_accounts
    for _ in range(2):
        settlements.create_workspace(CreateWorkspace(id=new_id(), account_id=account_id, name="shop", site="CN1"))

    assert reads == [1]


def test_an_account_that_identity_does_not_know_either_is_refused_after_one_look(settlements):
    reads = []
    settlements.read_accounts = lambda: reads.append(1)

    with pytest.raises(AccountIsUnknown):
        settlements.create_workspace(CreateWorkspace(id=new_id(), account_id=new_id(), name="shop", site="CN1"))

    assert reads == [1]
