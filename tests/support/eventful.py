"""A wallet's life with every fact of its own in it, decision by decision."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

from services.wallet.allocation import Demand
from services.wallet.domain import CardTerms, CloudShare, Limits, PaidShare, Return, Wallet
from tests.support.wallets import a_bill, a_line, give_card, give_voucher, hold, micros, yuan

HOUR = timedelta(hours=1)


def an_eventful_life(wallet: Wallet, at: datetime, *, with_bills: bool = True) -> Iterator[object]:
    """Yields after each decision, for whoever stores them; the last is more than a day after the first."""
    operator, soon = uuid4(), at + 9 * HOUR
    yield wallet.credit_payment(yuan("500.00"), channel="alipay", reference=f"pay {operator}", occurred_at=at - HOUR, at=at)
    yield wallet.set_limits(Limits(low_balance_micros=micros("300.00"), month_micros=micros("350.00")), by_member_id=operator, at=at)
    yield wallet.buy_card(uuid4(), yuan("100.00"), CardTerms(), at=at)
    card, _ = wallet.receive_card(uuid4(), yuan("200.00"), CardTerms(), source="huawei_order", reference=f"HW {operator}", at=at)
    yield give_card(wallet, "100.00", at=at)
    voucher_id = give_voucher(wallet, "5.00", valid_until=at + 20 * HOUR, at=at)
    yield wallet.freeze(card.fund_id, reason="stolen", by_member_id=operator, at=at)
    logs, traces = a_line("30.00"), a_line("20.00", vouchers_may_pay=False)
    kept = hold(wallet, logs, traces, expires_at=soon, at=at)
    before = {**wallet.funds}
    taken, _ = wallet.capture(kept.hold_id, amounts={logs.line_id: micros("30.00"), traces.line_id: micros("7.00")}, at=at)
    yield taken
    yield hold(wallet, a_line("150.00"), expires_at=at + 2 * HOUR, at=at)
    yield wallet.release(hold(wallet, a_line("40.00"), expires_at=soon, at=at).hold_id, at=at)
    refund = hold(wallet, a_line("50.00"), purpose="refund", expires_at=soon, at=at)
    yield wallet.refund(refund.hold_id, reference=f"out {operator}", by_member_id=operator, at=at)
    if with_bills:
        yield from _bills(wallet, at)
    yield wallet.unfreeze(card.fund_id, reason="found", by_member_id=operator, at=at + HOUR)
    yield wallet.come_to(at + 3 * HOUR)
    yield wallet.freeze(card.fund_id, reason="again", at=at + 3 * HOUR)
    yield give_voucher(wallet, "3.00", valid_until=at + 24 * HOUR, at=at + 3 * HOUR)
    paid = [PaidShare(share.line_id, before[share.fund_id], share.amount_micros) for share in taken]
    due = [Demand(logs.line_id, micros("28.00"), True), Demand(traces.line_id, micros("2.00"), True)]
    assert before[voucher_id].valid_until == at + 20 * HOUR
    yield wallet.give_back(Return(uuid4(), kept.subject, "CNY", due, paid, []), at=at + 22 * HOUR)
    yield wallet.come_to(at + 30 * HOUR)
    late = at + 31 * HOUR
    yield wallet.credit_transfer(yuan("900.00"), reference=f"TT {operator}", occurred_at=at, at=late, by_member_id=operator)
    yield hold(wallet, a_line("1.00"), purpose="refund", expires_at=late + HOUR, at=late)


def _bills(wallet: Wallet, at: datetime) -> Iterator[object]:
    """Bills that leave debt, which freed funds pay later; one that a cloud account pays in part, and gets back."""
    cloud = a_bill(line := a_line("1000.00"), family="cloud", vendor="aws")
    yield wallet.charge(cloud, at=at)
    yield wallet.charge(a_bill(a_line("400.00"), a_line("30.00", vouchers_may_pay=False)), at=at)
    rest = CloudShare(line.line_id, micros("500.00"))
    yield wallet.give_back(Return(uuid4(), cloud.bill_id, "CNY", [Demand(line.line_id, micros("4.00"), True)], [], [rest], "aws"), at=at)
