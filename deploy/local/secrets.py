"""What a stack keeps secret: passwords, signing keys, the key of keyed hashes. Made on first use, readable by us alone."""

import base64
import json
import os
import secrets
from pathlib import Path
from typing import Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from deploy.local.names import PARTS, database_of, owner_of
from services.kernel.config import ROOMS


class Secrets:
    """The secrets of one stack, in `secrets.json` of its folder. Keep that file as long as the data: sessions and hashes hang on it."""

    def __init__(self, content: dict[str, dict[str, str]]) -> None:
        self.passwords = content["passwords"]  # by database role
        self.signing_keys = content["signing_keys"]  # by process
        self.secret_key = content["keys"]["secret_key"]

    @classmethod
    def of(cls, folder: Path) -> Self:
        """Those of the folder; what it lacks (a process is new, say) is made and added."""
        file = folder / "secrets.json"
        content = json.loads(file.read_text()) if file.exists() else {"passwords": {}, "signing_keys": {}, "keys": {}}
        for room in ROOMS:
            for role in (database_of(room), owner_of(room)):
                content["passwords"].setdefault(role, secrets.token_urlsafe(24))
        for part in PARTS:
            content["signing_keys"].setdefault(part.name, _text(Ed25519PrivateKey.generate().private_bytes_raw()))
        content["keys"].setdefault("secret_key", secrets.token_urlsafe(48))
        write_private(file, content)
        return cls(content)

    @property
    def trusted_keys(self) -> dict[str, str]:
        """The public key of every process."""
        return {name: _public(key) for name, key in self.signing_keys.items()}


def _public(private_key: str) -> str:
    key = Ed25519PrivateKey.from_private_bytes(base64.urlsafe_b64decode(private_key))
    return _text(key.public_key().public_bytes_raw())


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode()


def write_private(file: Path, content: object) -> None:
    """Replace a JSON file that only we may read, in one step."""
    fresh = file.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as writer:
        json.dump(content, writer, indent=1)
    fresh.replace(file)
