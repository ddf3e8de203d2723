"""Chapter seven: what adjustments, and goodwill, give back of bills."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from services.kernel.database import psycopg
from services.kernel.eventstore import Turn, once
from services.kernel.ids import derived_id
from services.kernel.money import CurrencyDiffers
from services.wallet.allocation import Demand
from services.wallet.application.charging import remainder_views, taken_views
from services.wallet.application.room import Room, refused_where_taken, total_of, wallet_of
from services.wallet.domain import BillIsCharged, Return, ReturnIsTooLarge
from services.wallet.schemas import ReturnCharge, ReturnView, WaiveCharge


class Returning(Room):
    """Giving back."""

    def return_charge(self, command: ReturnCharge) -> ReturnView:
        """Give back what an adjustment says, once. Refuses: NotFound, BillIsCharged, CurrencyDiffers, LineIsRepeated, ReturnIsTooLarge."""
        with refused_where_taken("charge_return_pkey", BillIsCharged(bill_id=command.bill_id)), _at_most_what_was_paid(command):
            return self._return_charge(command)

    def waive_charge(self, command: WaiveCharge) -> ReturnView:
        """Give back part of a bill as goodwill. Refuses: NotFound, CurrencyDiffers, LineIsRepeated, ReturnIsTooLarge."""
        with _at_most_what_was_paid(command):
            return self._waive_charge(command)

    @once
    def _return_charge(self, turn: Turn, command: ReturnCharge) -> ReturnView:
        if command.dry_run and self.queries.is_returned(command.bill_id):
            raise BillIsCharged(bill_id=command.bill_id)
        lines = [Demand(line.line_id, line.amount_micros, True) for line in command.lines]
        return self._give_back(turn, command.account_id, command.bill_id, command.of_bill_id, command.currency, lines)

    @once
    def _waive_charge(self, turn: Turn, command: WaiveCharge) -> ReturnView:
        currency = wallet_of(turn, command.account_id).currency
        for line in command.lines:
            if line.amount.currency != currency:
                raise CurrencyDiffers(expected=currency, actual=line.amount.currency)
        lines = [Demand(line.line_id, line.amount.amount_micros, True) for line in command.lines]
        return self._give_back(turn, command.account_id, derived_id(command.id, "goodwill"), command.bill_id, currency, lines)

    def _give_back(
        self, turn: Turn, account_id: UUID, bill_id: UUID, of_bill_id: UUID, currency: str, lines: Sequence[Demand]
    ) -> ReturnView:
        wallet = wallet_of(turn, account_id)
        turn.wait_for_others()  # the lineage is read from rows: what the wallet knows must be stored
        before = self.queries.paid_bill(account_id, of_bill_id, [line.line_id for line in lines])
        due = Return(bill_id, of_bill_id, currency, [*lines], before.paid, before.cloud, before.vendor)
        split = wallet.give_back(due, at=turn.now)
        return ReturnView(
            bill_id=bill_id,
            of_bill_id=of_bill_id,
            forgiven=remainder_views(split.forgiven),
            taken_back=taken_views(split.taken_back),
            granted_voucher_id=split.granted.fund_id if split.granted else None,
            cloud=remainder_views(split.cloud),
            repaid=total_of(split.repaid, wallet.currency),
        )


@contextmanager
def _at_most_what_was_paid(command: ReturnCharge | WaiveCharge) -> Iterator[None]:
    """Two adjustments that raced for the same payment: the store refuses the second."""
    try:
        yield
    except psycopg.errors.CheckViolation as refused:
        if refused.diag.constraint_name != "returned_at_most_what_was_paid" and refused.diag.table_name != "cloud_due":
            raise
        raise ReturnIsTooLarge(line_id=command.lines[0].line_id, lacking_micros=0) from None
