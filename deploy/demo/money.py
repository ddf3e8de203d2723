"""Money comes in: a bank transfer, a voucher, a prepaid card."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from billing_center_client.api.wallet import activate_voucher, balance_of, buy_card, credit_transfer, issue_vouchers
from billing_center_client.models import (
    ActivateVoucherBody,
    BuyCardBody,
    CreditTransferBody,
    IssueVouchersBody,
    Money,
    MoneyCurrency,
)

from deploy.demo.people import Person
from deploy.demo.world import World, said


def money(amount: str, currency: str) -> Money:
    return Money(amount=amount, currency=MoneyCurrency(currency))


def transfer(world: World, operator: Person, to: Person, amount: str, currency: str) -> None:
    """The operator credits what arrived at the bank; the same order given again changes nothing."""
    body = CreditTransferBody(amount=money(amount, currency), reference=f"BANK-{to.login}-0001")
    order = {"account_id": to.account_id, "idempotency_key": f"transfer-{to.login}", "body": body}
    world.wait_for(f"the wallet of {to.login}", lambda: _has_wallet(to))
    credited = operator.hands.ask(credit_transfer, **order)
    repeated = operator.hands.ask(credit_transfer, **order)
    world.check(f"a transfer of {amount} {currency} is in {to.login}'s wallet", said(credited.cash), f"{amount} {currency}")
    world.check("the same order given twice credits once", said(balance(to).cash), said(repeated.cash))


def voucher(world: World, operator: Person, to: Person, face: str, currency: str) -> None:
    """A batch is issued, and the customer turns one of its codes into a fund."""
    body = IssueVouchersBody(count=3, face=money(face, currency), campaign="welcome")
    batch = operator.hands.ask(issue_vouchers, body=body, idempotency_key="welcome-batch")
    code = ActivateVoucherBody(code=batch.codes[0])
    activated = to.hands.ask(activate_voucher, body=code, idempotency_key="first-voucher")
    again = to.hands.attempt(activate_voucher, body=code, idempotency_key="second-try")
    world.check(f"a voucher of {face} {currency} came from a code", said(activated.balance), f"{face} {currency}")
    world.check("the code works once", getattr(again, "code", None), "wallet.voucher_is_used")


def card(world: World, to: Person, price: str, currency: str) -> None:
    """Cash becomes a prepaid card."""
    before = balance(to)
    bought = to.hands.ask(buy_card, body=BuyCardBody(price=money(price, currency)), idempotency_key="first-card")
    after = balance(to)
    world.check(f"a card of {price} {currency} was bought from cash", said(after.cards), said(bought.face))
    world.check("nothing was lost on the way", _sum(after), _sum(before))


def balance(of: Person, **at: Any) -> Any:
    return of.hands.ask(balance_of, **at)


def purse(view: Any) -> tuple[str, str, str, str]:
    """Vouchers, cards, cash and debt of a balance, as one says them."""
    return said(view.vouchers), said(view.cards), said(view.cash), said(view.debt)


def _has_wallet(person: Person) -> bool:
    return hasattr(person.hands.attempt(balance_of), "cash")


def _sum(view: Any) -> Decimal:
    return sum((Decimal(part.amount) for part in (view.vouchers, view.cards, view.cash)), Decimal())
