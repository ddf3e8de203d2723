"""Logs: one JSON object a line (readable lines on a terminal), with what the present call is bound to, and without secrets."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from contextlib import AbstractContextManager
from typing import Any, Final, TextIO, cast

import msgspec
import structlog
from structlog.contextvars import bound_contextvars, merge_contextvars

from services.kernel.config import MASK, mask_passwords

_SECRET_NAME: Final = re.compile(
    r"(^|[_\-.])(password|passwd|passphrase|secret|token|authorization|cookie|credential|otp)s?($|[_\-.])"
    r"|(api|secret|signing|private|access|session)[_\-]?keys?$|(^|[_\-.])bc[_\-]caller$|voucher[_\-]code",
    re.IGNORECASE,
)
_DEEPEST: Final = 8
_QUIET: Final = ("amqp", "kombu", "urllib3", "opentelemetry")
"""Libraries that tell their life at INFO: heard from WARNING on."""


def get_logger(name: str | None = None) -> structlog.typing.FilteringBoundLogger:
    """The logger of a module: `log.info("voucher activated", voucher_id=…)`. Works before `configure_logs`, and follows it."""
    return cast(structlog.typing.FilteringBoundLogger, structlog.get_logger(**({"logger_name": name} if name else {})))


def bound(**what: Any) -> AbstractContextManager[Any]:
    """Within it every line carries these (call_id, room, caller); each greenthread and thread has its own."""
    return cast(AbstractContextManager[Any], bound_contextvars(**what))


def configure_logs(level: str = "info", *, process: str = "", stream: TextIO | None = None) -> None:
    """Send our lines and those of the libraries to `stream` (stderr), from `level` on."""
    stream = stream or sys.stderr
    threshold = logging.getLevelNamesMapping()[level.upper()]
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_preparation(process),
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _redact, _renderer(stream)],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(threshold)
    for library in _QUIET:
        logging.getLogger(library).setLevel(max(threshold, logging.WARNING))
    structlog.configure(
        processors=[*_preparation(process), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def redacted(value: Any, *, depth: int = 0) -> Any:
    """The value with what is named like a secret masked, at any depth, and the passwords of URLs."""
    if isinstance(value, str):
        return mask_passwords(value) if "://" in value or "=" in value else value
    if depth > _DEEPEST or isinstance(value, bytes | bytearray | memoryview):
        return MASK
    if isinstance(value, Mapping):
        return {str(key): MASK if _is_secret(key) else redacted(item, depth=depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [redacted(item, depth=depth + 1) for item in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return mask_passwords(str(value))


def _preparation(process: str) -> list[Any]:
    def _named(_: Any, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        record = line.get("_record")  # of a library; ours carry the name they were made with
        line["logger"] = line.pop("logger_name", None) or (record.name if record else "")
        line["process"] = process
        return line

    return [
        merge_contextvars,
        _named,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        structlog.processors.format_exc_info,
    ]


def _is_secret(name: object) -> bool:
    return isinstance(name, str) and _SECRET_NAME.search(name) is not None


def _redact(_: Any, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return cast(MutableMapping[str, Any], redacted(line))


def _renderer(stream: TextIO) -> Any:
    if stream.isatty():
        return structlog.dev.ConsoleRenderer(timestamp_key="at", exception_formatter=structlog.dev.plain_traceback)
    return structlog.processors.JSONRenderer(serializer=_to_json)


def _to_json(line: Any, **_: Any) -> str:
    return msgspec.json.encode(line).decode()
