"""What goes to bills, and what comes back from them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from services.kernel.eventstore import Rowset
from services.wallet.allocation import Remainder
from services.wallet.domain import Wallet
from services.wallet.projections.projector import (
    PROJECTOR,
    Movement,
    by_fund,
    move,
    note_payments,
    owe,
    pay_debts,
    receive,
    repayments,
)
from services.wallet.projections.tables import CHARGES, CLOUD_DUE, RETURNED, RETURNS


@PROJECTOR.on(Wallet.Charged)
def _charged(fact: Wallet.Charged, rows: Rowset) -> None:
    rows.add(CHARGES, bill_id=fact.bill_id, account_id=fact.account_id)
    bill, owed_micros = str(fact.bill_id), sum(rest.amount_micros for rest in fact.owed)
    movements = [Movement(fund_id, kind, fact.reason, "bill", bill, -amount) for (fund_id, kind), amount in by_fund(fact.taken).items()]
    if owed_micros:
        movements.append(Movement(None, "debt", fact.reason, "bill", bill, -owed_micros))
    move(fact, movements, rows)
    for rest in fact.owed:
        owe(fact, rest.line_id, fact.bill_id, rest.amount_micros, rows)
    note_payments(fact, [(share, fact.bill_id) for share in fact.taken], "at_charge", rows)
    _due_of_cloud(fact, fact.bill_id, fact.cloud, 1, rows)


@PROJECTOR.on(Wallet.ChargeReturned)
def _charge_returned(fact: Wallet.ChargeReturned, rows: Rowset) -> None:
    """What was given back is no longer paid; what replaces a fund that has ended is a new one."""
    rows.add(RETURNS, bill_id=fact.bill_id, account_id=fact.account_id, of_bill_id=fact.of_bill_id)
    _due_of_cloud(fact, fact.of_bill_id, fact.cloud, -1, rows)
    bill = str(fact.bill_id)
    movements = [Movement(fund.fund_id, fund.kind, "adjustment", "bill", bill, fund.amount_micros) for fund in fact.credited]
    if fact.granted is not None:
        receive(fact, fact.granted, rows, source="adjustment", reference=bill)
        movements.append(Movement(fact.granted.fund_id, fact.granted.kind, "adjustment", "bill", bill, fact.granted.amount_micros))
    forgiven_micros = sum(rest.amount_micros for rest in fact.forgiven)
    if forgiven_micros:
        movements.append(Movement(None, "debt", "adjustment", "bill", bill, forgiven_micros))
    move(fact, [*movements, *repayments(fact.repaid)], rows)
    for rest in fact.forgiven:
        owe(fact, rest.line_id, fact.of_bill_id, -rest.amount_micros, rows)
    for share in fact.taken_back:
        rows.add(
            RETURNED,
            account_id=fact.account_id,
            bill_id=fact.of_bill_id,
            line_id=share.line_id,
            fund_id=share.fund_id,
            amount_micros=share.amount_micros,
        )
    note_payments(fact, [(share, fact.of_bill_id) for share in fact.taken_back], "returned", rows, sign=-1)
    pay_debts(fact, fact.repaid, rows, first_seq=len(fact.taken_back))


def _due_of_cloud(fact: Wallet.Charged | Wallet.ChargeReturned, bill_id: UUID, rests: Sequence[Remainder], sign: int, rows: Rowset) -> None:
    for rest in rests:
        rows.add(
            CLOUD_DUE,
            account_id=fact.account_id,
            bill_id=bill_id,
            line_id=rest.line_id,
            vendor=fact.vendor,
            amount_micros=sign * rest.amount_micros,
        )
