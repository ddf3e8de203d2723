"""Request bodies: read within their limits, unpacked without trusting what they claim to be, parsed as JSON."""

from __future__ import annotations

import time
import zlib
from typing import Any, Final

import msgspec
from flask import Request

from services.kernel.errors import Refusal

JSON_LIMIT_BYTES: Final = 1 << 20
"""The largest body of an ordinary request."""

_CHUNK_BYTES: Final = 1 << 20
_GZIP: Final = 31  # zlib's window bits: a gzip header and nothing else


class BodyIsTooLarge(Refusal):
    """The body, or what it unpacks to, is larger than this route takes."""

    code = "gateway.body_is_too_large"

    def __init__(self, limit_bytes: int) -> None:
        super().__init__(limit_bytes=limit_bytes)


class BodyIsMalformed(Refusal):
    """The body is not well-formed JSON."""

    code = "gateway.body_is_malformed"

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)


class GzipIsMalformed(Refusal):
    """The body says it is gzip, and is not, or breaks off."""

    code = "gateway.gzip_is_malformed"


class EncodingIsUnknown(Refusal):
    """Bodies are taken as they are or with Content-Encoding gzip."""

    code = "gateway.encoding_is_unknown"


class MediaTypeIsUnknown(Refusal):
    """The body's Content-Type is not one this route takes."""

    code = "gateway.media_type_is_unknown"

    def __init__(self, *, taken: list[str]) -> None:
        super().__init__(taken=taken)


def json_object(request: Request, *, limit_bytes: int = JSON_LIMIT_BYTES) -> dict[str, Any]:
    """The JSON object in a request's body; an empty body is an empty object.

    Refuses: BodyIsTooLarge, MediaTypeIsUnknown, EncodingIsUnknown, GzipIsMalformed, BodyIsMalformed.
    """
    body = raw(request, packed_limit_bytes=limit_bytes, limit_bytes=limit_bytes)
    if not body:
        return {}
    require_media_type(request, "application/json")
    parsed = parse(body)
    if not isinstance(parsed, dict):
        raise BodyIsMalformed("the body must be a JSON object")
    return parsed


def require_media_type(request: Request, *taken: str) -> str:
    """The body's media type, without parameters. Refuses: MediaTypeIsUnknown."""
    if request.mimetype not in taken:
        raise MediaTypeIsUnknown(taken=list(taken))
    return request.mimetype


def raw(request: Request, *, packed_limit_bytes: int, limit_bytes: int) -> bytes:
    """The body's bytes, unpacked. Refuses: BodyIsTooLarge, EncodingIsUnknown, GzipIsMalformed."""
    packed = _read(request, packed_limit_bytes)
    encoding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding == "identity":
        return packed
    if encoding != "gzip":
        raise EncodingIsUnknown()
    return unzip(packed, limit_bytes)


def _read(request: Request, limit_bytes: int) -> bytes:
    """Never more than the limit, whatever the request says of its length."""
    if (request.content_length or 0) > limit_bytes:
        raise BodyIsTooLarge(limit_bytes)
    body = request.stream.read(limit_bytes + 1)
    if len(body) > limit_bytes:
        raise BodyIsTooLarge(limit_bytes)
    return body


def unzip(packed: bytes, limit_bytes: int) -> bytes:
    """Unpack gzip (one or more members), stopping at the limit: a bomb costs the limit, not what it would unfold to.

    Refuses: GzipIsMalformed, BodyIsTooLarge.
    """
    unpacked = bytearray()
    while True:
        member = zlib.decompressobj(_GZIP)
        packed = _unzip_member(member, packed, unpacked, limit_bytes)
        if not packed:
            return bytes(unpacked)


def _unzip_member(member: Any, packed: bytes, unpacked: bytearray, limit_bytes: int) -> bytes:
    """Append one member to `unpacked`; the bytes after it."""
    while not member.eof:
        try:
            chunk = member.decompress(packed, _CHUNK_BYTES)
        except zlib.error:
            raise GzipIsMalformed() from None
        packed = member.unconsumed_tail
        unpacked += chunk
        if len(unpacked) > limit_bytes:
            raise BodyIsTooLarge(limit_bytes)
        if not chunk and not packed and not member.eof:
            raise GzipIsMalformed()
        time.sleep(0)  # let the other requests of this process have a turn
    return bytes(member.unused_data)


def parse(body: bytes) -> Any:
    """JSON, strictly: UTF-8, no NaN, bounded depth. Refuses: BodyIsMalformed."""
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BodyIsMalformed(str(error)) from None
    except RecursionError:
        raise BodyIsMalformed("the JSON is nested too deeply") from None
