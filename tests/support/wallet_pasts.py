"""A life of a wallet with everything in it, step by step, for tests that look back at it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from services.kernel.clock import FixedClock
from services.kernel.ids import new_id
from services.kernel.schemas import Page
from services.wallet.schemas import (
    CaptureFunds,
    HoldView,
    ListFunds,
    MovementView,
    ReleaseFunds,
    ReserveFunds,
    ReturnCharge,
    ReturnLine,
    StatementOf,
    StatementView,
)
from tests.support.wallet_desk import Desk
from tests.support.wallet_rooms import Customer, line
from tests.support.wallets import micros

HOUR = timedelta(hours=1)


def a_full_life(customer: Customer, clock: FixedClock) -> Iterator[str]:
    """Each step in an hour of its own, at whose beginning what had ended is booked."""
    desk, start = Desk(customer.room), clock.now()
    for step in _steps(customer, desk, start):
        yield step
        clock.move_to(clock.now() + HOUR)
        customer.room.book_due_ends()


def _steps(customer: Customer, desk: Desk, start: datetime) -> Iterator[str]:
    customer.transfers("1000.00")
    yield "a transfer"
    voucher = customer.has_a_voucher("50.00", valid_until=start + 8 * HOUR + timedelta(minutes=30))
    yield "a voucher"
    customer.buys_a_card("100.00")
    yield "a card"
    holds(customer, "20.00", kinds=["card", "cash"], expires_in_s=9 * 24 * 3600)
    hold = holds(customer, "40.00", expires_in_s=7 * 24 * 3600)
    yield "holds on a card and on part of the voucher"
    desk.freezes(customer, voucher.voucher_id)
    yield "the voucher is frozen"
    bill = customer.is_charged(first := line("40.00"), line("5.00", vouchers_may_pay=False))
    yield "a bill, paid past what is held and frozen"
    desk.unfreezes(customer, voucher.voucher_id)
    holds(customer, "1.00", expires_in_s=3_600 + 1_800)
    yield "unfrozen, and a hold that will end by itself"
    customer.room.capture_funds(CaptureFunds(id=new_id(), account_id=customer.account_id, hold_id=hold.hold_id))
    yield "the hold is captured"
    customer.room.return_charge(
        ReturnCharge(
            id=new_id(),
            account_id=customer.account_id,
            bill_id=uuid4(),
            of_bill_id=bill.bill_id,
            currency=customer.currency,
            lines=[ReturnLine(line_id=first.line_id, amount_micros=micros("3.00"))],
        )
    )
    customer.has_a_voucher("2.00", valid_until=clock_end(start))
    yield "something is given back, and a voucher that will end"
    kept = holds(customer, "10.00", expires_in_s=3_600)
    customer.room.release_funds(ReleaseFunds(id=new_id(), account_id=customer.account_id, hold_id=kept.hold_id))
    yield "a hold made and released"
    customer.is_charged(line("2000.00"), line("7.00"))
    yield "a bill that becomes debt"
    customer.transfers("100.00")
    yield "part of it is paid"
    customer.transfers("5000.00")
    yield "all of it is paid"


def clock_end(start: datetime) -> datetime:
    return start + 10 * HOUR - timedelta(minutes=15)


def holds(customer: Customer, amount: str, **fields: Any) -> HoldView:
    return customer.room.reserve_funds(
        ReserveFunds(
            id=new_id(), account_id=customer.account_id, subject=uuid4(), currency=customer.currency, lines=[line(amount)], **fields
        )
    )


def statement(customer: Customer, **fields: Any) -> StatementView:
    return customer.room.statement_of(StatementOf(**{"account_id": customer.account_id, "limit": 200, **fields}))


def whole_statement(customer: Customer, *, limit: int, **fields: Any) -> list[MovementView]:
    """All its pages."""
    page = statement(customer, limit=limit, **fields)
    movements = [*page.items]
    while page.next_cursor is not None:
        page = statement(customer, limit=limit, cursor=page.next_cursor, **fields)
        movements += page.items
    return movements


def status_of(customer: Customer, fund_id: UUID, **fields: Any) -> str | None:
    """A fund's status on the list, None where it is not on it."""
    page: Page[Any] = customer.room.list_funds(ListFunds(account_id=customer.account_id, limit=200, **fields))
    return next((fund.status for fund in page.items if fund.fund_id == fund_id), None)
