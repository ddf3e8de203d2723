"""Calls between processes, over a real broker: this process is the plain client, the rooms run under eventlet in another."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest

from services.kernel.errors import RemoteRefusal
from services.kernel.rpc import Caller, DeadlineIsExceeded, RoomHasFailed, RoomIsUnavailable, Signer, StandaloneRemote
from tests.support.eventually import eventually
from tests.support.rpc import RoomsProcess, rooms_process
from tests.support.rpc_shapes import Asked, Glimpsed, Name, Nap, Seen

TESTER, GATEWAY, STRANGER = Signer.generate("tester"), Signer.generate("gateway"), Signer.generate("stranger")
ACCOUNT, OTHER = UUID(int=1), UUID(int=2)


@pytest.fixture(scope="module")
def room() -> str:
    return f"room{uuid4().hex[:8]}"


@pytest.fixture(scope="module")
def rooms(amqp_url: str, room: str) -> Iterator[RoomsProcess]:
    with rooms_process(amqp_url, rooms=[room, f"{room}b"], signers=[TESTER, GATEWAY]) as serving:
        yield serving


@pytest.fixture(scope="module")
def tester(amqp_url: str, rooms: RoomsProcess) -> Iterator[StandaloneRemote]:
    with StandaloneRemote(amqp_url, TESTER) as remote:
        yield remote


@pytest.fixture(scope="module")
def gateway(amqp_url: str, rooms: RoomsProcess) -> Iterator[StandaloneRemote]:
    with StandaloneRemote(amqp_url, GATEWAY) as remote:
        yield remote


def refused(call: Callable[[], object]) -> RemoteRefusal:
    with pytest.raises(RemoteRefusal) as caught:
        call()
    return caught.value


def owner(account_id: UUID = ACCOUNT) -> Caller:
    return Caller(account_id=account_id, roles=frozenset({"owner"}))


def test_a_question_is_answered_in_its_shape(tester, room):
    seen = tester.room(room).look(Asked(text="水"), reply=Seen)

    assert seen == Seen(text="水", account_id=None, room="tester", roles=[])


def test_a_refusal_crosses_with_code_title_and_json_details_intact(tester, room):
    name = Name(id=uuid4(), name="a ü b")

    refusal = refused(lambda: tester.room(room).refuse(name))

    assert refusal.code == "test.shelf_is_full"
    assert refusal.title == "The shelf holds no more."
    assert refusal.details == {"shelf_id": str(name.id), "capacity": 2**62, "held": [{"book": "a ü b", "pages": 3, "lent": None}]}


def test_a_fault_shows_a_call_id_and_nothing_of_the_inside(tester, room):
    with pytest.raises(RoomHasFailed) as caught:
        tester.room(room).fail(Name(id=uuid4(), name="x"))

    assert caught.value.call_id.startswith(f"{room}.fail.")
    assert "swordfish" not in str(caught.value)


def test_an_answer_that_json_cannot_say_is_a_fault_and_the_room_goes_on(tester, room):
    with pytest.raises(RoomHasFailed):
        tester.room(room).say_the_unsayable(Asked(text="x"))

    assert tester.room(room).look(Asked(text="still here"), reply=Seen).text == "still here"


def test_a_method_that_does_not_exist_is_a_fault_of_the_room(tester, room):
    with pytest.raises(RoomHasFailed):
        tester.room(room).fly(Asked(text="x"), timeout_s=5)


def test_input_of_another_shape_is_refused_with_pointers(tester, room):
    refusal = refused(lambda: tester.room(room).look({"text": 5}))

    assert refusal.code == "kernel.invalid_input"
    assert [error["pointer"] for error in refusal.details["errors"]] == ["/text"]


def test_the_caller_is_told_that_an_answer_was_given_before(tester, room):
    name, told = Name(id=uuid4(), name="a"), []

    first = tester.room(room).write_down(name, reply=Seen, on_repeat=lambda: told.append("first"))
    again = tester.room(room).write_down(name, reply=Seen, on_repeat=lambda: told.append("again"))
    other = tester.room(room).write_down(Name(id=uuid4(), name="a"), reply=Seen, on_repeat=lambda: told.append("other"))

    assert first == again == other
    assert told == ["again"]


def test_a_reply_may_say_more_than_the_caller_knows_and_a_request_may_not(tester, room):
    glimpsed = tester.room(room).look(Asked(text="水"), reply=Glimpsed)
    refusal = refused(lambda: tester.room(room).look({"text": "水", "colour": "blue"}))

    assert glimpsed == Glimpsed(text="水")
    assert (refusal.code, refusal.details["errors"][0]["pointer"]) == ("kernel.invalid_input", "/colour")


def test_json_that_looks_like_a_tagged_type_stays_json(tester, room):
    refusal = refused(lambda: tester.room(room).look({"text": {"__type__": "datetime", "__value__": "junk"}}, timeout_s=3))

    assert refusal.code == "kernel.invalid_input"


@pytest.mark.parametrize("text", ["", "a.b", "ä", "x" * 5000])
def test_a_token_that_is_none_is_not_trusted(amqp_url, rooms, room, text):
    with StandaloneRemote(amqp_url, _Saying(lambda *_: text)) as remote:
        refusal = refused(lambda: remote.room(room).look(Asked(text="x")))

    assert refusal.code == "kernel.caller_is_not_trusted"
    assert refusal.details == {}


def test_a_caller_signed_with_an_unknown_key_is_not_trusted(amqp_url, rooms, room):
    with StandaloneRemote(amqp_url, STRANGER) as unknown, StandaloneRemote(amqp_url, Signer.generate("tester")) as forger:
        refusals = [refused(lambda: unknown.room(room).look(Asked(text="x"))), refused(lambda: forger.room(room).look(Asked(text="x")))]

    assert [refusal.code for refusal in refusals] == ["kernel.caller_is_not_trusted"] * 2


def test_an_expired_caller_is_not_trusted(amqp_url, rooms, room):
    with StandaloneRemote(amqp_url, _Saying(lambda target, request: _signed(target, request, lifetime_s=-60))) as remote:
        refusal = refused(lambda: remote.room(room).look(Asked(text="x")))

    assert refusal.code == "kernel.caller_is_not_trusted"


def test_a_caller_signed_for_another_method_is_not_trusted(amqp_url, rooms, room):
    with StandaloneRemote(amqp_url, _Saying(lambda target, request: _signed(f"{room}.slept", request))) as remote:
        refusal = refused(lambda: remote.room(room).look(Asked(text="x")))

    assert refusal.code == "kernel.caller_is_not_trusted"


def test_a_caller_signed_for_another_request_is_not_trusted(amqp_url, rooms, room):
    with StandaloneRemote(amqp_url, _Saying(lambda target, request: _signed(target, b'{"text":"other"}'))) as remote:
        refusal = refused(lambda: remote.room(room).look(Asked(text="x")))

    assert refusal.code == "kernel.caller_is_not_trusted"


def test_tampered_claims_are_not_trusted(amqp_url, rooms, room):
    def tampered(target: str, request: bytes) -> str:
        payload, signature = _signed(target, request).split(".")
        return f"{payload[:-4]}AAAA.{signature}"

    with StandaloneRemote(amqp_url, _Saying(tampered)) as remote:
        refusal = refused(lambda: remote.room(room).look(Asked(text="x")))

    assert refusal.code == "kernel.caller_is_not_trusted"


def test_a_trusted_process_that_is_not_among_the_callers_is_refused(tester, gateway, room):
    codes = {
        refused(lambda: tester.room(room).look_in_private(Asked(text="x"))).code,
        refused(lambda: gateway.room(room).slept(caller=owner())).code,
    }

    assert codes == {"kernel.caller_is_not_trusted"}


def test_the_gateway_speaks_for_an_account_with_its_roles(gateway, room):
    seen = gateway.room(room).look_as_owner(Asked(text="mine", account_id=ACCOUNT), reply=Seen, caller=owner())

    assert seen == Seen(text="mine", account_id=ACCOUNT, room="gateway", roles=["owner"])


def test_a_caller_without_the_role_is_not_allowed(gateway, room):
    viewer = Caller(account_id=ACCOUNT, roles=frozenset({"viewer"}))

    refusal = refused(lambda: gateway.room(room).look_as_owner(Asked(text="x", account_id=ACCOUNT), caller=viewer))

    assert refusal.code == "kernel.not_allowed"


@pytest.mark.parametrize("caller", [owner(OTHER), Caller(), None])
def test_another_accounts_things_are_not_found(gateway, room, caller):
    refusal = refused(lambda: gateway.room(room).look(Asked(text="x", account_id=ACCOUNT), caller=caller))

    assert refusal.code == "kernel.not_found"
    assert refusal.details == {"kind": "account", "id": str(ACCOUNT)}


@pytest.mark.parametrize("speaking", ["operator", "support"])
def test_an_operator_may_name_any_account(gateway, room, speaking):
    caller = Caller(account_id=OTHER, roles=frozenset({speaking}))

    assert gateway.room(room).look(Asked(text="x", account_id=ACCOUNT), reply=Seen, caller=caller).account_id == OTHER


def test_a_room_may_name_any_account_since_no_person_speaks(tester, room):
    assert tester.room(room).look(Asked(text="x", account_id=ACCOUNT), reply=Seen).room == "tester"


def test_rooms_call_rooms_from_greenthreads(tester, room):
    assert tester.room(room).ask_other(Asked(text=f"{room}b"), reply=Seen).text == f"{room}b"


def test_a_room_makes_many_calls_at_once_from_greenthreads(tester, room):
    assert tester.room(room).ask_other_often(Asked(text=f"{room}b")) == [str(number) for number in range(200)]


def test_a_room_that_lacks_another_room_is_itself_unavailable(tester, room):
    with pytest.raises(RoomIsUnavailable):
        tester.room(room).ask_other(Asked(text="nowhere"), timeout_s=5)


def test_a_slow_method_exceeds_the_deadline_and_leaves_nothing_waiting(tester, room):
    began = time.monotonic()

    with pytest.raises(DeadlineIsExceeded):
        tester.room(room).nap(Nap(id=uuid4(), name="slow", seconds_hundredths=100), timeout_s=0.2)

    assert time.monotonic() - began < 0.8
    assert tester.waiting == 0


def test_a_call_whose_deadline_has_passed_is_not_executed_later(amqp_url):
    name = f"narrow{uuid4().hex[:8]}"
    witness = f"{name}w"  # a room of the same process, which sees the same naps
    with rooms_process(amqp_url, rooms=[name, witness], signers=[TESTER], max_workers=1), StandaloneRemote(amqp_url, TESTER) as remote:
        with ThreadPoolExecutor() as threads:
            first = threads.submit(remote.room(name).nap, Nap(id=uuid4(), name="first", seconds_hundredths=80))
            eventually(lambda: remote.room(witness).slept() == ["first begins"])
            with pytest.raises(DeadlineIsExceeded):
                remote.room(name).nap(Nap(id=uuid4(), name="expired", seconds_hundredths=0), timeout_s=0.2)
            first.result()
            remote.room(name).nap(Nap(id=uuid4(), name="last", seconds_hundredths=0))

        assert remote.room(name).slept() == ["first begins", "first ends", "last begins", "last ends"]


def test_a_room_that_never_was_is_unavailable_at_once(tester):
    began = time.monotonic()

    with pytest.raises(RoomIsUnavailable):
        tester.room(f"nowhere{uuid4().hex}").look(Asked(text="x"))

    assert time.monotonic() - began < 2


def test_a_dead_room_is_unavailable_and_comes_back_with_its_process(amqp_url):
    name = f"mortal{uuid4().hex[:8]}"
    with StandaloneRemote(amqp_url, TESTER) as remote:
        with rooms_process(amqp_url, rooms=[name], signers=[TESTER, GATEWAY]):
            remote.room(name).look(Asked(text="alive"))

        eventually(lambda: isinstance(fault_of(lambda: remote.room(name).look(Asked(text="x"), timeout_s=0.5)), RoomIsUnavailable))
        with rooms_process(amqp_url, rooms=[name], signers=[TESTER, GATEWAY]):
            assert remote.room(name).look(Asked(text="again"), reply=Seen).text == "again"


def test_without_a_broker_the_room_is_unavailable_by_the_deadline():
    with StandaloneRemote("amqp://guest:guest@127.0.0.1:1/", TESTER) as remote:
        began = time.monotonic()

        with pytest.raises(RoomIsUnavailable):
            remote.room("any").look(Asked(text="x"), timeout_s=0.3)

        assert time.monotonic() - began < 1.5


def test_sixty_four_calls_at_once_get_each_their_own_answer(tester, room):
    texts = [str(number) for number in range(640)]

    with ThreadPoolExecutor(64) as threads:
        answers = list(threads.map(lambda text: tester.room(room).look(Asked(text=text), reply=Seen).text, texts))

    assert answers == texts
    assert tester.waiting == 0


def test_callers_at_the_same_time_are_not_taken_for_each_other(gateway, room):
    accounts = [UUID(int=number) for number in range(1, 129)]

    def account_seen(account_id: UUID) -> UUID | None:
        question = Asked(text="who", account_id=account_id)
        seen: Seen = gateway.room(room).look_after_a_while(question, reply=Seen, caller=owner(account_id))
        return seen.account_id

    with ThreadPoolExecutor(64) as threads:
        assert list(threads.map(account_seen, accounts)) == accounts


def test_calls_beyond_the_bound_wait_for_their_turn(amqp_url, rooms, room):
    with StandaloneRemote(amqp_url, TESTER, in_flight=2) as remote, ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda n: remote.room(room).look(Asked(text=str(n)), reply=Seen).text, range(40)))

    assert answers == [str(number) for number in range(40)]


class _Saying(Signer):
    """A signer that says something else: what `token(target, request)` returns."""

    def __init__(self, token: Callable[[str, bytes], str]) -> None:
        super().__init__("tester", TESTER.private_key)
        self._token = token

    def sign(self, caller: Caller | None, *, target: str, request: bytes, lifetime_s: float) -> str:
        return self._token(target, request)


def _signed(target: str, request: bytes, *, lifetime_s: float = 10) -> str:
    return TESTER.sign(None, target=target, request=request, lifetime_s=lifetime_s)


def fault_of(call: Callable[[], object]) -> Exception | None:
    try:
        call()
    except Exception as fault:
        return fault
    return None
