"""Who may call what, decided without a broker."""

import subprocess
import sys
import threading
from datetime import UTC, datetime
from uuid import UUID

import msgspec
import pytest

from services.kernel.database import psycopg
from services.kernel.errors import CallerIsNotTrusted, InvalidInput, NotAllowed, NotFound, RemoteRefusal
from services.kernel.rpc import Caller, RoomHasFailed, RoomIsUnavailable, Signer, Verifier, caller, passes_by_itself
from services.kernel.rpc.callers import Turn, answering
from services.kernel.rpc.contract import Contract
from services.kernel.rpc.faults import WireError
from services.kernel.rpc.signing import canonical
from services.kernel.schemas import Page
from tests.support.rpc_shapes import Asked, Seen

GATEWAY, TESTER = Signer.generate("gateway"), Signer.generate("tester")
VERIFIER = Verifier({"gateway": GATEWAY.public_key, "tester": TESTER.public_key})
ACCOUNT, OTHER = UUID(int=1), UUID(int=2)
REQUEST = {"text": "x", "account_id": str(ACCOUNT)}


def contract(*, callers: tuple[str, ...] = ("gateway",), roles: frozenset[str] | None = None, reply: type = Seen) -> Contract:
    return Contract(kind="query", request=Asked, reply=reply, callers=frozenset(callers), roles=roles)


def admitted(signer: Signer, speaking_for: Caller | None = None, *, wanted: Contract | None = None) -> Caller:
    token = signer.sign(speaking_for, target="room.look", request=canonical(REQUEST), lifetime_s=5)
    return (wanted or contract()).admit(VERIFIER, token, target="room.look", request=REQUEST)


def test_the_caller_is_who_was_signed_with_the_signers_name_and_a_near_end():
    caller = admitted(GATEWAY, Caller(account_id=ACCOUNT, member_id=OTHER, roles=frozenset({"owner"}), scopes=frozenset({"read"})))

    assert (caller.room, caller.account_id, caller.member_id) == ("gateway", ACCOUNT, OTHER)
    assert (caller.roles, caller.scopes) == ({"owner"}, {"read"})
    assert 0 < (caller.expires_at - datetime.now(UTC)).total_seconds() <= 5


def test_the_order_of_keys_in_a_request_does_not_matter_to_its_signature():
    token = GATEWAY.sign(None, target="room.look", request=canonical({"a": 1, "b": {"d": 2, "c": 3}}), lifetime_s=5)

    assert VERIFIER.verify(token, target="room.look", request=canonical({"b": {"c": 3, "d": 2}, "a": 1})).room == "gateway"


def test_each_character_of_a_token_counts():
    token = GATEWAY.sign(None, target="room.look", request=b"null", lifetime_s=5)
    untouched = VERIFIER.verify(token, target="room.look", request=b"null")

    accepted = [_accepts(token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :]) for at in range(len(token) - 1)]

    assert untouched.room == "gateway"
    assert not any(accepted)


def test_a_process_that_signs_in_anothers_name_is_not_trusted():
    impostor = Signer("gateway", TESTER.private_key)

    with pytest.raises(CallerIsNotTrusted):
        admitted(impostor)


def test_a_process_that_is_not_among_the_callers_is_not_trusted():
    with pytest.raises(CallerIsNotTrusted):
        admitted(TESTER)


def test_roles_decide_for_what_the_gateway_signs():
    wanted = contract(roles=frozenset({"owner", "finance"}))

    assert admitted(GATEWAY, Caller(roles=frozenset({"finance", "viewer"})), wanted=wanted).roles == {"finance", "viewer"}
    with pytest.raises(NotAllowed):
        admitted(GATEWAY, Caller(roles=frozenset({"viewer"})), wanted=wanted)


def test_roles_do_not_matter_for_what_a_room_signs():
    assert admitted(TESTER, wanted=contract(callers=("tester",), roles=frozenset({"owner"}))).room == "tester"


def test_an_account_names_its_own_things_only():
    own = Caller(room="gateway", account_id=ACCOUNT, roles=frozenset({"owner"}))

    assert contract().question(REQUEST, own)[0].account_id == ACCOUNT
    with pytest.raises(NotFound):
        contract().question({"text": "x", "account_id": str(OTHER)}, own)


@pytest.mark.parametrize("role", ["operator", "finance_operator", "support", "partner", "auditor"])
def test_operators_name_any_account(role):
    assert contract().question(REQUEST, Caller(room="gateway", account_id=OTHER, roles=frozenset({role})))


def test_a_role_that_only_looks_like_an_operators_does_not():
    with pytest.raises(NotFound):
        contract().question(REQUEST, Caller(room="gateway", account_id=OTHER, roles=frozenset({"owner", "operators"})))


@pytest.mark.parametrize("request_", [None, [], "x", {"text": 1}, {"text": "x", "more": 1}])
def test_what_is_not_in_shape_is_invalid_input(request_):
    with pytest.raises(InvalidInput):
        contract().question(request_, Caller(room="tester"))


def test_an_empty_page_is_answered_in_the_declared_shape():
    answer = contract(reply=Page[Seen]).answer(Page.of([]))

    assert msgspec.json.decode(answer) == {"items": [], "next_cursor": None}


def test_the_present_caller_is_known_inside_a_method_and_nowhere_else():
    seen: list[object] = []

    def look() -> None:
        try:
            seen.append(caller().room)
        except LookupError:
            seen.append(None)

    with answering(Turn(Caller(room="tester"))):
        look()
        other = threading.Thread(target=look)
        other.start()
        other.join()
    look()

    assert seen == ["tester", None, None]


def test_a_refusal_crosses_as_strings_and_comes_back_whole():
    refusal = NotFound("account", ACCOUNT)
    refusal.details["nested"] = [{"deep": [1, None, "ü", 2**63]}]

    back = WireError(*WireError.of_refusal(refusal).args).for_caller("room.look")

    assert isinstance(back, RemoteRefusal)
    assert (back.code, back.title, back.details) == (refusal.code, refusal.title, refusal.details)


def test_a_fault_crosses_with_its_call_id_only():
    passing = WireError.of_fault("room.look.1", passes=True).for_caller("room.look")
    lasting = WireError.of_fault("room.look.1").for_caller("room.look")

    assert isinstance(passing, RoomIsUnavailable)
    assert isinstance(lasting, RoomHasFailed)
    assert lasting.call_id == "room.look.1"


def test_a_database_that_is_away_passes_by_itself_and_a_bug_does_not():
    assert passes_by_itself(psycopg.OperationalError("the server closed the connection"))
    assert not passes_by_itself(psycopg.errors.UndefinedTable("no such table"))
    assert not passes_by_itself(KeyError("x"))
    assert not passes_by_itself(RoomHasFailed("room.look"))


def test_plain_processes_call_and_describe_without_eventlet():
    code = "import sys, services.kernel.rpc, services.kernel.follower; sys.exit(any(m in sys.modules for m in ('eventlet', 'nameko')))"

    done = subprocess.run([sys.executable, "-c", code], check=False)

    assert done.returncode == 0


def _accepts(token: str) -> bool:
    try:
        VERIFIER.verify(token, target="room.look", request=b"null")
    except CallerIsNotTrusted:
        return False
    return True
