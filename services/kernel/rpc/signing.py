"""Signing: who calls, what for and with which request, in one short-lived token (Ed25519).

The token is `base64url(claims as JSON) . base64url(signature)`. It names its target and the digest of the request, so it is worth nothing
for another method or another request; it expires with the call's deadline. Times are the machine's, never the movable clock's.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from services.kernel.errors import CallerIsNotTrusted
from services.kernel.rpc.callers import Caller

LEEWAY_S: Final = 2.0
"""How far two machines' clocks may differ."""


class Claims(msgspec.Struct, frozen=True, kw_only=True):
    """What the signer vouches for. `exp` is in seconds since the epoch; `digest` is sha256 over the canonical request."""

    room: str
    account_id: UUID | None
    member_id: UUID | None
    roles: list[str]
    scopes: list[str]
    exp: float
    target: str
    digest: str


_CLAIMS = msgspec.json.Decoder(Claims)


def canonical(request: Any) -> bytes:
    """The one way to write a request of primitives as bytes: JSON, keys sorted, no spaces."""
    return msgspec.json.encode(request, order="sorted")


def digest(request: bytes) -> str:
    """The fingerprint of canonical request bytes."""
    return hashlib.sha256(request).hexdigest()


class Signer:
    """Signs calls in the name of one process."""

    def __init__(self, process_name: str, private_key: Ed25519PrivateKey | bytes | str) -> None:
        self.process_name = process_name
        self._key = private_key if isinstance(private_key, Ed25519PrivateKey) else Ed25519PrivateKey.from_private_bytes(_raw(private_key))

    @classmethod
    def generate(cls, process_name: str) -> Signer:
        """A signer with a fresh key."""
        return cls(process_name, Ed25519PrivateKey.generate())

    @property
    def private_key(self) -> str:
        """The key as settings hold it (base64url of 32 bytes). A secret."""
        return _text(self._key.private_bytes_raw())

    @property
    def public_key(self) -> str:
        """What the others need to trust this process (base64url of 32 bytes)."""
        return _text(self._key.public_key().public_bytes_raw())

    def sign(self, caller: Caller | None, *, target: str, request: bytes, lifetime_s: float) -> str:
        """A token for one call of `target` ("room.method") with these canonical request bytes, valid for `lifetime_s`."""
        caller = caller or Caller()
        claims = Claims(
            room=self.process_name,
            account_id=caller.account_id,
            member_id=caller.member_id,
            roles=sorted(caller.roles),
            scopes=sorted(caller.scopes),
            exp=time.time() + lifetime_s,
            target=target,
            digest=digest(request),
        )
        payload = msgspec.json.encode(claims)
        return f"{_text(payload)}.{_text(self._key.sign(payload))}"


class Verifier:
    """Knows the public keys of the processes whose word counts."""

    def __init__(self, trusted_keys: Mapping[str, Ed25519PublicKey | bytes | str]) -> None:
        self._keys = {name: _public(key) for name, key in trusted_keys.items()}

    def verify(self, token: object, *, target: str, request: bytes) -> Caller:
        """The caller, if a trusted process signed exactly this call and it has not expired. Refuses: CallerIsNotTrusted."""
        claims = self._claims(token)
        if claims.target != target or claims.digest != digest(request) or claims.exp + LEEWAY_S < time.time():
            raise CallerIsNotTrusted()
        return Caller(
            room=claims.room,
            account_id=claims.account_id,
            member_id=claims.member_id,
            roles=frozenset(claims.roles),
            scopes=frozenset(claims.scopes),
            expires_at=datetime.fromtimestamp(claims.exp, UTC),
        )

    def _claims(self, token: object) -> Claims:
        try:
            payload, signature = (_raw(part) for part in str(token).split("."))
            claims = _CLAIMS.decode(payload)
            self._keys[claims.room].verify(signature, payload)
        except (ValueError, KeyError, InvalidSignature) as reason:  # msgspec's and binascii's errors are ValueErrors
            raise CallerIsNotTrusted() from reason
        return claims


def _public(key: Ed25519PublicKey | bytes | str) -> Ed25519PublicKey:
    return key if isinstance(key, Ed25519PublicKey) else Ed25519PublicKey.from_public_bytes(_raw(key))


def _raw(key: bytes | str) -> bytes:
    if isinstance(key, bytes):
        return key
    try:
        return base64.b64decode(key + "=" * (-len(key) % 4), altchars=b"-_", validate=True)
    except binascii.Error as reason:
        raise ValueError("not base64url") from reason


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
