"""What may happen once: whether it did, and how."""

from __future__ import annotations

from uuid import UUID

from msgspec.structs import asdict

from services.kernel.errors import NotFound
from services.kernel.eventstore import decode_state
from services.wallet.domain import Wallet
from services.wallet.queries.reading import Reading
from services.wallet.schemas import ChargeView, RemainderView, TakenView


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
            select e.position, e.state
            from charge as c
            join events as e on e.position = c.position
            where c.bill_id = %s
            """,
            (bill_id,),
        )
        if row is None:
            raise NotFound("charge", bill_id)
        fact = decode_state(Wallet.Charged, bytes(row["state"]))
        return ChargeView(
            bill_id=bill_id,
            taken=[TakenView(**asdict(share)) for share in fact["taken"]],
            owed=[RemainderView(**asdict(rest)) for rest in fact["owed"]],
            cloud=[RemainderView(**asdict(rest)) for rest in fact["cloud"]],
            position=row["position"],
        )
