"""The tree is that of RFC 6962: every leaf has a path to the root, and what is altered leads elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kernel.eventstore.merkle import leaf, node, path_to, root_from, root_of

contents = st.lists(st.binary(max_size=20), min_size=1, max_size=70)
digests = st.binary(min_size=32, max_size=32)


def root_by_the_book(leaves: Sequence[bytes]) -> bytes:
    """RFC 6962, section 2.1, word for word: split at the largest power of two below the number of leaves."""
    if len(leaves) == 1:
        return leaves[0]
    left = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + root_by_the_book(leaves[:left]) + root_by_the_book(leaves[left:])).digest()


def test_there_is_a_root_over_nothing():
    assert root_of([]) == hashlib.sha256(b"").digest()


@given(contents)
def test_the_root_is_that_of_rfc_6962(told):
    leaves = [leaf(content) for content in told]

    assert leaves == [hashlib.sha256(b"\x00" + content).digest() for content in told]
    assert root_of(leaves) == root_by_the_book(leaves)


@pytest.mark.parametrize("width", [*range(1, 35), 63, 64, 65, 127, 129])
def test_every_leaf_leads_to_the_root(width):
    leaves = [leaf(bytes([number])) for number in range(width)]
    root = root_of(leaves)

    paths = [path_to(leaves, place) for place in range(width)]

    assert {root_from(leaves[place], place, width, path) for place, path in enumerate(paths)} == {root}
    assert max(len(path) for path in paths) == (width - 1).bit_length()


@given(contents, st.data())
def test_what_is_altered_leads_elsewhere(told, data):
    leaves = [leaf(content) for content in told]
    width, place = len(leaves), data.draw(st.integers(0, len(leaves) - 1))
    path, root = path_to(leaves, place), root_of(leaves)
    other = data.draw(digests.filter(lambda drawn: drawn not in (leaves[place], *path)))

    assert root_from(other, place, width, path) != root
    assert root_from(leaves[place], place, width, [*path, other]) is None
    for step in range(len(path)):
        assert root_from(leaves[place], place, width, [*path[:step], other, *path[step + 1 :]]) != root
        assert root_from(leaves[place], place, width, path[:step] + path[step + 1 :]) is None


@given(st.integers(1, 70), st.data())
def test_a_leaf_does_not_lead_to_the_root_from_anothers_place(width, data):
    leaves = [leaf(bytes([number])) for number in range(width)]
    place = data.draw(st.integers(0, width - 1))
    elsewhere = data.draw(st.integers(-2, width + 2).filter(lambda drawn: drawn != place))

    assert root_from(leaves[place], elsewhere, width, path_to(leaves, place)) != root_of(leaves)


@given(contents.filter(lambda told: len(told) > 1))
def test_an_inner_digest_is_no_leaf(told):
    """Who gives two digests beside each other as the content of one leaf gets another root, in a tree that is as wide as it says."""
    leaves = [leaf(content) for content in told]
    inner = leaves[0] + leaves[1]

    assert leaf(inner) != node(leaves[0], leaves[1])
    assert root_of([leaf(inner), *leaves[2:]]) != root_of(leaves)


@given(contents, st.binary(max_size=20))
def test_a_leaf_more_or_less_makes_another_root(told, more):
    leaves = [leaf(content) for content in told]

    assert root_of([*leaves, leaf(more)]) != root_of(leaves)
    assert root_of([*leaves, leaves[-1]]) != root_of(leaves)
