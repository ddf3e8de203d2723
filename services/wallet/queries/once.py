"""What may happen once: whether it did, and how."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from msgspec.structs import asdict

from services.kernel.errors import NotFound
from services.kernel.eventstore import decode_state
from services.wallet.domain import Bill, Wallet
from services.wallet.queries.reading import Reading
from services.wallet.schemas import ChargeView, RemainderView, TakenView


class FirstCharge(NamedTuple):
    """The charge of a bill: to which wallet, as what was asked, and how it was split."""

    account_id: UUID
    bill: Bill
    view: ChargeView


class Once(Reading):
    """Bills that were charged, transfers that were credited."""

    def is_charged(self, bill_id: UUID) -> bool:
        return self._database.one("select from charge where bill_id = %s", (bill_id,)) is not None

    def is_credited(self, *, channel: str, reference_key: str) -> bool:
        sql = "select from transfer where channel = %s and reference = %s"
        return self._database.one(sql, (channel, reference_key)) is not None

    def charge_of(self, bill_id: UUID) -> ChargeView:
        """The split of a bill, read in the book itself. Refuses: NotFound."""
        row = self._database.one(
            """
            select c.bill_id, e.position, e.state
            from charge as c
            join events as e on e.position = c.position
            where c.bill_id = %s
            """,
            (bill_id,),
        )
        if row is None:
            raise NotFound("charge", bill_id)
        return _first_charge(row).view

    def charges_of(self, bill_ids: Sequence[UUID]) -> dict[UUID, FirstCharge]:
        """Those of these bills that were charged."""
        rows = self._database.all(
            """
            select c.bill_id, e.position, e.state
            from charge as c
            join events as e on e.position = c.position
            where c.bill_id = any(%s)
            """,
            (list(bill_ids),),
        )
        return {row["bill_id"]: _first_charge(row) for row in rows}


def _first_charge(row: dict[str, Any]) -> FirstCharge:
    fact = decode_state(Wallet.Charged, bytes(row["state"]))
    bill = Bill(row["bill_id"], fact["currency"], fact["lines"], fact["reason"], fact["family"], fact["vendor"])
    view = ChargeView(
        bill_id=bill.bill_id,
        taken=[TakenView(**asdict(share)) for share in fact["taken"]],
        owed=[RemainderView(**asdict(rest)) for rest in fact["owed"]],
        cloud=[RemainderView(**asdict(rest)) for rest in fact["cloud"]],
        position=row["position"],
    )
    return FirstCharge(fact["account_id"], bill, view)
