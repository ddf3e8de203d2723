"""Configuration: read once from the environment at start, all problems reported together, printed without secrets.

| name | what it is | when it is needed |
|---|---|---|
| BC_ENVIRONMENT | local, test, staging or production | always |
| BC_DATABASE_URL | the database server; the room's database on it is `bc_<room>` | a room, unless the next is set |
| BC_<ROOM>_DATABASE_URL | the room's own database | |
| BC_AMQP_URL | the broker | always |
| BC_SIGNING_KEY | Ed25519 private key of this process, 32 bytes in base64 | always |
| BC_TRUSTED_KEYS | JSON object: room (or "gateway") → its public key in base64 | always |
| BC_SECRET_KEY | for keyed hashes and cookies, 32 bytes or more | always |
| BC_CLOCK_FILE | the file by which the clock is moved; refused in production | never |
| BC_HTTP_HOST, BC_HTTP_PORT | where the gateway listens (127.0.0.1:8000) | |
| BC_TRUSTED_PROXIES | how many proxies stand before the gateway and say in X-Forwarded-For who asks (0: nobody is believed) | |
| BC_METRICS_PORT | where this process shows its figures (nowhere) | |
| BC_OTLP_ENDPOINT | the collector of traces (none: no traces) | |
| BC_LOG_LEVEL | debug, info, warning or error (info) | |
| BC_SMTP_URL | how mail is sent (none: it lands in the local mailbox) | |
| BC_PUBLIC_URL | how customers reach us, for links in mails (http://host:port) | staging, production |
"""

from __future__ import annotations

import base64
import dataclasses
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Self
from urllib.parse import urlsplit, urlunsplit

import msgspec

from services.kernel.clock import MovableClock, SystemClock

ENVIRONMENTS: Final = ("local", "test", "staging", "production")
LOG_LEVELS: Final = ("debug", "info", "warning", "error")
ROOMS: Final = ("identity", "settlement", "billing", "wallet", "tickets", "audit")
KEY_BYTES: Final = 32
MASK: Final = "***"
_PASSWORD_IN_URL: Final = re.compile(r"(://[^/\s:@]*:)[^/\s@]+(@)|([?&][^=&\s]*(?:password|secret|token|key)=)[^&\s]+", re.IGNORECASE)


class ConfigurationIsInvalid(Exception):
    """The process cannot start. `problems` names every variable that is missing or wrong, never its value."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("the configuration is invalid:\n" + "\n".join(f"  {problem}" for problem in problems))


@dataclasses.dataclass(frozen=True, kw_only=True, repr=False)
class Settings:
    """What a process was told at start. Fields marked secret are never printed."""

    process: str
    environment: str
    amqp_url: str
    signing_key: bytes = dataclasses.field(metadata={"secret": True})
    trusted_keys: Mapping[str, bytes]
    secret_key: bytes = dataclasses.field(metadata={"secret": True})
    database_url: str | None = None
    clock_file: Path | None = None
    http_host: str = "127.0.0.1"
    http_port: int = 8000
    trusted_proxies: int = 0
    metrics_port: int | None = None
    otlp_endpoint: str | None = None
    log_level: str = "info"
    smtp_url: str | None = None
    public_url: str = "http://127.0.0.1:8000"

    @classmethod
    def from_environment(cls, process: str, env: Mapping[str, str] = os.environ) -> Self:
        """The settings of `process`: a room ("wallet"), a part of one ("billing.intake") or "gateway".

        Raises ConfigurationIsInvalid with every problem at once.
        """
        read = _Environment(env)
        settings = cls(**_read(read, process))
        if read.problems:
            raise ConfigurationIsInvalid(read.problems)
        return settings

    @property
    def room(self) -> str:
        """The room this process belongs to."""
        return self.process.partition(".")[0]

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    def clock(self) -> SystemClock | MovableClock:
        """The machine's clock, or the movable one when a clock file is named."""
        return MovableClock(self.clock_file) if self.clock_file else SystemClock()

    def printable(self) -> dict[str, Any]:
        """The settings as they may be shown and logged."""
        return {field.name: _shown(field, getattr(self, field.name)) for field in dataclasses.fields(self)}

    def __repr__(self) -> str:
        return f"Settings({', '.join(f'{name}={value!r}' for name, value in self.printable().items())})"


def mask_passwords(text: str) -> str:
    """The text with the passwords of the URLs in it masked."""
    return _PASSWORD_IN_URL.sub(lambda match: f"{match[1] or match[3]}{MASK}{match[2] or ''}", text)


class _Environment:
    """Reads variables and collects what is wrong with them. What is wrong reads as a harmless value of the right type."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env
        self.problems: list[str] = []

    def text(self, name: str, default: str = "") -> str:
        return self._env.get(name, "").strip() or default

    def required(self, name: str) -> str:
        return self.text(name) or self.wrong(name, "is not set")

    def wrong(self, name: str, why: str) -> str:
        self.problems.append(f"{name} {why}")
        return ""

    def choice(self, name: str, choices: tuple[str, ...], default: str = "") -> str:
        value = self.text(name, default) or self.wrong(name, "is not set")
        if value and value.lower() not in choices:
            self.wrong(name, f"is not one of {', '.join(choices)}")
        return value.lower()

    def url(self, name: str, schemes: tuple[str, ...], *, required: bool = False) -> str:
        value = self.required(name) if required else self.text(name)
        if value and _scheme(value) not in schemes:
            return self.wrong(name, f"is not a URL that begins with {' or '.join(f'{scheme}://' for scheme in schemes)}")
        return value

    def port(self, name: str, default: int | None) -> int | None:
        value = self.text(name)
        if value and not (re.fullmatch(r"[0-9]{1,5}", value) and int(value) <= 65535):
            self.wrong(name, "is not a port number")
            return default
        return int(value) if value else default

    def count(self, name: str, *, most: int = 9) -> int:
        value = self.text(name, "0")
        if not (value.isascii() and value.isdigit() and int(value) <= most):
            self.wrong(name, f"is not a number from 0 to {most}")
            return 0
        return int(value)

    def key(self, name: str) -> bytes:
        return self._key(name, self.required(name))

    def keys(self, name: str) -> Mapping[str, bytes]:
        try:
            listed = msgspec.json.decode(self.required(name) or "{}", type=dict[str, str])
        except msgspec.DecodeError:
            self.wrong(name, "is not a JSON object of names and keys")
            return {}
        return {owner: self._key(f"{name}[{owner}]", text) for owner, text in listed.items()}

    def _key(self, name: str, text: str) -> bytes:
        key = _from_base64(text)
        if text and len(key) != KEY_BYTES:
            self.wrong(name, f"is not {KEY_BYTES} bytes in base64")
        return key


def _read(read: _Environment, process: str) -> dict[str, Any]:
    host, port = read.text("BC_HTTP_HOST", "127.0.0.1"), read.port("BC_HTTP_PORT", 8000)
    environment = read.choice("BC_ENVIRONMENT", ENVIRONMENTS)
    return {
        "process": process,
        "environment": environment,
        "amqp_url": read.url("BC_AMQP_URL", ("amqp", "amqps"), required=True),
        "signing_key": read.key("BC_SIGNING_KEY"),
        "trusted_keys": read.keys("BC_TRUSTED_KEYS"),
        "secret_key": _secret_key(read),
        "database_url": _database_url(read, process.partition(".")[0]),
        "clock_file": _clock_file(read, environment),
        "http_host": host,
        "http_port": port,
        "trusted_proxies": read.count("BC_TRUSTED_PROXIES"),
        "metrics_port": read.port("BC_METRICS_PORT", None),
        "otlp_endpoint": read.url("BC_OTLP_ENDPOINT", ("http", "https")) or None,
        "log_level": read.choice("BC_LOG_LEVEL", LOG_LEVELS, "info"),
        "smtp_url": read.url("BC_SMTP_URL", ("smtp", "smtps")) or None,
        "public_url": _public_url(read, environment) or f"http://{host}:{port}",
    }


def _secret_key(read: _Environment) -> bytes:
    key = read.required("BC_SECRET_KEY").encode()
    if key and len(key) < KEY_BYTES:
        read.wrong("BC_SECRET_KEY", f"is shorter than {KEY_BYTES} bytes")
    return key


def _database_url(read: _Environment, room: str) -> str | None:
    """The room's own URL, or its database on the server; a process that is no room has none."""
    if room not in ROOMS:
        return None
    own, schemes = f"BC_{room.upper()}_DATABASE_URL", ("postgresql", "postgres")
    if read.text(own):
        return read.url(own, schemes)
    server = read.url("BC_DATABASE_URL", schemes)
    if not server and not read.text("BC_DATABASE_URL"):
        read.wrong(own, "is not set, and neither is BC_DATABASE_URL")
    parts = urlsplit(server)
    # by hand: urlunsplit drops the empty host of a URL that names a socket folder (postgresql:///?host=/run/pg)
    return f"{parts.scheme}://{parts.netloc}/bc_{room}" + (f"?{parts.query}" if parts.query else "")


def _clock_file(read: _Environment, environment: str) -> Path | None:
    value = read.text("BC_CLOCK_FILE")
    if value and environment not in ("local", "test", "staging"):
        read.wrong("BC_CLOCK_FILE", "must not be set in production")
        return None
    return Path(value) if value else None


def _public_url(read: _Environment, environment: str) -> str:
    value = read.url("BC_PUBLIC_URL", ("http", "https"), required=environment in ("staging", "production"))
    return urlunsplit(urlsplit(value)).rstrip("/")


def _scheme(url: str) -> str:
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises when it is not a number
    except ValueError:
        return ""
    return parts.scheme if parts.hostname or parts.scheme.startswith("postgres") else ""


def _from_base64(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_" if set(text) & set("-_") else None, validate=True)
    except ValueError:
        return b""


def _shown(field: dataclasses.Field[Any], value: Any) -> Any:
    if field.metadata.get("secret"):
        return MASK
    if field.name == "trusted_keys":
        return sorted(value)
    return mask_passwords(value) if isinstance(value, str) else value
