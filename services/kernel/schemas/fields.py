"""The marshmallow fields our shapes are made of: strict on the way in, canonical on the way out.

In `text` mode (query strings) numbers and booleans are read from their text; everywhere else "5" is not a number.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from marshmallow import EXCLUDE, RAISE, Schema, ValidationError, fields, post_load, validate

from services.kernel.errors import Refusal
from services.kernel.money import MINOR_UNIT_MICROS, Money, format_amount, parse_amount

_UUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,6})?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_WHOLE: Final = re.compile(r"-?\d{1,19}", re.ASCII)
_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")
_LARGEST: Final = 2**63 - 1
AMOUNT_PATTERN: Final = r"^-?[0-9]{1,13}(\.[0-9]{1,6})?$"


class Text(fields.String):
    """A string the database can hold: no NUL, no half of a surrogate pair."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str):
            raise ValidationError("Not a string.")
        if _UNSTORABLE.search(value):
            raise ValidationError("Contains a character that cannot be stored.")
        return value


class Whole(fields.Integer):
    """A whole number of at most 64 bits; 5.0, "5" and true are refused."""

    def __init__(self, *, text: bool = False, **kwargs: Any) -> None:
        super().__init__(strict=True, **kwargs)
        self._reads_text = text

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if self._reads_text and isinstance(value, str) and _WHOLE.fullmatch(value):
            value = int(value)
        if type(value) is not int:
            raise ValidationError("Not a whole number.")
        if not -_LARGEST <= value <= _LARGEST:
            raise ValidationError("Does not fit in 64 bits.")
        return value

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> int | None:
        if value is not None and type(value) is not int:
            raise TypeError(f"{attr}: {type(value).__name__} is not int")
        return value


class Flag(fields.Boolean):
    """true or false, and nothing that merely looks like it."""

    def __init__(self, *, text: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._reads_text = text

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if self._reads_text and value in ("true", "false"):
            return bool(value == "true")
        if not isinstance(value, bool):
            raise ValidationError("Not true or false.")
        return value


class Id(fields.UUID):
    """A UUID in its usual form, with dashes."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> UUID:
        if not isinstance(value, str) or not _UUID.fullmatch(value):
            raise ValidationError("Not a UUID.")
        return UUID(value)


class Instant(fields.DateTime):
    """An RFC 3339 instant with its offset, to the microsecond; kept in UTC and written with 'Z'."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        if not isinstance(value, str) or not _INSTANT.fullmatch(value):
            raise ValidationError("Not an RFC 3339 instant with an offset and at most six decimals.")
        try:
            return datetime.fromisoformat(value.upper()).astimezone(UTC)
        except (ValueError, OverflowError):
            raise ValidationError("There is no such instant.") from None

    def _serialize(self, value: datetime | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{attr}: an instant without a zone")
        return value.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


class Day(fields.Date):
    """A calendar day, 2026-11-23."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        if not isinstance(value, str) or not _DATE.fullmatch(value):
            raise ValidationError("Not a day such as 2026-11-23.")
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValidationError("There is no such day.") from None


class Amount(fields.String):
    """Micros in memory, a decimal string on the wire."""

    def __init__(self, **kwargs: Any) -> None:
        metadata = {"pattern": AMOUNT_PATTERN, "example": "13.40", "description": "decimal string; at most six decimals"}
        super().__init__(metadata=metadata, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:  # type: ignore[override]
        try:
            return parse_amount(value)
        except Refusal as refusal:
            raise ValidationError(refusal.title) from None

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else format_amount(value)


class MoneySchema(Schema):
    """An amount of one currency."""

    class Meta:
        unknown = RAISE

    amount = Amount(required=True, attribute="amount_micros")
    currency = Text(required=True, validate=validate.OneOf(sorted(MINOR_UNIT_MICROS)))

    def dump(self, obj: Any, *, many: bool | None = None) -> Any:
        """As marshmallow's, at once."""
        if many or not isinstance(obj, Money):
            return super().dump(obj, many=many)
        return {"amount": format_amount(obj.amount_micros), "currency": obj.currency}

    @post_load
    def _made(self, data: dict[str, Any], **_: Any) -> Money:
        return Money(**data)


class TolerantMoneySchema(MoneySchema):
    """An amount in a reply: what else a newer room says of it is ignored."""

    class Meta:
        unknown = EXCLUDE


class Map(fields.Dict):
    """A JSON object with values of one type; an error in a value is reported at its key."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> dict[Any, Any]:
        try:
            return dict(super()._deserialize(value, attr, data, **kwargs))  # type: ignore[no-untyped-call]
        except ValidationError as error:
            raise ValidationError(_without_sides(error.messages)) from None


class Sequence(fields.List[Any]):
    """A JSON array, as a tuple."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> tuple[Any, ...]:  # type: ignore[override]
        return tuple(super()._deserialize(value, attr, data, **kwargs))


def _without_sides(messages: Any) -> Any:
    """marshmallow says {key: {"key": […], "value": …}}; a pointer needs {key: …}."""
    if not isinstance(messages, dict):
        return messages
    return {key: sides.get("value", sides.get("key")) for key, sides in messages.items()}
