"""Following a book on a real database: order, parallelism, faults, poison, the lease and catching up."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import msgspec
import pytest

from services.kernel.database import Database
from services.kernel.errors import CallerIsNotTrusted, NotFound
from services.kernel.follower import Entry, Follower, when
from services.kernel.follower.queries import Bookmark, Lease
from services.kernel.migrate import migrate
from services.kernel.rpc import DeadlineIsExceeded, RoomHasFailed, RoomIsUnavailable
from tests.support.books import PUBLISHED, DirectRemote, Whispered, account, write
from tests.support.eventually import eventually


class Told(msgspec.Struct):
    """Our own view of the fact: of its fields, these."""

    account_id: UUID
    word: str


class Listening:
    """Policies that write down what they hear; `before` may raise or wait."""

    def __init__(self) -> None:
        self.heard: list[tuple[UUID, str]] = []
        self.entries: list[Entry] = []
        self.before: Callable[[Told], None] = lambda _told: None

    @when("teller.told.v1")
    def hear(self, told: Told, entry: Entry) -> None:
        self.before(told)
        self.heard.append((told.account_id, told.word))
        self.entries.append(entry)

    def words(self, number: int | None = None) -> list[str]:
        return [word for account_id, word in self.heard if number is None or account_id == account(number)]


@pytest.fixture(scope="module")
def migrated(postgres_server) -> str:
    url = postgres_server.create_database("follower")
    migrate("follower", url)
    return url


@pytest.fixture
def database(postgres_server, migrated) -> Iterator[Database]:
    """One database is both the teller's and ours."""
    url = postgres_server.create_database("follower", template=migrated)
    made = Database(url, size=20)
    yield made
    made.close()
    postgres_server.drop_database(url)


@pytest.fixture
def remote(database) -> DirectRemote:
    return DirectRemote(database)


@pytest.fixture
def listening() -> Listening:
    return Listening()


@pytest.fixture
def follower(database, remote, listening) -> Iterator[Follower]:
    made = Follower("teller", listening, database, remote, "listener")
    yield made
    made.stop()


def told(number: int, word: str, **more: Any) -> dict[str, Any]:
    return {"account_id": account(number), "word": word, **more}


def parked(database: Database) -> list[tuple[int, str, int]]:
    rows = database.all("select position, error, attempts from parked order by position")
    return [(row["position"], row["error"], row["attempts"]) for row in rows]


def position(database: Database) -> int:
    return Bookmark(database, "teller").position()


def test_a_fact_is_heard_in_our_shape_with_its_entry(database, follower, listening):
    write(database, told(1, "hello", unknown={"field": [1]}))

    follower.catch_up()

    (entry,) = listening.entries
    assert listening.heard == [(account(1), "hello")]
    assert (entry.position, entry.name, entry.account_id) == (1, "teller.told.v1", account(1))
    assert entry.recorded_at.utcoffset() is not None


def test_each_account_hears_in_order_and_nothing_twice(database, follower, listening):
    for first in range(0, 2400, 600):
        write(database, *[told(number % 7, str(number)) for number in range(first, first + 600)])

    follower.catch_up()
    follower.catch_up()

    for number in range(7):
        assert listening.words(number) == [str(n) for n in range(2400) if n % 7 == number]
    assert position(database) == 2400
    assert follower.lag == 0


def test_accounts_are_worked_in_parallel(database, follower, listening):
    meeting = threading.Barrier(3, timeout=5)
    listening.before = lambda _told: (meeting.wait(), None)[1]
    write(database, told(1, "a"), told(2, "b"), told(3, "c"))

    follower.catch_up()

    assert sorted(listening.words()) == ["a", "b", "c"]


def test_what_is_not_published_is_passed(database, follower, listening):
    write(database, told(1, "aloud"))
    write(database, told(1, "softly"), told(1, "softer"), topic=Whispered.TOPIC)

    follower.catch_up()

    assert listening.words() == ["aloud"]
    assert position(database) == 3


def test_a_fault_leaves_the_bookmark_and_the_rest_is_done_when_it_has_passed(database, follower, listening):
    def broken(told: Told) -> None:
        if told.word == "third":
            raise RoomIsUnavailable("wallet.charge", "it is down")

    listening.before = broken
    write(database, told(1, "first"), told(1, "second"), told(1, "third"), told(1, "fourth"))
    with pytest.raises(RoomIsUnavailable):
        follower.catch_up()
    assert position(database) == 0

    listening.before = lambda _told: None
    write(database, told(1, "fifth"))
    follower.catch_up()

    assert listening.words() == ["first", "second", "third", "fourth", "fifth"]
    assert parked(database) == []


def test_keys_that_do_not_fit_are_a_fault_and_park_nobody(database, follower, listening):
    def untrusted(_told: Told) -> None:
        raise CallerIsNotTrusted()

    listening.before = untrusted
    write(database, told(1, "a"))

    with pytest.raises(CallerIsNotTrusted):
        follower.catch_up()

    assert parked(database) == []
    assert position(database) == 0


@pytest.mark.parametrize("poison", [NotFound("fund", "f"), RoomHasFailed("wallet.charge", "c1"), ValueError("a bug")])
def test_poison_parks_the_event_and_the_later_ones_of_its_account_only(database, follower, listening, poison):
    def refuse(told: Told) -> None:
        if told.word == "poison":
            raise poison

    listening.before = refuse
    write(database, told(1, "before"), told(1, "poison"), told(2, "other"), told(1, "after"))
    write(database, told(1, "much later"), told(2, "other later"))

    follower.catch_up()

    assert listening.words(1) == ["before"]
    assert listening.words(2) == ["other", "other later"]
    assert [at for at, _, _ in parked(database)] == [2, 4, 5]
    assert [attempts for _, _, attempts in parked(database)] == [3, 0, 0]
    assert parked(database)[1][1] == "waits behind position 2"
    assert position(database) == 6


class ListeningInLists(Listening):
    """Policies that take what they hear in lists, and write down each list that they bore."""

    @when("teller.told.v1", together=4)
    def hear_together(self, told: list[Told], entries: list[Entry]) -> None:
        for one in told:
            self.before(one)
        self.heard += [(one.account_id, one.word) for one in told]
        self.lists = [*getattr(self, "lists", []), [one.word for one in told]]

    hear = None  # type: ignore[assignment]


@pytest.fixture
def listening_in_lists(database, remote) -> Iterator[tuple[Follower, ListeningInLists]]:
    listening = ListeningInLists()
    made = Follower("teller", listening, database, remote, "listener")
    yield made, listening
    made.stop()


def test_an_accounts_facts_are_heard_together(database, listening_in_lists):
    follower, listening = listening_in_lists
    write(database, told(1, "a"), told(2, "x"), told(1, "b"), told(1, "c"), told(1, "d"), told(1, "e"))

    follower.catch_up()

    assert sorted(listening.lists) == [["a", "b", "c", "d"], ["e"], ["x"]]
    assert position(database) == 6


def test_poison_among_facts_that_are_heard_together_is_parked_alone_and_those_before_it_are_heard(database, listening_in_lists):
    follower, listening = listening_in_lists
    listening.before = _poisonous("poison")
    write(database, told(1, "a"), told(1, "b"), told(1, "poison"), told(1, "d"), told(2, "x"), told(2, "y"))

    follower.catch_up()

    assert sorted(listening.lists) == [["a"], ["b"], ["x", "y"]]
    assert [(at, attempts) for at, _, attempts in parked(database)] == [(3, 3), (4, 0)]

    listening.before = lambda _told: None
    assert follower.put_back() == 2
    assert listening.words(1) == ["a", "b", "poison", "d"]


def test_a_fault_while_facts_are_heard_together_leaves_them_all_for_the_next_try(database, listening_in_lists):
    follower, listening = listening_in_lists

    def broken(told: Told) -> None:
        if told.word == "b":
            raise RoomIsUnavailable("wallet.charge", "it is down")

    listening.before = broken
    write(database, told(1, "a"), told(1, "b"))
    with pytest.raises(RoomIsUnavailable):
        follower.catch_up()
    listening.before = lambda _told: None

    follower.catch_up()

    assert listening.lists == [["a", "b"]]
    assert parked(database) == []


def test_what_is_parked_is_put_back_in_order_and_the_account_goes_on(database, follower, listening):
    listening.before = _poisonous("poison")
    write(database, told(1, "poison"), told(1, "after"), told(2, "poison"))
    follower.catch_up()

    listening.before = lambda _told: None
    put_back = follower.put_back(account(1))
    write(database, told(1, "new"), told(2, "new"))
    follower.catch_up()

    assert put_back == 2
    assert listening.words(1) == ["poison", "after", "new"]
    assert listening.words(2) == []
    assert [at for at, _, _ in parked(database)] == [3, 5]


def test_what_is_still_poison_stays_parked_with_its_attempts(database, follower, listening):
    listening.before = _poisonous("poison")
    write(database, told(1, "poison"), told(1, "after"))
    follower.catch_up()

    assert follower.put_back() == 0

    assert [(at, attempts) for at, _, attempts in parked(database)] == [(1, 4), (2, 0)]


def test_a_fact_that_is_not_in_our_shape_is_poison(database, follower, listening):
    write(database, {"account_id": account(1), "word": 5}, told(2, "fine"))

    follower.catch_up()

    assert listening.words() == ["fine"]
    assert parked(database)[0][1].startswith("ValidationError")


def test_after_a_crash_what_came_before_the_parked_event_is_not_parked_behind_it(database, remote, listening):
    listening.before = _poisonous("poison")
    write(database, told(1, "before"), told(1, "poison"), told(1, "after"))
    Follower("teller", listening, database, remote, "listener").catch_up()
    database.execute("update followed set position = 0")  # as if the process had died between parking and moving

    Follower("teller", listening, database, remote, "listener").catch_up()

    assert listening.words(1) == ["before", "before"]
    assert [(at, attempts) for at, _, attempts in parked(database)] == [(2, 3), (3, 0)]


def test_the_bookmark_moves_only_from_where_it_was(database):
    bookmark = Bookmark(database, "teller")

    moves = [bookmark.move(before=0, to=5), bookmark.move(before=0, to=3), bookmark.move(before=5, to=9), bookmark.move(before=4, to=10)]

    assert moves == [True, False, True, False]
    assert bookmark.position() == 9


def test_one_process_at_a_time_follows(database, remote, listening, follower):
    other = Lease(database, "teller")
    assert other.take()
    write(database, told(1, "a"))

    with pytest.raises(DeadlineIsExceeded):
        follower.catch_up(timeout_s=0.2)
    other.close()
    follower.catch_up()

    assert listening.words() == ["a"]


def test_leases_of_different_books_do_not_meet(database):
    one, two = Lease(database, "teller"), Lease(database, "singer")

    assert one.take()
    assert two.take()
    one.close()
    two.close()


def test_two_followers_at_once_share_the_work_and_hear_nothing_twice(database, remote):
    first, second = Listening(), Listening()
    followers = [Follower("teller", listening, database, remote, "listener") for listening in (first, second)]
    for _ in range(20):
        write(database, *[told(number, "w") for number in range(20)])

    threads = [threading.Thread(target=follower.catch_up) for follower in followers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(first.heard) + len(second.heard) == 400
    assert position(database) == 400


def test_those_who_catch_up_at_once_share_one_reading(database, remote, follower, listening):
    write(database, told(1, "a"))
    gate = threading.Event()
    listening.before = lambda _told: (gate.wait(5), None)[1]
    threads = [threading.Thread(target=follower.catch_up) for _ in range(32)]

    for thread in threads:
        thread.start()
    gate.set()
    for thread in threads:
        thread.join()

    assert listening.words() == ["a"]
    assert remote.pages <= 3


def test_a_policy_that_catches_up_on_its_own_book_does_not_wait_for_itself(database, follower, listening):
    listening.before = lambda _told: follower.catch_up(timeout_s=5)
    write(database, told(1, "a"))

    began = time.monotonic()
    follower.catch_up()

    assert listening.words() == ["a"]
    assert time.monotonic() - began < 2


def test_catching_up_tells_that_the_room_is_unavailable(database, remote, follower):
    def down() -> None:
        raise RoomIsUnavailable("teller.read_published", "it is down")

    remote.before = down

    with pytest.raises(RoomIsUnavailable):
        follower.catch_up()


def test_in_the_background_it_hears_on_a_bell_and_survives_faults(database, remote, follower, listening):
    faults = [RoomIsUnavailable("teller.read_published", "it is down"), ValueError("a bug"), DeadlineIsExceeded("teller", "slow")]

    def sometimes() -> None:
        if faults:
            raise faults.pop()

    remote.before = sometimes
    follower.start()
    eventually(lambda: faults == [])
    eventually(lambda: follower._fresh_at > 0)
    write(database, told(1, "rung"))
    began = time.monotonic()
    follower.wake()

    eventually(lambda: listening.words() == ["rung"])
    assert time.monotonic() - began < 1.5


def test_without_a_bell_the_timer_finds_the_fact(database, follower, listening):
    follower.start()
    eventually(lambda: follower._fresh_at > 0)

    write(database, told(1, "silent"))

    eventually(lambda: listening.words() == ["silent"])


def test_a_lost_lease_session_is_replaced(database, follower, listening):
    follower.catch_up()
    database.execute(
        """
        select pg_terminate_backend(pid)
        from pg_stat_activity
        where datname = current_database()
          and pid <> pg_backend_pid()
        """
    )
    write(database, told(1, "a"))

    eventually(lambda: _caught_up(follower))

    assert listening.words() == ["a"]


def test_a_page_is_cut_by_number_and_by_size_and_says_where_to_read_on(database):
    write(database, told(1, "a"), told(1, "b"), told(1, "c"))
    write(database, *[told(2, "x" * 700_000) for _ in range(3)])

    by_number = PUBLISHED.read(database, after=0, limit=2)
    by_size = PUBLISHED.read(database, after=3)
    last = PUBLISHED.read(database, after=5)
    beyond = PUBLISHED.read(database, after=6)

    assert ([event["position"] for event in by_number["events"]], by_number["to"], by_number["head"]) == ([1, 2], 2, 6)
    assert ([event["position"] for event in by_size["events"]], by_size["to"]) == ([4, 5], 5)
    assert ([event["position"] for event in last["events"]], last["to"]) == ([6], 6)
    assert (beyond["events"], beyond["to"], beyond["head"]) == ([], 6, 6)


def test_an_event_without_an_account_is_its_aggregates(database):
    write(database, {"word": "x", "originator_id": account(9)})

    (event,) = PUBLISHED.read(database, after=0)["events"]

    assert event["account_id"] == account(9)


def _poisonous(word: str) -> Callable[[Told], None]:
    def refuse(told: Told) -> None:
        if told.word == word:
            raise NotFound("fund", "f")

    return refuse


def _caught_up(follower: Follower) -> bool:
    try:
        follower.catch_up()
    except Exception:
        return False
    return True
