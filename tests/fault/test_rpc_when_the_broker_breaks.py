"""Calls while the broker or a room breaks: each test names the moment."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import amqp
import pytest

from deploy.local.rabbitmq import PrivateRabbitMQ
from services.kernel.rpc import RoomFault, Signer, StandaloneRemote
from services.kernel.rpc.client import CONTENT_TYPE
from services.kernel.rpc.line import connection_parameters
from tests.support.eventually import eventually
from tests.support.rpc import rooms_process
from tests.support.rpc_shapes import Asked, Nap, Seen
from tests.support.servers import _folder

TESTER = Signer.generate("tester")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def broker() -> Iterator[PrivateRabbitMQ]:
    """A node of our own, since it is going to be broken."""
    with _folder() as folder:
        node = PrivateRabbitMQ(folder / "rabbitmq")
        node.start()
        try:
            yield node
        finally:
            node.stop()
            node.wipe()


@pytest.fixture
def remote(broker) -> Iterator[StandaloneRemote]:
    with StandaloneRemote(broker.url(), TESTER) as made:
        yield made


@pytest.fixture
def room() -> str:
    return f"room{uuid4().hex[:8]}"


def test_a_room_and_its_callers_come_back_after_a_restart_of_the_broker(broker, remote, room):
    with rooms_process(broker.url(), rooms=[room, f"{room}b"], signers=[TESTER]):
        remote.room(room).ask_other(Asked(text=f"{room}b"))

        broker.stop()
        broker.start()

        eventually(lambda: _answers(remote, room))
        assert remote.room(room).ask_other(Asked(text=f"{room}b"), reply=Seen).text == f"{room}b"


def test_calls_in_flight_while_every_connection_is_cut_end_by_their_deadlines_and_the_next_ones_are_answered(broker, remote, room):
    with rooms_process(broker.url(), rooms=[room], signers=[TESTER]), ThreadPoolExecutor(16) as threads:
        eventually(lambda: _answers(remote, room))
        naps = [threads.submit(_outcome, lambda: remote.room(room).nap(_nap(hundredths=300), timeout_s=8)) for _ in range(16)]
        eventually(lambda: remote.waiting == 16)
        broker.ctl("close_all_connections", "a test")
        assert remote.waiting == 16

        outcomes = [nap.result(timeout=12) for nap in naps]
        eventually(lambda: _answers(remote, room))

    assert set(outcomes) <= {"answered", "DeadlineIsExceeded", "RoomIsUnavailable"}
    assert remote.waiting == 0


def test_a_call_whose_room_is_killed_while_answering_is_answered_by_the_next_process(broker, remote, room):
    with ThreadPoolExecutor() as threads:
        with rooms_process(broker.url(), rooms=[room, f"{room}w"], signers=[TESTER]):
            asked = threads.submit(remote.room(room).nap, _nap(hundredths=100), timeout_s=30)
            eventually(lambda: remote.room(f"{room}w").slept() == ["nap begins"])
        with rooms_process(broker.url(), rooms=[room], signers=[TESTER]):
            asked.result(timeout=30)

            assert remote.room(room).slept() == ["nap begins", "nap ends"]


def test_a_broker_that_takes_nothing_more_makes_calls_late_and_then_they_are_answered_again(broker, remote, room):
    with rooms_process(broker.url(), rooms=[room], signers=[TESTER]):
        assert _answers(remote, room)
        broker.ctl("set_vm_memory_high_watermark", "0")
        try:
            began = time.monotonic()
            outcome = _outcome(lambda: remote.room(room).look(Asked(text="x"), timeout_s=1))
            took_s = time.monotonic() - began
        finally:
            broker.ctl("set_vm_memory_high_watermark", "0.4")

        assert outcome in {"DeadlineIsExceeded", "RoomIsUnavailable"}
        assert took_s < 3
        eventually(lambda: _answers(remote, room))


def test_what_is_not_a_call_does_not_disturb_the_room(broker, remote, room):
    junk = [
        amqp.Message(b"{not json", content_type=CONTENT_TYPE, content_encoding="binary", reply_to="nobody"),
        amqp.Message(b"[]", content_type=CONTENT_TYPE, content_encoding="binary", reply_to="nobody"),
        amqp.Message(b'{"kwargs": 5}', content_type=CONTENT_TYPE, content_encoding="binary"),
        amqp.Message(b'{"args": [], "kwargs": {}}', content_type="application/json", content_encoding="utf-8"),
        amqp.Message(b"\x80\x04K\x01.", content_type="application/x-python-serialize", content_encoding="binary"),
        amqp.Message(b'{"args": [], "kwargs": {"request": {}}}', content_type=CONTENT_TYPE, content_encoding="binary"),
        amqp.Message(
            b'{"args": [], "kwargs": {"request": {}}}',
            content_type=CONTENT_TYPE,
            content_encoding="binary",
            application_headers={"nameko.bc-caller": [1], "nameko.call_id_stack": 7, "traceparent": 9},
        ),
    ]
    with rooms_process(broker.url(), rooms=[room], signers=[TESTER]):
        connection = amqp.Connection(**connection_parameters(broker.url()))
        connection.connect()
        for message in junk:
            connection.channel().basic_publish(message, exchange="nameko-rpc", routing_key=f"{room}.look")
        connection.close()

        for _ in range(5):
            assert _answers(remote, room)


def _answers(remote: StandaloneRemote, room: str) -> bool:
    return _outcome(lambda: remote.room(room).look(Asked(text="x"), reply=Seen, timeout_s=1)) == "answered"


def _nap(*, hundredths: int) -> Nap:
    return Nap(id=uuid4(), name="nap", seconds_hundredths=hundredths)


def _outcome(call: Callable[[], object]) -> str:
    try:
        call()
    except RoomFault as fault:
        return type(fault).__name__
    return "answered"
