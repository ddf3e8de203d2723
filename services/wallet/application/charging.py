"""Chapter three: bills are charged, each once."""

from __future__ import annotations

from collections.abc import Sequence

from services.kernel.eventstore import Turn, once
from services.wallet.allocation import Demand, Remainder
from services.wallet.application.room import Room, of_known_account, refused_where_taken, wallet_of
from services.wallet.domain import Bill, BillIsCharged
from services.wallet.schemas import Charge, ChargeOf, ChargeView, RemainderView, TakenView


class Charging(Room):
    """Charging, and how a bill was charged."""

    def charge(self, command: Charge) -> ChargeView:
        """Take a bill from the wallet, once. With `dry_run`: the split that it would be.

        Refuses: NotFound, BillIsCharged, CurrencyDiffers, CloudVendorDiffers, LineIsRepeated.
        """
        with refused_where_taken("charge_pkey", BillIsCharged(bill_id=command.bill_id)):
            return self._charge(command)

    def charge_of(self, question: ChargeOf) -> ChargeView:
        """How a bill was charged, and where that stands in the book. Refuses: NotFound."""
        return self.queries.charge_of(question.bill_id)

    @of_known_account
    @once
    def _charge(self, turn: Turn, command: Charge) -> ChargeView:
        wallet = wallet_of(turn, command.account_id)
        if command.dry_run and self.queries.is_charged(command.bill_id):
            raise BillIsCharged(bill_id=command.bill_id)
        lines = [Demand(line.line_id, line.amount_micros, line.vouchers_may_pay) for line in command.lines]
        bill = Bill(command.bill_id, command.currency, lines, command.reason, command.family, command.vendor)
        split = wallet.charge(bill, at=turn.now)
        return ChargeView(
            bill_id=bill.bill_id,
            taken=[TakenView(line_id=t.line_id, fund_id=t.fund_id, kind=t.kind, amount_micros=t.amount_micros) for t in split.taken],
            owed=_remainders(split.owed),
            cloud=_remainders(split.cloud),
        )


def _remainders(rests: Sequence[Remainder]) -> list[RemainderView]:
    return [RemainderView(line_id=rest.line_id, amount_micros=rest.amount_micros) for rest in rests]
