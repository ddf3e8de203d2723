"""`@shape`: from annotations to a frozen dataclass and its marshmallow schema; `load` and `dump`."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Iterator, Mapping
from functools import cache, partial
from typing import Any, ClassVar, TypeVar, cast, dataclass_transform, get_type_hints
from uuid import UUID

from marshmallow import EXCLUDE, RAISE, Schema, ValidationError, fields, post_load

from services.kernel.errors import InvalidInput
from services.kernel.money import Money
from services.kernel.schemas.fields import MoneySchema, TolerantMoneySchema
from services.kernel.schemas.typing import field_for

S = TypeVar("S")


class ShapeSchema(Schema):
    """Base of the generated schemas. Unknown fields are refused, whatever the caller of `load` asks for; only replies ignore them."""

    shape_class: ClassVar[type[Any] | None] = None

    class Meta:
        unknown = RAISE
        register = False

    def load(self, data: Any, **options: Any) -> Any:
        return super().load(data, **{**options, "unknown": self.Meta.unknown})

    def dump(self, obj: Any, *, many: bool | None = None) -> Any:
        """As marshmallow's, without looking for hooks, which our shapes do not have: a third of the time, and answers are many."""
        if many:
            return [self.dump(item) for item in obj]
        if isinstance(obj, dict):
            return super().dump(obj)
        return {key: field._serialize(getattr(obj, key), key, obj) for key, field in self.dump_fields.items()}

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        return obj.get(attr, default) if isinstance(obj, dict) else getattr(obj, attr)

    @post_load
    def _made(self, data: dict[str, Any], **_: Any) -> Any:
        """An instance of the shape; of a schema that leaves fields out, a dict."""
        whole = self.shape_class is not None and not self.exclude and not self.only
        return self.shape_class(**data) if whole and self.shape_class else data


class ReplySchema(ShapeSchema):
    """Base of the schemas that replies are read by: in a rolling upgrade the other room may say more than we know."""

    class Meta:
        unknown = EXCLUDE
        register = False


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(dataclasses.field,))
def shape(cls: type[S]) -> type[S]:
    """Make the class a frozen, keyword-only dataclass that `load` and `dump` understand."""
    if "schema" in inspect.get_annotations(cls):
        raise TypeError(f"{cls.__name__}: a field cannot be called schema, which is how a shape gives its own")
    made = dataclasses.dataclass(frozen=True, kw_only=True)(cls)
    made.__is_shape__ = True  # type: ignore[attr-defined]
    return made


def is_shape(cls: object) -> bool:
    """Whether the class itself was decorated (not only its base)."""
    return isinstance(cls, type) and bool(cls.__dict__.get("__is_shape__"))


@shape
class Shape:
    """Base of everything with a wire shape."""

    @classmethod
    def schema(cls, *, without: tuple[str, ...] = (), text: bool = False, name: str | None = None) -> type[Schema]:
        """The marshmallow class named like the shape.

        `without` leaves out fields that the door knows better (id, account_id): that class is called "<Shape>Body" unless
        `name` is given, and loads a dict. `text` reads numbers and booleans from their text, for query strings.
        """
        return schema_of(cls, without=without, text=text, name=name)


@shape
class Command(Shape):
    """Something to be done, once. `id` names the intent; with `dry_run` the answer is what would be done, and nothing is."""

    id: UUID
    dry_run: bool = False


@shape
class Question(Shape):
    """Something to be known; asking changes nothing."""


@shape
class View(Shape):
    """An answer."""


def schema_of(
    cls: Any, *, without: tuple[str, ...] = (), text: bool = False, name: str | None = None, tolerant: bool = False
) -> type[Schema]:
    """The generated schema class of a shape (made once), or that of Money. `tolerant` ignores unknown fields, inner ones too."""
    if cls is Money:
        return TolerantMoneySchema if tolerant else MoneySchema
    return _schema_class(cls, without, text, name, tolerant)


@cache
def _schema_class(cls: type[Any], without: tuple[str, ...], text: bool, name: str | None, tolerant: bool) -> type[Schema]:
    if not is_shape(cls):
        raise TypeError(f"{cls.__name__} is not a shape: decorate it with @shape")
    unknown = set(without) - {field.name for field in dataclasses.fields(cls)}
    if unknown:
        raise TypeError(f"{cls.__name__} has no {', '.join(sorted(unknown))} to leave out")
    members: dict[str, Any] = {key: field for key, field in _fields(cls, text=text, tolerant=tolerant) if key not in without}
    members |= {"__doc__": cls.__doc__, "__module__": cls.__module__, "shape_class": None if without else cls}
    suffix = ("Body" if without else "") + ("Query" if text else "")
    base = ReplySchema if tolerant else ShapeSchema
    return cast(type[Schema], type(name or f"{cls.__name__}{suffix}", (base,), members))


def load(cls: type[S], payload: Any) -> S:
    """The shape that the payload (JSON values) is. Refuses: InvalidInput, with every error and its JSON pointer."""
    return cast(S, _loaded(_reader(cls), payload))


def load_text(cls: type[S], payload: Mapping[str, Any]) -> S:
    """As `load`, from a query string: numbers and booleans are read from their text. Refuses: InvalidInput."""
    return cast(S, _loaded(_reader(cls, text=True), payload))


def load_reply(cls: type[S], payload: Any) -> S:
    """As `load`, from a room that may be newer than we are: fields that the shape lacks are ignored. Refuses: InvalidInput."""
    return cast(S, _loaded(_reader(cls, tolerant=True), payload))


def dump(instance: Any) -> dict[str, Any]:
    """The JSON values of a shape."""
    return cast(dict[str, Any], _reader(type(instance)).dump(instance))


def dump_as(cls: type[Any], instance: Any) -> dict[str, Any]:
    """The JSON values of an instance by the schema of `cls`: for a page, whose items' shape its own class does not tell."""
    return cast(dict[str, Any], _reader(cls).dump(instance))


def _reader(cls: Any, *, text: bool = False, tolerant: bool = False) -> Schema:
    return _schema_instance(cls, text, tolerant)


@cache
def _schema_instance(cls: type[Any], text: bool, tolerant: bool) -> Schema:
    return schema_of(cls, text=text, tolerant=tolerant)()


def _loaded(schema: Schema, payload: Any) -> Any:
    try:
        return schema.load(payload)
    except ValidationError as error:
        raise InvalidInput([{"pointer": at, "detail": why} for at, why in pointers(error.messages)]) from None


def pointers(messages: Any, at: str = "") -> Iterator[tuple[str, str]]:
    """marshmallow's nested messages as (JSON pointer, why)."""
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            yield from pointers(inner, at if key == "_schema" else f"{at}/{_escaped(key)}")
    elif isinstance(messages, list):
        for inner in messages:
            yield from pointers(inner, at)
    else:
        yield at, str(messages)


def _escaped(key: object) -> str:
    return str(key).replace("~", "~0").replace("/", "~1")


def _fields(cls: type[Any], *, text: bool, tolerant: bool) -> Iterator[tuple[str, fields.Field[Any]]]:
    hints = get_type_hints(cls, localns={cls.__name__: cls}, include_extras=True)
    for field in dataclasses.fields(cls):
        yield field.name, field_for(hints[field.name], partial(schema_of, tolerant=tolerant), text=text, **_presence(field))


def _presence(field: dataclasses.Field[Any]) -> dict[str, Any]:
    if field.default is not dataclasses.MISSING:
        return {"load_default": field.default}
    if field.default_factory is not dataclasses.MISSING:
        return {"load_default": field.default_factory}
    return {"required": True}
