"""The port through which messages leave us, and its default: the local mailbox, where they stay to be read by operators and tests."""

from __future__ import annotations

from typing import Literal, Protocol
from uuid import UUID

import msgspec

Channel = Literal["mail", "sms"]


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """One message to one recipient: an e-mail address, or a phone number in E.164. An SMS has no subject that anybody sees."""

    message_id: UUID
    recipient: str
    subject: str
    body: str


class NotCarried(Exception):
    """It surely did not leave; it may be tried again."""


class PerhapsCarried(Exception):
    """It may have left. It is not tried again: people get nothing twice."""


class Refused(Exception):
    """The other side will never take it."""


class Carrier(Protocol):
    """Takes a message out of the house."""

    is_local: bool
    """Whether messages stay here to be read, instead of leaving."""

    def carry(self, letter: Letter) -> None:
        """Return when the other side has taken it. Raises NotCarried, PerhapsCarried, Refused."""
        ...


class LocalMailbox:
    """Where messages stay when nothing carries them away (decision 38). They are kept as rows, so there is nothing to carry."""

    is_local = True

    def carry(self, letter: Letter) -> None:
        return None
