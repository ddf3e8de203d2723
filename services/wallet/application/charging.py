"""Chapter three: bills are charged, each once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from services.kernel.database import psycopg
from services.kernel.eventstore import Turn, once
from services.wallet.allocation import Allocation, Demand, Remainder, Taken
from services.wallet.application.room import Room, of_known_account, refused_where_taken, wallet_of
from services.wallet.domain import Bill, BillIsCharged
from services.wallet.queries.once import FirstCharge
from services.wallet.schemas import BillToCharge, Charge, ChargeMany, ChargeOf, ChargesView, ChargeView, RemainderView, TakenView


class Charging(Room):
    """Charging, and how a bill was charged."""

    def charge(self, command: Charge) -> ChargeView:
        """Take a bill from the wallet, once. With `dry_run`: the split that it would be.

        Refuses: NotFound, BillIsCharged, CurrencyDiffers, CloudVendorDiffers, LineIsRepeated.
        """
        with refused_where_taken("charge_pkey", BillIsCharged(bill_id=command.bill_id)):
            return self._charge(command)

    def charge_many(self, command: ChargeMany) -> ChargesView:
        """Take bills from one wallet in the order given, each exactly as `charge` would; where one is refused, none is charged.

        A bill that had been charged to this wallet with the same content keeps its first charge.
        Refuses: NotFound, BillIsCharged (with another content, to another wallet, or named twice), CurrencyDiffers, CloudVendorDiffers,
        LineIsRepeated.
        """
        while True:
            try:
                return self._charge_many(command)
            except psycopg.errors.UniqueViolation as taken:  # somebody charged one of them since we looked: look again
                if taken.diag.constraint_name != "charge_pkey":
                    raise

    def charge_of(self, question: ChargeOf) -> ChargeView:
        """How a bill was charged, and where that stands in the book. Refuses: NotFound."""
        return self.queries.charge_of(question.bill_id)

    @of_known_account
    @once
    def _charge(self, turn: Turn, command: Charge) -> ChargeView:
        wallet = wallet_of(turn, command.account_id)
        if command.dry_run and self.queries.is_charged(command.bill_id):
            raise BillIsCharged(bill_id=command.bill_id)
        bill = _bill(command)
        return _view(bill, wallet.charge(bill, at=turn.now))

    @of_known_account
    @once
    def _charge_many(self, turn: Turn, command: ChargeMany) -> ChargesView:
        wallet = wallet_of(turn, command.account_id)
        bills = [_bill(asked) for asked in command.bills]
        before = self.queries.charges_of([bill.bill_id for bill in bills])
        _require_chargeable(bills, wallet.account_id, before)
        return ChargesView(
            charges=[
                before[bill.bill_id].view if bill.bill_id in before else _view(bill, wallet.charge(bill, at=turn.now)) for bill in bills
            ]
        )


def _require_chargeable(bills: Sequence[Bill], account_id: UUID, before: Mapping[UUID, FirstCharge]) -> None:
    """Each bill once, and what was charged before is the same charge of the same wallet. Refuses: BillIsCharged."""
    named: set[UUID] = set()
    for bill in bills:
        first = before.get(bill.bill_id)
        if bill.bill_id in named or (first is not None and (first.account_id, first.bill) != (account_id, bill)):
            raise BillIsCharged(bill_id=bill.bill_id)
        named.add(bill.bill_id)


def _bill(asked: Charge | BillToCharge) -> Bill:
    lines = [Demand(line.line_id, line.amount_micros, line.vouchers_may_pay) for line in asked.lines]
    return Bill(asked.bill_id, asked.currency, lines, asked.reason, asked.family, asked.vendor)


def _view(bill: Bill, split: Allocation) -> ChargeView:
    return ChargeView(
        bill_id=bill.bill_id,
        taken=taken_views(split.taken),
        owed=remainder_views(split.owed),
        cloud=remainder_views(split.cloud),
    )


def taken_views(taken: Sequence[Taken]) -> list[TakenView]:
    return [TakenView(line_id=t.line_id, fund_id=t.fund_id, kind=t.kind, amount_micros=t.amount_micros) for t in taken]


def remainder_views(rests: Sequence[Remainder]) -> list[RemainderView]:
    return [RemainderView(line_id=rest.line_id, amount_micros=rest.amount_micros) for rest in rests]
