"""Passwords: argon2id, rules of strength, and the same work for a login that nobody has.

Source: product decision 34 (at least 10 characters, checked against common ones, argon2id).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any, Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from services.kernel.errors import Refusal

SHORTEST: Final = 10
LONGEST: Final = 128
"""Characters; more would let a stranger choose how much work we do."""

MEMORY_KIB: Final = 19 * 1024
PASSES: Final = 2
LANES: Final = 1
"""Argon2id's parameters: OWASP's minimum (19 MiB, 2 passes, 1 lane), about 30 ms on the machines we know."""


class PasswordIsWeak(Refusal):
    """The password is too easy to guess: `rule` is too_short, too_long, common or contains_login."""

    code = "identity.password_is_weak"

    def __init__(self, rule: str) -> None:
        super().__init__(rule=rule, shortest=SHORTEST, longest=LONGEST)


def require_strong(password: str, *, logins: tuple[str, ...] = ()) -> None:
    """Refuses: PasswordIsWeak. `logins` are the person's own names, which a password must not contain."""
    rule = _broken_rule(password, logins)
    if rule is not None:
        raise PasswordIsWeak(rule)


def _broken_rule(password: str, logins: tuple[str, ...]) -> str | None:
    lowered = password.casefold()
    if len(password) < SHORTEST:
        return "too_short"
    if len(password) > LONGEST:
        return "too_long"
    if _is_common(lowered):
        return "common"
    if any(len(login) >= 4 and login.casefold() in lowered for login in logins):
        return "contains_login"
    return None


def _is_common(lowered: str) -> bool:
    """A listed password, one with digits and signs around it ("password123!"), one repeated, or hardly any different characters."""
    letters = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", lowered)
    repeated = re.fullmatch(r"(.+?)\1+", lowered)
    candidates = {lowered, letters, repeated.group(1) if repeated else lowered}
    return not candidates.isdisjoint(common_passwords()) or len(set(lowered)) <= 3


@cache
def common_passwords() -> frozenset[str]:
    """The passwords that guessers try first (lower case; ours is a short list of the stems they vary)."""
    text = files("services.identity.credentials").joinpath("common_passwords.txt").read_text("utf-8")
    return frozenset(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


def _directly(work: Callable[..., Any], *args: Any) -> Any:
    return work(*args)


class Passwords:
    """Hashes and checks passwords; `run` moves the 30 ms of work off the caller's thread where others wait for it."""

    def __init__(self, hasher: PasswordHasher | None = None, *, run: Callable[..., Any] = _directly) -> None:
        self._hasher = hasher or PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)
        self._run = run
        self._nobody = self._hasher.hash("a password that nobody has")

    def hash(self, password: str) -> str:
        """The argon2id hash to store: parameters, salt and digest in PHC format."""
        return str(self._run(self._hasher.hash, password))

    def matches(self, stored: str | None, password: str) -> bool:
        """Whether the password is the stored one's. Without a stored one the same work is done, and the answer is no."""
        matched = bool(self._run(self._verify, stored or self._nobody, password))
        return matched and stored is not None

    def is_outdated(self, stored: str) -> bool:
        """Whether the hash was made with other parameters than today's, so that it should be made anew."""
        return self._hasher.check_needs_rehash(stored)

    def _verify(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False
