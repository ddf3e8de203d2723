"""Refusals: the domain says no, with a stable code and JSON details. Faults are ordinary exceptions and are not listed here.

A refusal travels over RabbitMQ as (code, message, details) and leaves the gateway as a problem document (RFC 9457).
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, ClassVar
from uuid import UUID


class Refusal(Exception):
    """The domain said no. Nothing was changed.

    A subclass names the fact that prevents (`VoucherIsExpired`), carries a stable `code` (`room.fact`) and its details as keywords.
    Its docstring's first line is the human-readable title.
    """

    code: ClassVar[str] = "kernel.refused"

    def __init__(self, **details: Any) -> None:
        self.details: dict[str, Any] = {name: _plain(value) for name, value in details.items()}
        super().__init__(self.title)

    @property
    def title(self) -> str:
        """The first line of the class's docstring: the same for every occurrence."""
        return (self.__doc__ or self.code).strip().splitlines()[0]


class RemoteRefusal(Refusal):
    """Another room said no; code, title and details are that room's."""

    def __init__(self, code: str, message: str, details: dict[str, Any]) -> None:
        self._message = message
        super().__init__()
        self.details = _plain(details)  # not as keywords: their names are another room's
        self.code = code  # type: ignore[misc]  # the one refusal whose code comes from outside

    @property
    def title(self) -> str:
        return self._message


class InvalidInput(Refusal):
    """The input does not have the promised shape.

    `errors` is a list of {"pointer": JSON pointer, "detail": why}.
    """

    code = "kernel.invalid_input"

    def __init__(self, errors: list[dict[str, str]]) -> None:
        super().__init__(errors=errors)


class NotFound(Refusal):
    """There is no such thing, or it is not yours to see: the answer is the same."""

    code = "kernel.not_found"

    def __init__(self, kind: str, id: UUID | str) -> None:
        super().__init__(kind=kind, id=id)


class NotAllowed(Refusal):
    """The caller may not do this."""

    code = "kernel.not_allowed"


class CallerIsNotTrusted(Refusal):
    """The call does not carry a valid signature of a room that may make it."""

    code = "kernel.caller_is_not_trusted"


class CommandIdIsReused(Refusal):
    """The same command id (idempotency key) came before with another input."""

    code = "kernel.command_id_is_reused"

    def __init__(self, command_id: UUID) -> None:
        super().__init__(command_id=command_id)


def _plain(value: Any) -> Any:
    """Turn a detail into something JSON can say, without losing digits."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict):
        return {_encodable(str(key)): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if value.bit_length() <= 1024 else "a number of more than 1024 bits"  # beyond 4300 digits it cannot be printed
    return _encodable(str(value))


def _encodable(text: str) -> str:
    """The text, with halves of surrogate pairs (which UTF-8 cannot say) spelled out."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()
