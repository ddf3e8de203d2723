"""API keys: shown once, kept as hashes, limited by scopes, rotated with an overlap, revoked at once."""

from datetime import timedelta

import pytest

from services.identity.schemas import ApiKeysOf, Authenticate, IssueApiKey, RevokeApiKey, RotateApiKey
from services.kernel.errors import NotFound, Refusal
from services.kernel.ids import new_id


def refused(call, *args) -> Refusal:
    with pytest.raises(Refusal) as caught:
        call(*args)
    return caught.value


def issuing(opened, *scopes: str) -> IssueApiKey:
    return IssueApiKey(
        id=new_id(), account_id=opened.account_id, by_member_id=opened.member_id, name="intake of cn1", scopes=scopes or ("usage:write",)
    )


def rotating(opened, key_id, overlap_s: int = 3600) -> RotateApiKey:
    return RotateApiKey(id=new_id(), account_id=opened.account_id, by_member_id=opened.member_id, key_id=key_id, overlap_s=overlap_s)


def revoking(opened, key_id) -> RevokeApiKey:
    return RevokeApiKey(id=new_id(), account_id=opened.account_id, by_member_id=opened.member_id, key_id=key_id)


def test_a_key_speaks_for_its_account_within_its_scopes(room, people):
    opened = people.customer()
    issued = room.issue_api_key(issuing(opened, "usage:write", "bills:read"))

    caller = room.authenticate(Authenticate(credential=issued.key))

    assert (caller.account_id, caller.key_id, caller.member_id) == (opened.account_id, issued.key_id, None)
    assert (caller.scopes, caller.roles) == (("bills:read", "usage:write"), ())


def test_the_key_is_shown_once_and_kept_nowhere(room, people, rows_of):
    opened = people.customer()
    command = issuing(opened)

    first, again = room.issue_api_key(command), room.issue_api_key(command)

    assert (again.key, again.already_shown) == (None, True)
    assert (again.key_id, again.prefix) == (first.key_id, first.prefix)
    tables = ("api_key", "api_key_secret", "events", "command_log")
    assert all(first.key.split("_", 2)[2] not in str(rows_of(table)) for table in tables)


def test_a_key_with_one_wrong_letter_is_unknown(room, people):
    key = room.issue_api_key(issuing(people.customer())).key

    altered = key[:-1] + ("A" if key[-1] != "A" else "B")

    assert refused(room.authenticate, Authenticate(credential=altered)).code == "identity.credential_is_unknown"


def test_keys_are_listed_without_their_secrets(room, people):
    opened = people.customer()
    issued = room.issue_api_key(issuing(opened))

    [listed] = room.api_keys_of(ApiKeysOf(account_id=opened.account_id)).items

    assert (listed.key_id, listed.prefix, listed.name, listed.ends_at) == (issued.key_id, issued.prefix, "intake of cn1", None)
    assert issued.key.startswith(listed.prefix)


def test_a_revoked_key_is_unknown_at_once(room, people):
    opened = people.customer()
    issued = room.issue_api_key(issuing(opened))

    room.revoke_api_key(revoking(opened, issued.key_id))

    assert refused(room.authenticate, Authenticate(credential=issued.key)).code == "identity.credential_is_unknown"
    assert refused(room.revoke_api_key, revoking(opened, issued.key_id)).code == "identity.api_key_is_revoked"


def test_a_rotated_key_and_its_successor_work_side_by_side_for_the_overlap(room, people, clock, machine):
    opened = people.customer()
    old = room.issue_api_key(issuing(opened, "usage:write", "bills:read"))
    new = room.rotate_api_key(rotating(opened, old.key_id, overlap_s=600))

    during = [room.authenticate(Authenticate(credential=key)) for key in (old.key, new.key)]
    clock.instant += timedelta(seconds=600)

    assert {caller.scopes for caller in during} == {("bills:read", "usage:write")}
    assert during[0].expires_at == machine.instant + timedelta(seconds=600)
    assert refused(room.authenticate, Authenticate(credential=old.key)).code == "identity.credential_is_unknown"
    assert room.authenticate(Authenticate(credential=new.key)).key_id == new.key_id


def test_a_key_that_is_on_its_way_out_can_be_ended_at_once_but_not_rotated_again(room, people):
    opened = people.customer()
    old = room.issue_api_key(issuing(opened))
    room.rotate_api_key(rotating(opened, old.key_id))

    again = refused(room.rotate_api_key, rotating(opened, old.key_id))
    room.revoke_api_key(revoking(opened, old.key_id))

    assert again.code == "identity.api_key_is_revoked"
    assert refused(room.authenticate, Authenticate(credential=old.key)).code == "identity.credential_is_unknown"


def test_another_accounts_key_is_not_found(room, people):
    mine, yours = people.customer(), people.customer()
    issued = room.issue_api_key(issuing(yours))

    assert isinstance(refused(room.revoke_api_key, revoking(mine, issued.key_id)), NotFound)
    assert isinstance(refused(room.rotate_api_key, rotating(mine, issued.key_id)), NotFound)
    assert room.authenticate(Authenticate(credential=issued.key)).account_id == yours.account_id


def test_a_key_without_or_with_unknown_scopes_is_refused(room, people):
    opened = people.customer()

    assert refused(room.issue_api_key, issuing(opened, "root:everything")).code == "identity.scope_is_unknown"


def test_operators_have_no_keys(room, people):
    assert refused(room.issue_api_key, issuing(people.operator())).code == "identity.operators_have_no_keys"
