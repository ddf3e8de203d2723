"""Two rooms for tests of bell and book, one that tells and one that listens, in one process under eventlet.

`python -m tests.support.follower_rooms < configuration.json`: {"amqp_url", "database_url", "private_key", "trusted_keys", "bells"}.
Both have the one database, which the kernel's migrations have prepared. Without "bells" the bell is never rung.
"""

import eventlet

eventlet.monkey_patch()

import json  # noqa: E402  # everything comes after the patch
import sys  # noqa: E402
from uuid import UUID  # noqa: E402

import msgspec  # noqa: E402
from nameko.runners import ServiceRunner  # noqa: E402

from services.kernel.database import Database  # noqa: E402
from services.kernel.follower import Bell, BellListener, Entry, Follower, Published, ReadPublished, when  # noqa: E402
from services.kernel.rpc import (  # noqa: E402
    APPLICATION,
    BACKGROUND,
    VERIFIER,
    Remote,
    Signer,
    Verifier,
    background,
    command,
    provided,
    query,
)
from tests.support.books import Told, write  # noqa: E402
from tests.support.rpc_shapes import Name  # noqa: E402


class Heard(msgspec.Struct):
    """The listener's view of the fact."""

    account_id: UUID
    word: str


class Listening:
    """Writes down what it hears."""

    def __init__(self) -> None:
        self.words: list[str] = []

    @when("teller.told.v1")
    def hear(self, told: Heard, entry: Entry) -> None:
        self.words.append(told.word)


class Teller:
    name = "teller"
    database = provided("database")
    bell = provided("bell")
    published = provided("published")

    @command(Name, callers=("tester",))
    def tell(self, name):
        position = write(self.database, {"account_id": name.id, "word": name.name})
        self.bell(position)
        return position

    @query(ReadPublished, callers=("tester",))
    def read_published(self, question):
        return self.published.read(self.database, after=question.after, limit=question.limit)


class Listener:
    name = "listener"
    listening = provided("listening")
    beside = background()

    @query(None, callers=("tester",))
    def words(self):
        return list(self.listening.words)


def main() -> None:
    wanted = json.load(sys.stdin)
    url = wanted["amqp_url"]
    signer = Signer("tester", wanted["private_key"])
    database = Database(wanted["database_url"])
    listening = Listening()
    bell = Bell(url, "teller")
    follower = Follower("teller", listening, database, Remote(url, signer), "listener")
    application = {
        "database": database,
        "published": Published("teller", {Told: "teller.told.v1"}),
        "listening": listening,
        "bell": bell.ring if wanted["bells"] else lambda _position: None,
    }
    config = {
        "AMQP_URI": url,
        "max_workers": 64,
        APPLICATION: application,
        VERIFIER: Verifier(wanted["trusted_keys"]),
        BACKGROUND: [bell, follower, BellListener(url, name="listener", heard={"teller": follower.wake})],
    }
    runner = ServiceRunner(config)
    for room in (Teller, Listener):
        runner.add_service(room)
    runner.start()
    print("ready", flush=True)
    runner.wait()


if __name__ == "__main__":
    main()
