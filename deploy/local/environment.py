"""The environment each process is given: what `services.kernel.config` reads, and nothing of the caller's own BC_ variables but a few."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

from deploy.local.names import GATEWAY, database_of
from deploy.local.ports import LOOPBACK, free_port
from deploy.local.provision import url_of
from deploy.local.secrets import Secrets, write_private
from services.kernel.config import ROOMS

_HANDED_ON = ("BC_LOG_LEVEL", "BC_OTLP_ENDPOINT", "BC_SMTP_URL", "BC_PUBLIC_URL", "BC_TRUSTED_PROXIES")
_OF_CHANNELS = ("BC_ALIPAY_", "BC_STRIPE_", "BC_RECHARGE_", "BC_BANK_")
_FILE = "environment.json"


def compose(
    process: str,
    *,
    folder: Path,
    secrets: Secrets,
    database_url: str,
    amqp_url: str,
    http_port: int,
    outside: Mapping[str, str] = os.environ,
) -> dict[str, str]:
    """Everything that `process` needs to know. Each process has its own signing key; each room, its own database and role."""
    room = process.partition(".")[0]
    ours = {
        "BC_ENVIRONMENT": "local",
        "BC_AMQP_URL": amqp_url,
        "BC_SIGNING_KEY": secrets.signing_keys[process],
        "BC_TRUSTED_KEYS": json.dumps(secrets.trusted_keys),
        "BC_SECRET_KEY": secrets.secret_key,
        "BC_CLOCK_FILE": str(folder / "clock"),
        "BC_HTTP_HOST": LOOPBACK,
        "BC_HTTP_PORT": str(http_port),
        "BC_METRICS_PORT": str(free_port()),
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": "ignore",
        "TZ": "UTC",
    }
    if room in ROOMS:
        ours[f"BC_{room.upper()}_DATABASE_URL"] = url_of(room, database_of(room), database_url, secrets)
    return {**_handed_on(room, outside), **ours}


def _handed_on(room: str, outside: Mapping[str, str]) -> dict[str, str]:
    """What is not ours, and what of ours is the caller's to say: to the wallet, about payment channels too."""
    prefixes = _OF_CHANNELS if room == "wallet" else ()
    return {
        name: value
        for name, value in outside.items()
        if not name.startswith("BC_") or name in _HANDED_ON or any(name.startswith(prefix) for prefix in prefixes)
    }


def keep(folder: Path, environments: Mapping[str, Mapping[str, str]]) -> None:
    """Keep our part of the environments, so that the doctor and commands can speak as a process of this stack."""
    ours = {process: {name: value for name, value in env.items() if name.startswith("BC_")} for process, env in environments.items()}
    write_private(folder / _FILE, ours)


def kept(folder: Path) -> dict[str, dict[str, str]]:
    """By process, what was kept. Empty if no stack was ever started there."""
    file = folder / _FILE
    return dict(json.loads(file.read_text())) if file.exists() else {}


def http_address(folder: Path) -> str:
    """Where the stack of that folder is, or was, to be visited."""
    gateway = kept(folder)[GATEWAY]
    return f"http://{gateway['BC_HTTP_HOST']}:{gateway['BC_HTTP_PORT']}"
