"""The stand-in cashier of a stack: where it listens, what it is told, and what the wallet is told of it."""

import os
from collections.abc import Mapping
from pathlib import Path

from deploy.local.ports import LOOPBACK, remembered_port
from deploy.sandbox.keys import APP_ID, SELLER_ID, Keys


def known_to_the_wallet(folder: Path, *, outside: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The settings of the payment channels at the stand-in; none of a channel that the caller has set up."""
    keys, address = Keys.of(folder / "sandbox"), f"http://{LOOPBACK}:{_port(folder)}"
    alipay = {
        "BC_ALIPAY_APP_ID": APP_ID,
        "BC_ALIPAY_SELLER_ID": SELLER_ID,
        "BC_ALIPAY_GATEWAY": f"{address}/gateway.do",
        "BC_ALIPAY_PRIVATE_KEY_FILE": str(keys.app_private_key_file),
        "BC_ALIPAY_PUBLIC_KEY_FILE": str(keys.alipay_public_key_file),
    }
    stripe = {
        "BC_STRIPE_API": address,
        "BC_STRIPE_SECRET_KEY_FILE": str(keys.stripe_secret_key_file),
        "BC_STRIPE_WEBHOOK_SECRET_FILE": str(keys.stripe_webhook_secret_file),
    }
    return {
        **({} if outside.get("BC_ALIPAY_APP_ID") else alipay),
        **({} if outside.get("BC_STRIPE_SECRET_KEY_FILE") else stripe),
    }


def environment_of(folder: Path, *, address: str, outside: Mapping[str, str] = os.environ) -> dict[str, str]:
    """What the stand-in itself is told; `address` is the gateway's."""
    public_url = outside.get("BC_PUBLIC_URL", "").rstrip("/") or address
    return {
        **{name: value for name, value in outside.items() if not name.startswith("BC_")},
        "BC_SANDBOX_FOLDER": str(folder / "sandbox"),
        "BC_SANDBOX_PORT": str(_port(folder)),
        "BC_SANDBOX_WEBHOOK": f"{public_url}/v1/payment-notices/stripe",
        "BC_CLOCK_FILE": str(folder / "clock"),
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": "ignore",
        "TZ": "UTC",
    }


def _port(folder: Path) -> int:
    """The one that this folder had, if it is still free; it is asked for before the stand-in starts."""
    return remembered_port(folder / "sandbox_port")
