"""The texts we send, in English and Chinese: files `<kind>.<language>.txt`, subject first, then a blank line, then the body with $names."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from string import Template
from typing import NamedTuple


class Text(NamedTuple):
    """A message's subject and body."""

    subject: str
    body: str


def written(kind: str, language: str, **values: str) -> Text:
    """The message of this kind. A value that the template lacks, or it has and we do not say, is a programmer's error."""
    subject, body = _template(kind, language)
    return Text(Template(subject).substitute(values), Template(body).substitute(values))


@cache
def _template(kind: str, language: str) -> Text:
    text = files("services.identity.messages").joinpath("templates", f"{kind}.{language}.txt").read_text("utf-8")
    subject, _, body = text.partition("\n\n")
    return Text(subject.strip(), body)
