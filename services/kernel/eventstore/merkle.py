"""A Merkle tree over digests: who holds one leaf, the tree's width and a path can compute the root, without seeing the other leaves.

Leaves and inner nodes are digested with different first bytes, so that neither can be taken for the other, and a digest that has no
neighbour on its level is lifted to the next one: this is the tree of RFC 6962, section 2.1. merkle_root() (0003_merkle_seal.sql) makes
the same one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence


def leaf(content: bytes) -> bytes:
    """The digest of what stands at a leaf (sha256, 32 bytes)."""
    return hashlib.sha256(b"\x00" + content).digest()


def node(left: bytes, right: bytes) -> bytes:
    """The digest of two digests that stand beside each other."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root. That of a single leaf is the leaf, that of none the digest of nothing."""
    level = list(leaves)
    while len(level) > 1:
        level = _next(level)
    return level[0] if level else hashlib.sha256().digest()


def path_to(leaves: Sequence[bytes], place: int) -> list[bytes]:
    """The digests beside the way from the leaf at `place` (counted from 0) to the root, from below."""
    level, path = list(leaves), []
    while len(level) > 1:
        if place ^ 1 < len(level):
            path.append(level[place ^ 1])
        level, place = _next(level), place // 2
    return path


def root_from(digest: bytes, place: int, width: int, path: Iterable[bytes]) -> bytes | None:
    """The root that follows when `digest` is the leaf at `place` among `width`; None if that cannot be: the path has another length, or
    there is no such place.
    """
    beside = list(reversed(list(path)))
    if not 0 <= place < width:
        return None
    while width > 1:
        if place ^ 1 < width:
            if not beside:
                return None
            other = beside.pop()
            digest = node(other, digest) if place % 2 else node(digest, other)
        place, width = place // 2, (width + 1) // 2
    return None if beside else digest


def _next(level: list[bytes]) -> list[bytes]:
    """The level above; a last digest without a neighbour is lifted."""
    paired = [node(left, right) for left, right in zip(level[::2], level[1::2], strict=False)]
    return paired + level[len(level) - len(level) % 2 :]
