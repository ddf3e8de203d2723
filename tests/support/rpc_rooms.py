"""Rooms for tests of the RPC itself, in one process of their own: `python -m tests.support.rpc_rooms < configuration.json`.

The configuration is {"amqp_url", "rooms", "private_key", "trusted_keys"}; "ready" is printed once the rooms are served.
"""

import eventlet

eventlet.monkey_patch()

import json  # noqa: E402  # everything comes after the patch
import os  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402
from uuid import UUID  # noqa: E402

from nameko.runners import ServiceRunner  # noqa: E402

from services.kernel.commandlog import note_repeat  # noqa: E402
from services.kernel.errors import Refusal  # noqa: E402
from services.kernel.rpc import APPLICATION, REMOTE, VERIFIER, Remote, Signer, Verifier, caller, command, provided, query, remote  # noqa: E402
from tests.support.rpc_shapes import Asked, Name, Nap, Seen  # noqa: E402


class ShelfIsFull(Refusal):
    """The shelf holds no more."""

    code = "test.shelf_is_full"

    def __init__(self, *, shelf_id: UUID, capacity: int, held: list[dict[str, object]]) -> None:
        super().__init__(shelf_id=shelf_id, capacity=capacity, held=held)


class TestRoom:
    """Says what it saw, refuses, breaks, and sleeps."""

    name = "replaced"
    naps = provided("naps")
    other_room = remote()

    @query(Asked, reply=Seen, callers=("gateway", "tester"))
    def look(self, question):
        return Seen(text=question.text, account_id=caller().account_id, room=caller().room, roles=sorted(caller().roles))

    @query(Asked, reply=Seen)
    def look_after_a_while(self, question):
        time.sleep(0.02)
        return self.look(question)

    @query(Asked, reply=Seen, roles={"owner"})
    def look_as_owner(self, question):
        return self.look(question)

    @query(Asked, reply=Seen, callers=("nobody",))
    def look_in_private(self, question):
        return self.look(question)

    @query(None, callers=("tester",))
    def slept(self):
        return list(self.naps)

    @query(None, callers=("tester",))
    def process_id(self):
        return os.getpid()

    @command(Name, callers=("tester",))
    def refuse(self, name):
        raise ShelfIsFull(shelf_id=name.id, capacity=2**62, held=[{"book": name.name, "pages": 3, "lent": None}])

    @command(Name, callers=("tester",))
    def fail(self, name):
        raise RuntimeError("the password is swordfish")

    @query(Asked, callers=("tester",))
    def say_the_unsayable(self, question):
        return {"cannot": object()}

    @command(Name, reply=Seen, callers=("tester",))
    def write_down(self, name):
        if name.id in self.naps:
            note_repeat(name.id)
        self.naps.append(name.id)
        return Seen(text=name.name, account_id=None, room=caller().room, roles=[])

    @command(Nap, callers=("tester",))
    def nap(self, nap):
        self.naps.append(f"{nap.name} begins")
        time.sleep(nap.seconds_hundredths / 100)
        self.naps.append(f"{nap.name} ends")

    @query(Asked, reply=Seen, callers=("tester",))
    def ask_other(self, question):
        return self.other_room.room(question.text).look(question, reply=Seen, timeout_s=3)

    @query(Asked, callers=("tester",))
    def ask_other_often(self, question):
        other = self.other_room.room(question.text)
        asking = [eventlet.spawn(other.look, Asked(text=str(number)), reply=Seen) for number in range(200)]
        return [asked.wait().text for asked in asking]


def main() -> None:
    wanted = json.load(sys.stdin)
    signer = Signer("tester", wanted["private_key"])
    config = {
        "AMQP_URI": wanted["amqp_url"],
        "max_workers": wanted.get("max_workers", 64),
        APPLICATION: {"naps": []},
        VERIFIER: Verifier(wanted["trusted_keys"]),
        REMOTE: Remote(wanted["amqp_url"], signer),
    }
    runner = ServiceRunner(config)
    for name in wanted["rooms"]:
        runner.add_service(type("Room", (TestRoom,), {"name": name}))
    runner.start()
    print("ready", flush=True)
    runner.wait()


if __name__ == "__main__":
    main()
