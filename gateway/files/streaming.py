"""A file over HTTP: the first part is asked for before the answer begins, so a refusal is a problem document; the others while it is read.

A client that reads slowly is waited for; one that goes away ends it. Where a part does not come, the connection is cut before the file's
end, so nobody takes a part for the whole.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any, Final

from flask import Response

from gateway.door import Guest, door
from gateway.files.statement import csv_of, xlsx_of
from gateway.operations import Operation

Part = dict[str, Any]


@dataclasses.dataclass(frozen=True)
class File:
    """A kind of file: its name for the client, its media type, and how its parts are written."""

    name: str
    media_type: str
    write: Callable[[Iterator[Part]], Iterator[bytes]]


def text_of(parts: Iterator[Part]) -> Iterator[bytes]:
    """What the room has written already."""
    return (part["text"].encode() for part in parts)


STATEMENTS: Final = {
    "csv": File("statement.csv", "text/csv; charset=utf-8; header=present", csv_of),
    "xlsx": File("statement.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx_of),
}
JOURNALS: Final = {
    "beancount": File("journal.beancount", "text/plain; charset=utf-8", text_of),
    "hledger": File("journal.hledger", "text/plain; charset=utf-8", text_of),
}


def streamed(operation: Operation, asked: Any, guest: Guest, file: File) -> Response:
    """The file that the question names. Refuses: what the room refuses, and TooManySpreadsheets."""
    parts = _parts(door().remote, operation, asked, guest)
    body = file.write(chain([next(parts)], parts))
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return Response(body, headers=headers, content_type=file.media_type)


def _parts(remote: Any, operation: Operation, asked: Any, guest: Guest) -> Iterator[Part]:
    while True:
        part = remote.call(operation.room, operation.call, asked, timeout_s=operation.timeout_s, caller=guest.caller())
        yield part
        if part["next_cursor"] is None:
            return
        asked = dataclasses.replace(asked, cursor=part["next_cursor"])
