"""Who is at the door: `Authorization: Bearer <session token or API key>`, asked of identity and remembered for five seconds.

A session or key that was ended may therefore work for up to five seconds more at a gateway that has just seen it.
"""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import Any, Final

from flask import Request

from gateway.door import Guest, door
from gateway.permissions import MEMBERS, Permission
from services.identity.schemas import Authenticate, CallerView
from services.kernel.errors import NotAllowed, Refusal

REMEMBERED_S: Final = 5.0
REMEMBERED_GUESTS: Final = 10_000
_TIMEOUT_S: Final = 5
NOBODY: Final = Guest()


class CredentialsAreMissing(Refusal):
    """This needs the header Authorization: Bearer, with a session token or an API key."""

    code = "gateway.credentials_are_missing"


def admit(request: Request, permission: Permission) -> Guest:
    """The guest, if the permission lets them in. A machine acts, for this call, in the customers' roles that its scope stands for.

    Refuses: CredentialsAreMissing, NotAllowed, and identity's refusals (401).
    """
    if permission.is_public:
        return NOBODY
    credential = bearer(request)
    guest: Guest = replace(door().sessions.guest(credential), credential=credential)
    if not permission.allows(roles=guest.roles, scopes=guest.scopes):
        raise NotAllowed()
    return guest if guest.roles else replace(guest, roles=permission.roles & MEMBERS)


def bearer(request: Request) -> str:
    """The credential in the request. Refuses: CredentialsAreMissing."""
    scheme, _, credential = request.headers.get("Authorization", "").strip().partition(" ")
    credential = credential.strip()
    if scheme.lower() != "bearer" or not 1 <= len(credential) <= 256:
        raise CredentialsAreMissing()
    return credential


class Sessions:
    """Guests by credential. Only the credential's hash is kept, and only for a moment."""

    def __init__(self, remote: Any, *, seconds: Callable[[], float] = time.monotonic) -> None:
        self._remote = remote
        self._seconds = seconds
        self._known: OrderedDict[bytes, tuple[float, Guest]] = OrderedDict()
        self._being_asked: dict[bytes, Future[Guest]] = {}

    def guest(self, credential: str) -> Guest:
        """Whose credential this is. Refuses what identity refuses."""
        key = _hashed(credential)
        known_until, guest = self._known.get(key, (0.0, NOBODY))
        if known_until > self._seconds():
            return guest
        mine: Future[Guest] = Future()
        asking = self._being_asked.setdefault(key, mine)
        return self._asked_once(key, credential, asking) if asking is mine else asking.result()

    def forget(self, credential: str) -> None:
        """The credential has just ended; ask identity next time."""
        key = _hashed(credential)
        self._known.pop(key, None)
        self._being_asked.pop(key, None)

    def _asked_once(self, key: bytes, credential: str, asking: Future[Guest]) -> Guest:
        """Ask identity; whoever comes with the same credential meanwhile waits for this answer, or refusal.

        Without it everybody behind one busy credential asked at once, every five seconds (sixteen callers: 200 ms).
        """
        try:
            guest = self._asked(credential)
            self._remember(key, guest)
            asking.set_result(guest)
        except BaseException as reason:
            asking.set_exception(reason)
            raise
        finally:
            if self._being_asked.get(key) is asking:
                del self._being_asked[key]
        return guest

    def _asked(self, credential: str) -> Guest:
        question = Authenticate(credential=credential)
        view: CallerView = self._remote.call("identity", "authenticate", question, reply=CallerView, timeout_s=_TIMEOUT_S)
        return Guest(
            account_id=view.account_id,
            member_id=view.member_id,
            roles=frozenset(view.roles),
            scopes=frozenset(view.scopes),
            is_operator=view.kind == "operator",
        )

    def _remember(self, key: bytes, guest: Guest) -> None:
        self._known[key] = (self._seconds() + REMEMBERED_S, guest)
        self._known.move_to_end(key)
        while len(self._known) > REMEMBERED_GUESTS:
            self._known.popitem(last=False)


def _hashed(credential: str) -> bytes:
    return hashlib.sha256(credential.encode()).digest()
