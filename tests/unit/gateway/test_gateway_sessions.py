"""Whose credential it is: asked of identity, remembered for a moment, never for longer, and without the credential."""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from gateway import auth
from gateway.auth import Sessions
from services.kernel.errors import Refusal


class Watch:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def watch():
    return Watch()


@pytest.fixture
def sessions(rooms, watch):
    return Sessions(rooms, seconds=watch)


def test_within_five_seconds_identity_is_asked_once(sessions, rooms, watch):
    first = sessions.guest("owner")
    watch.now_s += 4.9
    again = sessions.guest("owner")

    assert first is again
    assert len(rooms.called("identity.authenticate")) == 1


def test_after_five_seconds_identity_is_asked_again(sessions, rooms, watch):
    sessions.guest("owner")
    watch.now_s += 5.1
    rooms.callers.clear()

    with pytest.raises(Refusal) as refused:
        sessions.guest("owner")

    assert refused.value.code == "identity.credentials_are_wrong"


def test_a_refusal_is_not_remembered(sessions, rooms):
    with pytest.raises(Refusal):
        sessions.guest("late")
    rooms.callers["late"] = rooms.callers["owner"]

    assert sessions.guest("late").roles == {"owner"}


def test_two_credentials_are_two_guests(sessions):
    assert sessions.guest("owner").roles != sessions.guest("viewer").roles


def test_the_credential_itself_is_not_kept(sessions):
    sessions.guest("owner")

    assert "owner" not in repr(sessions._known).replace("frozenset({'owner'})", "")


def test_only_so_many_guests_are_remembered(sessions, rooms, monkeypatch):
    monkeypatch.setattr(auth, "REMEMBERED_GUESTS", 2)
    for name in ("owner", "viewer", "operator"):
        sessions.guest(name)

    sessions.guest("owner")

    assert len(rooms.called("identity.authenticate")) == 4


@pytest.mark.parametrize("credential", ["owner", "nobody"])
def test_callers_with_one_credential_share_one_answer_or_refusal(sessions, rooms, monkeypatch, credential):
    waits, answer = threading.Semaphore(0), rooms.call

    class Asking(Future):
        def result(self, timeout=None):
            waits.release()
            return super().result(timeout)

    def answer_when_three_wait(*call, **options):
        for _ in range(3):
            waits.acquire()
        return answer(*call, **options)

    monkeypatch.setattr(auth, "Future", Asking)
    monkeypatch.setattr(rooms, "call", answer_when_three_wait)

    with ThreadPoolExecutor(4) as callers:
        guests = [callers.submit(sessions.guest, credential) for _ in range(4)]

    assert len(rooms.called("identity.authenticate")) == 1
    assert len({repr(guest.exception() or guest.result()) for guest in guests}) == 1
