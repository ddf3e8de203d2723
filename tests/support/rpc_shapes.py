"""What the rooms of tests/support/rpc_rooms.py are asked and answer."""

from uuid import UUID

from services.kernel.schemas import Command, Question, View, shape


@shape
class Asked(Question):
    """A question, perhaps about an account."""

    text: str
    account_id: UUID | None = None


@shape
class Seen(View):
    """What the room saw of question and caller."""

    text: str
    account_id: UUID | None
    room: str
    roles: list[str]


@shape
class Glimpsed(View):
    """What a process that knows less of `Seen` makes of it."""

    text: str


@shape
class Name(Command):
    """Something to refuse."""

    name: str


@shape
class Nap(Command):
    """Sleep, then write the name down."""

    name: str
    seconds_hundredths: int
