"""The review list: what a person must look at is opened once, found by kind and account, and resolved once with a note."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from services.kernel.errors import NotFound, Refusal
from services.kernel.eventstore import Turn, once
from services.kernel.ids import new_id
from services.kernel.schemas import Command, View, shape
from services.wallet.application import Wallets
from services.wallet.application.reviews import open_review
from services.wallet.domain import Finding
from services.wallet.schemas import ListReviewItems, ResolveReview, ReviewItemView
from tests.support.wallet_rooms import Ledger
from tests.support.wallets import NOW


@shape
class Note(Command):
    subject: str


@shape
class Noted(View):
    review_id: UUID


@once
def note(app: Wallets, turn: Turn, command: Note) -> Noted:
    """Stands for a use case of any chapter that finds something."""
    return Noted(review_id=open_review(turn, Finding("tested", command.subject, {"why": "a test"})).id)


@pytest.fixture
def find(room: Wallets) -> Callable[[str], UUID]:
    return lambda subject: note(room, Note(id=new_id(), subject=subject)).review_id


def open_items(room: Wallets, **fields: object) -> list[ReviewItemView]:
    return room.list_review_items(ListReviewItems(status="open", **fields)).items


def test_what_is_found_waits_for_a_person(room, find):
    review_id = find("TT-1")

    (item,) = open_items(room)
    assert (item.review_id, item.kind, item.subject, item.details) == (review_id, "tested", "TT-1", {"why": "a test"})
    assert (item.opened_at, item.account_id, item.note) == (NOW, None, None)


def test_the_same_is_opened_once_even_after_it_was_resolved(room, find):
    review_id = find("TT-1")
    find("TT-1")
    room.resolve_review(ResolveReview(id=new_id(), review_id=review_id, note="the bank was asked", by_member_id=uuid4()))

    find("TT-1")

    assert open_items(room) == []
    assert [item.note for item in room.list_review_items(ListReviewItems()).items] == ["the bank was asked"]


def test_the_answer_to_a_resolution_is_what_the_list_shows_then(room, find):
    answer = room.resolve_review(ResolveReview(id=new_id(), review_id=find("TT-1"), note="done"))

    assert room.list_review_items(ListReviewItems(status="resolved")).items == [answer]


def test_a_resolved_item_cannot_be_resolved_again(room, find):
    review_id = find("TT-1")
    room.resolve_review(ResolveReview(id=new_id(), review_id=review_id, note="done"))

    with pytest.raises(Refusal) as refused:
        room.resolve_review(ResolveReview(id=new_id(), review_id=review_id, note="done again"))

    assert refused.value.code == "wallet.review_is_resolved"


def test_what_was_never_found_cannot_be_resolved(room, ledger: Ledger):
    before = ledger.bytes()

    with pytest.raises(NotFound):
        room.resolve_review(ResolveReview(id=new_id(), review_id=uuid4(), note="done"))

    assert ledger.bytes() == before


def test_the_list_goes_on_where_the_page_before_ended(room, find):
    found = [find(f"TT-{number}") for number in range(5)]

    first = room.list_review_items(ListReviewItems(limit=3))
    second = room.list_review_items(ListReviewItems(limit=3, cursor=first.next_cursor))

    assert [item.review_id for item in (*first.items, *second.items)] == found[::-1]
    assert second.next_cursor is None


def test_the_list_can_be_of_one_kind(room, find):
    find("TT-1")

    assert open_items(room, kind="something_else") == []
    assert len(open_items(room, kind="tested")) == 1
