"""The keys of the stand-ins: made at first start, readable by us alone."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

APP_ID: Final = "2026112300000001"
SELLER_ID: Final = "2088000000000001"
_RSA_BITS: Final = 2048


class Keys:
    """Both sides' keys, in `folder`: the app and Alipay, Stripe's API key and webhook secret."""

    def __init__(self, folder: Path) -> None:
        self.app_private_key_file = folder / "app_private_key.pem"
        self.alipay_public_key_file = folder / "alipay_public_key.pem"
        self.stripe_secret_key_file = folder / "stripe_secret_key"
        self.stripe_webhook_secret_file = folder / "stripe_webhook_secret"
        self._alipay_private_key_file = folder / "alipay_private_key.pem"
        self._app_public_key_file = folder / "app_public_key.pem"

    @classmethod
    def of(cls, folder: Path) -> Self:
        """Those of the folder; what it lacks is made."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        keys = cls(folder)
        _make_pair(keys.app_private_key_file, keys._app_public_key_file)
        _make_pair(keys._alipay_private_key_file, keys.alipay_public_key_file)
        _make(keys.stripe_secret_key_file, f"sk_test_{secrets.token_hex(24)}")
        _make(keys.stripe_webhook_secret_file, f"whsec_{secrets.token_hex(24)}")
        return keys

    @property
    def stripe_secret_key(self) -> str:
        return self.stripe_secret_key_file.read_text()

    def alipay_signs(self, content: str) -> str:
        """Alipay's RSA2 signature, in base 64."""
        return signed(content, self._alipay_private_key_file)

    def app_has_signed(self, content: str, signature: str) -> bool:
        """Whether the app, our side, has signed this."""
        key = serialization.load_pem_public_key(self._app_public_key_file.read_bytes())
        assert isinstance(key, rsa.RSAPublicKey)
        try:
            key.verify(base64.b64decode(signature), content.encode(), padding.PKCS1v15(), hashes.SHA256())
        except (InvalidSignature, ValueError):
            return False
        return True

    def stripe_signs(self, body: str, *, at_s: int) -> str:
        """The header Stripe-Signature of a notice sent at `at_s` (Unix seconds)."""
        secret = self.stripe_webhook_secret_file.read_text()
        return f"t={at_s},v1={hmac.new(secret.encode(), f'{at_s}.{body}'.encode(), hashlib.sha256).hexdigest()}"


def signed(content: str, private_key_file: Path) -> str:
    """RSA2: SHA-256 with RSA (PKCS #1 v1.5), in base 64."""
    key = serialization.load_pem_private_key(private_key_file.read_bytes(), password=None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return base64.b64encode(key.sign(content.encode(), padding.PKCS1v15(), hashes.SHA256())).decode()


def in_order(fields: Mapping[str, str], *without: str) -> str:
    """What Alipay signs: the fields in the order of their names."""
    return "&".join(f"{name}={value}" for name, value in sorted(fields.items()) if name not in without)


def _make_pair(private_file: Path, public_file: Path) -> None:
    if private_file.exists() and public_file.exists():
        return
    key = rsa.generate_private_key(public_exponent=65537, key_size=_RSA_BITS)
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    public_file.write_bytes(public)
    _write_private(private_file, private)


def _make(file: Path, secret: str) -> None:
    if not file.exists():
        _write_private(file, secret.encode())


def _write_private(file: Path, content: bytes) -> None:
    """Whole or not at all, readable by us alone."""
    fresh = file.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as writer:
        writer.write(content)
    fresh.replace(file)
