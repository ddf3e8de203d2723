"""From an annotation to a marshmallow field, and what may stand inside `Annotated[...]`."""

from __future__ import annotations

import re
import types
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin
from uuid import UUID

from marshmallow import Schema, ValidationError, fields, validate

from services.kernel.money import Money
from services.kernel.schemas.fields import Day, Flag, Id, Instant, Map, Sequence, Text, Whole

SchemaOf = Callable[[type], type[Schema]]
_SIMPLE: dict[Any, type[fields.Field[Any]]] = {UUID: Id, str: Text, datetime: Instant, date: Day}
_READS_TEXT: dict[Any, Callable[..., fields.Field[Any]]] = {int: Whole, bool: Flag}


@dataclass(frozen=True)
class doc:  # reads as a word inside Annotated[...]
    """A field's description in the API document, and an example."""

    text: str
    example: Any = None


class Regexp(validate.Regexp):
    """The whole string must match (marshmallow's own looks at the beginning only)."""

    def __init__(self, pattern: str, *, error: str | None = None) -> None:
        super().__init__(f"^(?:{pattern})$", flags=re.ASCII, error=error)

    def __call__(self, value: Any) -> Any:
        if self.regex.fullmatch(value) is None:
            raise ValidationError(self._format_error(value))
        return value


def is_positive(value: Any) -> Any:
    """For `Annotated[Money | int, is_positive]`: more than zero."""
    if _size(value) <= 0:
        raise ValidationError("Must be more than zero.")
    return value


def is_not_negative(value: Any) -> Any:
    """For `Annotated[Money | int, is_not_negative]`: zero or more."""
    if _size(value) < 0:
        raise ValidationError("Must not be negative.")
    return value


def field_for(hint: Any, schema_of: SchemaOf, *, text: bool = False, **options: Any) -> fields.Field[Any]:
    """The field for one annotation. TypeError for what has no place on the wire (floats, unions of two types)."""
    if get_origin(hint) is Annotated:
        return _annotated(hint, schema_of, text=text, **options)
    if get_origin(hint) in (Union, types.UnionType):
        return field_for(_but_none(hint), schema_of, text=text, **{**options, "allow_none": True})
    if hint in _READS_TEXT:
        return _READS_TEXT[hint](text=text, **options)
    if hint in _SIMPLE:
        return _SIMPLE[hint](**options)
    if hint is Money:
        return fields.Nested(schema_of(Money), **options)
    if hint is Any:
        return fields.Raw(**{"allow_none": True, **options})
    return _composed(hint, schema_of, text=text, **options)


def _annotated(hint: Any, schema_of: SchemaOf, *, text: bool, **options: Any) -> fields.Field[Any]:
    inner, *extras = get_args(hint)
    metadata = dict(options.pop("metadata", {}))
    for said in (extra for extra in extras if isinstance(extra, doc)):
        metadata["description"] = said.text
        metadata |= {} if said.example is None else {"example": said.example}
    checks = [extra for extra in extras if callable(extra) and not isinstance(extra, doc)]
    checks += options.pop("validate", [])
    return field_for(inner, schema_of, text=text, metadata=metadata, validate=checks, **options)


def _composed(hint: Any, schema_of: SchemaOf, *, text: bool, **options: Any) -> fields.Field[Any]:
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Literal:
        return _choice(inner, text=text, **options)
    if origin is list:
        return fields.List(field_for(inner[0], schema_of, text=text), **options)
    if origin is tuple and inner[1:] == (Ellipsis,):
        return Sequence(field_for(inner[0], schema_of, text=text), **options)
    if origin is dict and inner[0] is str:
        return Map(keys=Text(), values=field_for(inner[1], schema_of), **options)
    if isinstance(hint, TypeVar):
        return _Item(schema_of, **options)
    if isinstance(hint, type) and hint.__dict__.get("__is_shape__"):
        return fields.Nested(lambda: schema_of(hint)(), **options)
    raise TypeError(f"{hint!r} has no place on the wire")


def _choice(choices: tuple[Any, ...], *, text: bool, **options: Any) -> fields.Field[Any]:
    checks = [validate.OneOf(choices), *options.pop("validate", [])]
    if all(type(choice) is int for choice in choices):
        return Whole(text=text, validate=checks, **options)
    return Text(validate=checks, **options)


def _but_none(hint: Any) -> Any:
    kinds = [kind for kind in get_args(hint) if kind is not types.NoneType]
    if len(kinds) != 1:
        raise TypeError(f"{hint!r}: a field has one type, or one type and None")
    return kinds[0]


def _size(value: Any) -> int:
    return value.amount_micros if isinstance(value, Money) else int(value)


class _Item(fields.Field[Any]):
    """An element of a Page that was not told its type: written by its own schema, never read."""

    def __init__(self, schema_of: SchemaOf, **options: Any) -> None:
        super().__init__(**options)
        self._schema_of = schema_of

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return self._schema_of(type(value))().dump(value)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        raise TypeError("a page is read as Page[View], which names the type of its items")
