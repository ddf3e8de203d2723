"""A room of identity on a real PostgreSQL, with clocks that stand still and cheap password hashes."""

import itertools
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from argon2 import PasswordHasher

from services.identity.application import Identity
from services.identity.credentials.passwords import Passwords
from services.identity.schemas import AccountOpenedView, InviteOperator, MailboxOf, RedeemOperatorLink, Register, RequestCode
from services.kernel.clock import FixedClock
from services.kernel.ids import new_id
from tests.support.room_fixtures import copy_of, opener_of, template_of

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PASSWORD = "tall lamps hum at noon"

identity_template = template_of("identity")
identity_url = copy_of("identity_template")
open_identity = opener_of(Identity, "identity_url")


@pytest.fixture
def clock() -> FixedClock:
    """The ledger's clock."""
    return FixedClock(START)


@pytest.fixture
def machine() -> FixedClock:
    """The machine's clock, by which codes, sessions and lock-outs go."""
    return FixedClock(START)


@pytest.fixture
def make_room(open_identity: Callable[..., Identity], machine: FixedClock) -> Callable[..., Identity]:
    def make(**parts: object) -> Identity:
        passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        return open_identity(**{"machine": machine, "passwords": passwords, **parts})

    return make


@pytest.fixture
def room(make_room: Callable[..., Identity]) -> Identity:
    return make_room()


class People:
    """Registers customers and operators the way they do it themselves: with the code from the mail."""

    def __init__(self, room: Identity, machine: FixedClock) -> None:
        self.room = room
        self.machine = machine
        self._numbers = itertools.count(1)

    def code_for(self, email: str) -> str:
        """Ask for a code, and read it in the mailbox."""
        self.room.request_code(RequestCode(id=new_id(), email=email))
        newest = self.room.mailbox(MailboxOf(recipient=email.lower(), limit=1)).items[0]
        return newest.subject.rpartition(" ")[2]

    def application_of(self, **fields: object) -> Register:
        """A valid command, with a code of its own."""
        number = next(self._numbers)
        values = {
            "username": f"person.{number}",
            "email": f"person.{number}@example.com",
            "password": PASSWORD,
            "currency": "CNY",
            **fields,
        }
        if "code" not in values:
            values["code"] = self.code_for(str(values["email"]))
        return Register(id=new_id(), **values)  # type: ignore[arg-type]

    def customer(self, **fields: object) -> AccountOpenedView:
        return self.room.register(self.application_of(**fields))

    def operator(self, email: str = "ops@example.com", username: str = "ops") -> AccountOpenedView:
        invited = self.room.invite_operator(InviteOperator(id=new_id(), email=email))
        return self.room.redeem_operator_link(
            RedeemOperatorLink(id=new_id(), token=invited.link_token, username=username, password=PASSWORD)
        )


@pytest.fixture
def people(room: Identity, machine: FixedClock) -> People:
    return People(room, machine)


@pytest.fixture
def rows_of(room: Identity) -> Callable[..., list[dict[str, object]]]:
    """Rows of a table, whole."""
    return lambda table: room.database.all(f"select * from {table}")
