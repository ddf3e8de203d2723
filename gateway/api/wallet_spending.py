"""May this account spend so much? The wallet knows funds and holds, billing what was used and is not billed yet: the door adds it up."""

from __future__ import annotations

from typing import Any, Final, Literal

import msgspec
from flask import Response, request

from gateway import reading
from gateway.api.wallet import WALLET
from gateway.auth import admit
from gateway.documents import operation_document
from gateway.door import Guest, door
from gateway.operations import Operation
from gateway.routes import QUESTION_TIMEOUT_S
from services.billing.schemas import AccruedOf, AccruedView
from services.kernel.money import Money
from services.kernel.schemas import View, dump, load, schema_of, shape
from services.wallet.schemas import MaySpend, MaySpendView


@shape
class SpendingCheckView(View):
    """The answer. `remaining` is what is usable less what has accrued: usage that is not billed yet."""

    amount: Money
    may_spend: bool
    reason: Literal["funds_are_insufficient", "spending_limit_is_reached", "account_is_in_arrears"] | None
    usable: Money
    held: Money
    debt: Money
    accrued: Money
    remaining: Money
    month_room: Money | None
    unpriced_days: int


_CHECK: Final = Operation(
    room="wallet",
    call="may_spend",
    method="POST",
    path="/v1/wallet/spending-check",
    asks=MaySpend,
    view=SpendingCheckView,
    status=200,
    timeout_s=QUESTION_TIMEOUT_S,
)


@WALLET.route(_CHECK.path, methods=[_CHECK.method], endpoint=_CHECK.call)
@WALLET.response(200, schema_of(SpendingCheckView), description="Whether, and why not.")
@WALLET.doc(**operation_document(_CHECK, tag="wallet"))
def check_spending() -> Response:
    """Ask wallet and billing. Nothing is kept apart: who wants to be sure makes a hold."""
    guest = admit(request, _CHECK.permission)
    question = reading.told(_CHECK, {}, guest)
    funds = load(MaySpendView, _asked("wallet", _CHECK.call, question, guest))
    unbilled = load(AccruedView, _asked("billing", "accrued_of", AccruedOf(account_id=question.account_id), guest))
    return Response(msgspec.json.encode(dump(joined(funds, unbilled))), content_type="application/json")


def joined(funds: MaySpendView, unbilled: AccruedView) -> SpendingCheckView:
    """What is usable pays for what was used already, before anything new."""
    accrued = unbilled.accrued or Money(0, funds.amount.currency)
    remaining = funds.usable - accrued
    lacks = funds.amount.amount_micros > remaining.amount_micros
    reason = funds.reason or ("funds_are_insufficient" if lacks else None)
    if reason is None and funds.month_room is not None and funds.amount.amount_micros > (funds.month_room - accrued).amount_micros:
        reason = "spending_limit_is_reached"
    return SpendingCheckView(
        amount=funds.amount,
        may_spend=reason is None,
        reason=reason,
        usable=funds.usable,
        held=funds.held,
        debt=funds.debt,
        accrued=accrued,
        remaining=remaining,
        month_room=funds.month_room,
        unpriced_days=unbilled.unpriced_days,
    )


def _asked(room: str, call: str, question: Any, guest: Guest) -> Any:
    return door().remote.call(room, call, question, timeout_s=QUESTION_TIMEOUT_S, caller=guest.caller())
