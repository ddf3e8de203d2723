"""What every payment channel can do for us."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal, Protocol
from uuid import UUID

import msgspec

from services.kernel.money import Money
from services.wallet.domain import Payment, PaymentChannel, order_id_of


class NoticeIsForged(Exception):
    """The notice does not carry the channel's signature. It is told to nobody but the log: anybody can send such things."""


class OrderToPay(msgspec.Struct, frozen=True):
    """An order as a channel must know it. `cashier_id`: the channel's own name of the page that was opened for it, or nothing."""

    order_id: UUID
    amount: Money
    return_url: str
    cashier_id: str = ""


class Page(msgspec.Struct, frozen=True):
    """Where the customer pays. `cashier_id`: the channel's own name of the page, where it needs one to be asked about it."""

    pay_url: str
    cashier_id: str = ""


class Notice(msgspec.Struct, frozen=True):
    """What a genuine notice says. A `payment` is to be credited; a `complaint` is for a person; neither: there is nothing to do.

    `name` is the notice's own; `said` is what a person needs of it.
    """

    name: str
    payment: Payment | None = None
    complaint: str = ""
    said: Mapping[str, str] = {}


class SettledRow(msgspec.Struct, frozen=True):
    """A line of a settlement file. `order` is as the channel has it: not every payment at the channel is one of ours."""

    kind: Literal["payment", "reversal"]
    reference: str
    order: str
    amount: Money
    at: datetime

    @property
    def order_id(self) -> UUID | None:
        """The order's id, if it can be one of ours."""
        return order_id_of(self.order)


class Channel(Protocol):
    """A payment channel. Whatever goes out raises ChannelDoesNotAnswer when no answer came, or none that can be believed."""

    name: PaymentChannel
    currencies: Sequence[str]
    zone: str
    """The zone in which the channel's days begin."""

    def page_payment(self, order: OrderToPay) -> Page:
        """Where the order can be paid. Asking again is safe: it is the same order."""
        ...

    def verify_notice(self, headers: Mapping[str, str], body: bytes) -> Notice:
        """What the notice says; headers by their names in lower case. Raises NoticeIsForged."""
        ...

    def answer_to_notice(self, *, is_taken: bool) -> tuple[int, str]:
        """The HTTP status and the text by which the channel knows whether it must tell us again."""
        ...

    def query(self, order: OrderToPay) -> Payment | None:
        """The payment of the order, if it was paid."""
        ...

    def close(self, order: OrderToPay) -> None:
        """See to it that the order cannot be paid any more; one that was paid stays so."""
        ...

    def settlement_file(self, day: date) -> list[SettledRow]:
        """What went through the channel on its day. Refuses: SettlementFileIsUnreadable."""
        ...

    def read_settlement_file(self, content: bytes) -> list[SettledRow]:
        """The same, from a file as the channel gives it to people. Refuses: SettlementFileIsUnreadable."""
        ...


def kept(said: Mapping[str, Any], *names: str) -> dict[str, str]:
    """These fields, as a review item may repeat them."""
    return {name: str(said[name])[:200] for name in names if said.get(name) not in (None, "")}
