"""Chapter six: value kept apart, and orders that customers pay in full with the funds they choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final
from uuid import UUID

from services.kernel.errors import NotFound
from services.kernel.eventstore import Turn, once
from services.kernel.ids import derived_id
from services.kernel.money import CurrencyDiffers, Money
from services.kernel.schemas import Page
from services.wallet.allocation import DEDUCTION_ORDER, Demand, FundKind
from services.wallet.application.charging import taken_views
from services.wallet.application.room import Room, of_known_account, total_of, wallet_of
from services.wallet.domain import Hold, HoldIsOfARefund, HoldIsOver, LineIsRepeated, Order, OrderItem, PurchaseOrder, Wallet
from services.wallet.schemas import (
    CancelOrder,
    CaptureFunds,
    CaptureLine,
    CaptureView,
    HoldOf,
    HoldShareView,
    HoldView,
    ListHolds,
    ListOrders,
    OrderLineView,
    OrderOf,
    OrderView,
    PayOrder,
    PlaceOrder,
    ReleaseFunds,
    ReleaseView,
    ReserveFunds,
)

PAYING_LASTS: Final = timedelta(minutes=1)
"""How long the hold of a payment could last; it is captured in the same save."""


class Holding(Room):
    """Holds and orders."""

    @of_known_account
    @once
    def reserve_funds(self, turn: Turn, command: ReserveFunds) -> HoldView:
        """Keep value apart, in full or not at all.

        Refuses: NotFound, CurrencyDiffers, OrderIsEmpty, LineIsRepeated, TooManyHolds, SpendingLimitIsReached, FundsAreInsufficient.
        """
        wallet = wallet_of(turn, command.account_id)
        lines = [Demand(line.line_id, line.amount_micros, line.vouchers_may_pay) for line in command.lines]
        order = Order(command.subject, "order", command.currency, lines, _kinds(command.kinds))
        expires_at = turn.now + timedelta(seconds=command.expires_in_s)
        hold = wallet.reserve(derived_id(command.id, "hold"), order, expires_at=expires_at, at=turn.now)
        return _live(hold, wallet, turn)

    @once
    def capture_funds(self, turn: Turn, command: CaptureFunds) -> CaptureView:
        """Spend what is held. Refuses: NotFound, HoldIsOver, HoldIsOfARefund, LineIsRepeated, CaptureIsTooLarge, FundIsFrozen."""
        wallet = wallet_of(turn, command.account_id)
        _require_no_refund(wallet, command)
        amounts = None if command.lines is None else _amounts(command.lines)
        taken, repaid = wallet.capture(command.hold_id, amounts=amounts, at=turn.now)
        return CaptureView(hold_id=command.hold_id, taken=taken_views(taken), repaid=total_of(repaid, wallet.currency))

    @once
    def release_funds(self, turn: Turn, command: ReleaseFunds) -> ReleaseView:
        """Let go of what is held; it pays debts first. Refuses: NotFound, HoldIsOver, HoldIsOfARefund."""
        wallet = wallet_of(turn, command.account_id)
        _require_no_refund(wallet, command)
        repaid = wallet.release(command.hold_id, at=turn.now)
        return ReleaseView(hold_id=command.hold_id, repaid=total_of(repaid, wallet.currency))

    def hold_of(self, question: HoldOf) -> HoldView:
        """Refuses: NotFound."""
        return self.queries.hold(question.account_id, question.hold_id, at=self.clock.now())

    def list_holds(self, question: ListHolds) -> Page[HoldView]:
        return self.queries.holds(question, at=self.clock.now())

    @of_known_account
    @once
    def place_order(self, turn: Turn, command: PlaceOrder) -> OrderView:
        """Offer an account something at a fixed price. Refuses: NotFound, CurrencyDiffers, AmountIsOutOfRange, AmountIsTooFine."""
        wallet = wallet_of(turn, command.account_id)
        order_id = derived_id(command.id, "purchase_order")
        items = []
        for number, line in enumerate(command.lines):
            if line.amount.currency != wallet.currency:
                raise CurrencyDiffers(expected=wallet.currency, actual=line.amount.currency)
            items.append(OrderItem(derived_id(order_id, f"line {number}"), line.title, line.amount.amount_micros, line.vouchers_may_pay))
        expires_at = turn.now + timedelta(seconds=command.expires_in_s)
        turn.add(
            PurchaseOrder.place(
                order_id,
                wallet.account_id,
                command.title,
                items,
                currency=wallet.currency,
                expires_at=expires_at,
                at=turn.now,
                by_member_id=command.by_member_id,
            )
        )
        return OrderView(
            order_id=order_id,
            account_id=wallet.account_id,
            title=command.title,
            amount=Money(sum(item.amount_micros for item in items), wallet.currency),
            lines=[
                OrderLineView(
                    line_id=item.line_id,
                    title=item.title,
                    amount=Money(item.amount_micros, wallet.currency),
                    vouchers_may_pay=item.vouchers_may_pay,
                )
                for item in items
            ],
            status="open",
            placed_at=turn.now,
            expires_at=expires_at,
            ended_at=None,
            taken=[],
        )

    @once
    def pay_order(self, turn: Turn, command: PayOrder) -> CaptureView:
        """Pay an order in full from the kinds of funds chosen, or not at all.

        Refuses: NotFound, OrderIsOver, FundsAreInsufficient, SpendingLimitIsReached, TooManyHolds.
        """
        order = _order_of(turn, command)
        order.require_open(at=turn.now)
        wallet = wallet_of(turn, command.account_id)
        kinds = _kinds(command.kinds)
        hold_id = derived_id(order.id, "payment")
        asked = Order(order.id, "order", order.currency, order.lines, kinds)
        wallet.reserve(hold_id, asked, expires_at=turn.now + PAYING_LASTS, at=turn.now)
        taken, repaid = wallet.capture(hold_id, at=turn.now)
        order.pay(hold_id, kinds, at=turn.now)
        return CaptureView(hold_id=hold_id, taken=taken_views(taken), repaid=total_of(repaid, wallet.currency))

    @once
    def cancel_order(self, turn: Turn, command: CancelOrder) -> OrderView:
        """Withdraw an order that is not paid. Refuses: NotFound, OrderIsOver."""
        order = _order_of(turn, command)
        order.cancel(reason=command.reason, at=turn.now)
        known = self.queries.order(command.account_id, command.order_id, at=turn.now)
        return replace(known, status="cancelled", ended_at=turn.now)

    def order_of(self, question: OrderOf) -> OrderView:
        """Refuses: NotFound."""
        return self.queries.order(question.account_id, question.order_id, at=self.clock.now())

    def list_orders(self, question: ListOrders) -> Page[OrderView]:
        return self.queries.orders(question, at=self.clock.now())


def _kinds(chosen: Sequence[FundKind] | None) -> list[FundKind]:
    """In deduction order, each once. Ordinary and discount vouchers are separate kinds."""
    return [kind for kind in DEDUCTION_ORDER["billing_center"] if chosen is None or kind in chosen]


def _amounts(lines: Sequence[CaptureLine]) -> dict[UUID, int]:
    """By line, in micros. Refuses: LineIsRepeated."""
    amounts: dict[UUID, int] = {}
    for line in lines:
        if line.line_id in amounts:
            raise LineIsRepeated(line_id=line.line_id)
        amounts[line.line_id] = line.amount_micros
    return amounts


def _require_no_refund(wallet: Wallet, command: CaptureFunds | ReleaseFunds) -> None:
    """Refuses: HoldIsOver, HoldIsOfARefund."""
    hold = wallet.holds.get(command.hold_id)
    if hold is None:
        raise HoldIsOver(hold_id=command.hold_id)
    if hold.purpose == "refund":
        raise HoldIsOfARefund(hold_id=command.hold_id)


def _order_of(turn: Turn, command: PayOrder | CancelOrder) -> PurchaseOrder:
    """Refuses: NotFound (another account's order is not there)."""
    order = turn.find(PurchaseOrder, command.order_id)
    if order is None or order.account_id != command.account_id:
        raise NotFound("order", command.order_id)
    return order


def _live(hold: Hold, wallet: Wallet, turn: Turn) -> HoldView:
    amounts: dict[tuple[UUID, FundKind], int] = {}
    for share in hold.shares:
        amounts[share.fund_id, share.kind] = amounts.get((share.fund_id, share.kind), 0) + share.amount_micros
    return HoldView(
        hold_id=hold.hold_id,
        account_id=wallet.account_id,
        subject=hold.subject,
        purpose=hold.purpose,
        amount=Money(hold.amount_micros, wallet.currency),
        captured=Money(0, wallet.currency),
        status="live",
        reserved_at=turn.now,
        expires_at=hold.expires_at,
        ended_at=None,
        shares=[
            HoldShareView(fund_id=fund_id, kind=kind, amount=Money(amount, wallet.currency)) for (fund_id, kind), amount in amounts.items()
        ],
    )
