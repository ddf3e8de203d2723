"""Bell and book with everything real: two rooms under eventlet, a broker, a database. This process only asks."""

import time
from collections.abc import Iterator
from uuid import uuid4

import pytest

from services.kernel.follower import Bell, BellListener
from services.kernel.migrate import migrate
from services.kernel.rpc import Signer, StandaloneRemote
from tests.support.eventually import eventually
from tests.support.rpc import telling_and_listening
from tests.support.rpc_shapes import Name

TESTER = Signer.generate("tester")


@pytest.fixture
def prepared_url(database_url: str) -> str:
    migrate("teller", database_url)
    return database_url


@pytest.fixture
def remote(amqp_vhost: str) -> Iterator[StandaloneRemote]:
    with StandaloneRemote(amqp_vhost, TESTER) as made:
        yield made


def test_what_one_room_tells_the_other_hears_at_the_bell(amqp_vhost, prepared_url, remote):
    with telling_and_listening(amqp_vhost, prepared_url, signers=[TESTER], bells=True):
        delays_s = [_delay_s(remote, f"word {number}") for number in range(9)]

    assert sorted(delays_s)[-2] < 1.0  # the timer alone takes a second on average; one pause is the machine's


def test_without_bells_it_hears_by_the_timer(amqp_vhost, prepared_url, remote):
    with telling_and_listening(amqp_vhost, prepared_url, signers=[TESTER], bells=False):
        assert _delay_s(remote, "silent") < 5.0


def test_rooms_that_tell_many_things_at_once_are_heard_in_full(amqp_vhost, prepared_url, remote):
    with telling_and_listening(amqp_vhost, prepared_url, signers=[TESTER], bells=True):
        for number in range(200):
            remote.room("teller").tell(Name(id=uuid4(), name=str(number)))

        eventually(lambda: len(remote.room("listener").words()) == 200)


def test_many_rings_are_few_bells(amqp_url):
    room = f"bell{uuid4().hex[:8]}"
    bell, heard = Bell(amqp_url, room), []
    listener = BellListener(amqp_url, name="test", heard={room: lambda: heard.append(1)})
    listener.start()
    eventually(lambda: len(heard) == 1)  # woken by the connection

    for position in range(1, 2_000):
        bell.ring(position)
    eventually(lambda: len(heard) > 1)
    bell.stop()
    listener.stop()

    assert len(heard) < 20


def test_ringing_without_a_broker_neither_fails_nor_waits():
    bell = Bell("amqp://guest:guest@127.0.0.1:1/", "any")
    began = time.monotonic()

    for position in range(100):
        bell.ring(position)

    assert time.monotonic() - began < 0.2
    bell.stop()


def _delay_s(remote: StandaloneRemote, word: str) -> float:
    began = time.monotonic()
    remote.room("teller").tell(Name(id=uuid4(), name=word))
    eventually(lambda: word in remote.room("listener").words())
    return time.monotonic() - began
