"""Laws of recharge orders: whatever is told, in whatever order and however often, one payment of an order is credited, once."""

from datetime import timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.kernel.errors import Refusal
from services.kernel.money import MICROS, Money
from services.wallet.domain import Payment, RechargeOrder, RechargeTerms, Wallet
from tests.support.wallets import NOW

ORDER = UUID(int=1)
RIGHT = Payment("alipay", ORDER.hex, "T-1", Money(100 * MICROS, "CNY"), NOW)
WRONG = [
    Payment("alipay", ORDER.hex, "T-1", Money(99 * MICROS, "CNY"), NOW),
    Payment("alipay", ORDER.hex, "T-2", Money(100 * MICROS, "CNY"), NOW),
    Payment("alipay", ORDER.hex, "T-1", Money(100 * MICROS, "USD"), NOW),
    Payment("stripe", ORDER.hex, "T-1", Money(100 * MICROS, "CNY"), NOW),
]
steps = st.lists(st.one_of(st.sampled_from([RIGHT, *WRONG]), st.sampled_from(["cancel", "expire"]), st.integers(0, 40)), max_size=25)


def told(order: RechargeOrder, wallet: Wallet, payment: Payment, at) -> bool:
    """As the room does it: whether it was credited."""
    if not order.awaits(payment):
        return False
    wallet.credit_payment(payment.amount, channel=payment.channel, reference=payment.reference, occurred_at=at, at=at)
    order.pay(payment, at=at)
    return True


@given(steps)
def test_one_payment_is_credited_once(steps):
    wallet = Wallet.open(UUID(int=7), "CNY", at=NOW)
    order = RechargeOrder.place(ORDER, wallet.account_id, "alipay", RIGHT.amount, RechargeTerms(), at=NOW)
    at, credited = NOW, []

    for step in steps:
        try:
            if isinstance(step, int):
                at += timedelta(minutes=step)
            elif step == "cancel":
                order.cancel(at=at)
            elif step == "expire":
                order.expire(at=at)
            elif told(order, wallet, step, at):
                credited.append(step)
        except Refusal:
            continue

    may_pay = [step for step in steps if step in (RIGHT, WRONG[1])]
    assert credited == may_pay[:1]
    assert wallet.cash_micros == 100 * MICROS * len(credited)
    assert (order.state == "paid") == bool(credited)
    assert order.reference == (credited[0].reference if credited else None)


@given(steps)
def test_an_order_folded_from_its_facts_is_the_order(steps):
    order = RechargeOrder.place(ORDER, UUID(int=7), "alipay", RIGHT.amount, RechargeTerms(), at=NOW)
    at = NOW
    for step in steps:
        try:
            if isinstance(step, int):
                at += timedelta(minutes=step)
            elif step == "cancel":
                order.cancel(at=at)
            elif step == "expire":
                order.expire(at=at)
            elif order.awaits(step):
                order.pay(step, at=at)
        except Refusal:
            continue

    folded = None
    for fact in order.collect_events():
        folded = fact.mutate(folded)

    assert vars(folded).keys() == vars(order).keys()
    assert {name: value for name, value in vars(folded).items() if name != "_pending_events"} == {
        name: value for name, value in vars(order).items() if name != "_pending_events"
    }
