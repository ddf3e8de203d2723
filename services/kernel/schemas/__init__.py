"""Shapes on the wire: commands, questions and views, each a frozen dataclass with a marshmallow schema made from its annotations.

    @shape
    class ActivateVoucher(Command):
        \"\"\"Turn a voucher's code into a fund of the wallet.\"\"\"

        account_id: UUID
        code: Annotated[str, Length(max=64), doc("as printed on the voucher")]

    load(ActivateVoucher, {"id": "…", "account_id": "…", "code": "…"})    # refuses with every error at once
    ActivateVoucher.schema()                                              # the marshmallow class, for flask-smorest and OpenAPI

Field types: UUID, str, int, bool, aware datetime, date, Money, Literal, list[T], tuple[T, ...], dict[str, T], T | None, other shapes,
and Any (plain JSON). There is no float and no Decimal. Unknown fields are refused; in a reply
(`load_reply`) they are ignored.
"""

from marshmallow.validate import Length, OneOf, Range

from services.kernel.schemas.pages import Page, decode_cursor, encode_cursor
from services.kernel.schemas.shapes import (
    Command,
    Question,
    Shape,
    View,
    dump,
    dump_as,
    is_shape,
    load,
    load_reply,
    load_text,
    schema_of,
    shape,
)
from services.kernel.schemas.typing import Regexp, doc, is_not_negative, is_positive

__all__ = [
    "Command",
    "Length",
    "OneOf",
    "Page",
    "Question",
    "Range",
    "Regexp",
    "Shape",
    "View",
    "decode_cursor",
    "doc",
    "dump",
    "dump_as",
    "encode_cursor",
    "is_not_negative",
    "is_positive",
    "is_shape",
    "load",
    "load_reply",
    "load_text",
    "schema_of",
    "shape",
]
