"""Who may ask identity for what: the table as a statement, so that a change of it is a change of this file."""

from typing import Any

import pytest

from services.identity.service import FOLLOWERS, IdentityService
from services.kernel.rpc import OPERATOR_ROLES
from services.kernel.schemas import schema_of

ENTRIES = {name: method.contract for name, method in vars(IdentityService).items() if hasattr(method, "contract")}
CUSTOMERS = {"owner", "finance", "viewer"}


def test_only_these_are_asked_before_anybody_has_signed_in():
    public = {name for name, entry in ENTRIES.items() if entry.roles is None and "gateway" in entry.callers}

    assert public == {"request_code", "register", "redeem_operator_link", "sign_in", "sign_out", "authenticate", "clock"}


def test_other_rooms_read_the_book_and_ask_for_an_account_and_nothing_else():
    asked_by_rooms = {name for name, entry in ENTRIES.items() if entry.callers & set(FOLLOWERS)}

    assert {"account_of", "read_published"} <= asked_by_rooms <= {"account_of", "read_published", "read_book"}


@pytest.mark.parametrize(
    ("name", "roles"),
    [
        ("move_clock", {"operator"}),
        ("erase_member", {"operator"}),
        ("mailbox", {"operator", "support"}),
        ("issue_api_key", {"owner"}),
        ("rotate_api_key", {"owner"}),
        ("revoke_api_key", {"owner", "operator"}),
        ("change_roles", {"owner", "operator"}),
    ],
)
def test_what_changes_things_for_others_is_for_few(name, roles):
    assert ENTRIES[name].roles == roles


def test_every_role_is_one_that_exists():
    assert all(entry.roles is None or entry.roles <= CUSTOMERS | OPERATOR_ROLES for entry in ENTRIES.values())


@pytest.mark.parametrize("name", sorted(ENTRIES))
def test_every_request_and_answer_has_a_wire_shape(name):
    entry: Any = ENTRIES[name]

    shapes = [shape for shape in (entry.request, entry.reply) if shape is not None]

    assert all(schema_of(shape)().fields for shape in shapes if shape.__name__ not in ("Clock",))
