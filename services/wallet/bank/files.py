"""From what was uploaded to lines: unpacked within limits, decoded to one text that all readers see alike, read."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import zlib
from collections.abc import Iterator
from typing import Final

import msgspec

from services.wallet.bank.camt import read_camt
from services.wallet.bank.csv_statements import read_csv
from services.wallet.bank.lines import understood
from services.wallet.domain import BankLine, BankStatementIsUnreadable, StatementFormat

MOST_BYTES: Final = 16 << 20
"""What a file may unpack to."""
_GZIP: Final = 31  # zlib's window bits: a gzip header and nothing else
_DECLARATION: Final = re.compile(r"\A\s*<\?xml[^>]*\?>")
_DECLARED: Final = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_ENCODINGS: Final = {
    "utf-8": "utf-8",
    "us-ascii": "ascii",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "iso-8859-1": "iso-8859-1",
    "iso-8859-15": "iso-8859-15",
    "windows-1252": "windows-1252",
}
"""What an XML file may declare, and how it is read. UTF-16 shows by its first two bytes."""
_MARKS: Final = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


class Incoming(msgspec.Struct, frozen=True):
    """An uploaded file, unpacked. `digest`: SHA-256 in hexadecimals."""

    format: StatementFormat
    content: bytes
    digest: str

    def lines(self) -> Iterator[BankLine]:
        """One after the other. Refuses: BankStatementIsUnreadable."""
        text = _decoded(self.content, declared=self.format == "camt053")
        if "\x00" in text:
            raise BankStatementIsUnreadable(reason="the file has characters that no text has")
        if self.format == "csv":
            return understood(read_csv(text))
        return understood(read_camt(_DECLARATION.sub("", text, count=1).encode()))


def received(format: StatementFormat, content: str) -> Incoming:
    """`content`: base 64 of the file, or of the file packed with gzip. Refuses: BankStatementIsUnreadable."""
    try:
        packed = base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError):
        raise BankStatementIsUnreadable(reason="this is no base 64") from None
    unpacked = _unzipped(packed) if packed.startswith(b"\x1f\x8b") else packed
    if len(unpacked) > MOST_BYTES:
        raise BankStatementIsUnreadable(reason=f"the file is larger than {MOST_BYTES} bytes")
    return Incoming(format, unpacked, hashlib.sha256(unpacked).hexdigest())


def recorded_lines(incoming: Incoming) -> Iterator[list[BankLine]]:
    """Its lines by the five hundred. Refuses: BankStatementIsUnreadable, also where there is none."""
    chunk: list[BankLine] = []
    is_empty = True
    for line in incoming.lines():
        is_empty = False
        chunk.append(line)
        if len(chunk) == 500:
            yield chunk
            chunk = []
    if is_empty:
        raise BankStatementIsUnreadable(reason="there is no line in it")
    if chunk:
        yield chunk


def _unzipped(packed: bytes) -> bytes:
    """One gzip member; never more than the limit and a byte. Refuses: BankStatementIsUnreadable."""
    member = zlib.decompressobj(_GZIP)
    try:
        unpacked = member.decompress(packed, MOST_BYTES + 1)
    except zlib.error:
        raise BankStatementIsUnreadable(reason="this is no gzip") from None
    if len(unpacked) <= MOST_BYTES and not member.eof:
        raise BankStatementIsUnreadable(reason="the gzip breaks off")
    return unpacked


def _decoded(content: bytes, *, declared: bool) -> str:
    """Refuses: BankStatementIsUnreadable."""
    for encoding in _encodings(content, declared=declared):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BankStatementIsUnreadable(reason="the encoding is none that we read (UTF-8, UTF-16, GB 18030; in XML what it declares)")


def _encodings(content: bytes, *, declared: bool) -> list[str]:
    """In which encodings to try."""
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return [encoding]
    if not declared:
        return ["utf-8", "gb18030"]
    match = _DECLARED.match(content[:256])
    named = match[1].decode().lower() if match else "utf-8"
    return [_ENCODINGS[named]] if named in _ENCODINGS else []
