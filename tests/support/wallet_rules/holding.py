"""What is kept apart, and how that ends."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from services.wallet.domain import Order
from tests.support.oracle_purse import ORDER
from tests.support.wallet_rules.charging import ChargingRules
from tests.support.wallet_rules.playing import MICROS, cents, line_amounts, units, whichever

lines_of_orders = st.lists(st.tuples(line_amounts, st.booleans()), min_size=1, max_size=3)
randoms = st.randoms(use_true_random=False)
some_kinds = st.one_of(st.just([*ORDER]), st.lists(st.sampled_from(ORDER), min_size=1, unique=True))
hours = st.one_of(st.integers(-1, 48), st.integers(100, 2_000), st.integers(100, 2_000))


class HoldingRules(ChargingRules):
    def live(self, which: int, *, refunds_last: bool) -> UUID:
        """One of the live holds; the others first where they are wanted."""
        holds = sorted(self.early.holds.values(), key=lambda hold: (hold.purpose == "refund") == refunds_last)
        return holds[min(which // 3, len(holds) - 1)].hold_id

    @rule(lines=lines_of_orders, kinds=some_kinds, hours=hours, purpose=st.sampled_from(["order", "card_order"]))
    def funds_are_reserved(self, lines, kinds, hours, purpose):
        self._reserve(Order(self.next_id(), purpose, "CNY", self.demand(lines), kinds), hours)

    @precondition(lambda self: self.oracle.funds_left())
    @rule(hundredths=st.integers(1, 105), hours=hours, is_refund=st.booleans())
    def much_of_what_is_usable_is_reserved(self, hundredths, hours, is_refund):
        usable = sum(fund.amount_micros for fund in self.early.usable_at(self.now) if fund.kind == "cash" or not is_refund)
        lines = self.demand([(usable * hundredths // 200, True), (usable * hundredths // 200, True)])
        self._reserve(Order(self.next_id(), "refund" if is_refund else "order", "CNY", lines, ["cash"] if is_refund else [*ORDER]), hours)

    @precondition(lambda self: self.early.limits.month_micros)
    @rule(hundredths=st.sampled_from([50, 99, 100, 101]), more=st.integers(0, 1), hours=hours)
    def an_order_takes_about_what_the_month_leaves(self, hundredths, more, hours):
        room = self.early.month_room_micros(self.now) or 0
        self._reserve(Order(self.next_id(), "order", "CNY", self.demand([(room * hundredths // 100 + more, True)]), [*ORDER]), hours)

    @rule(amount=cents, hours=hours)
    def a_refund_is_asked_for(self, amount, hours):
        """Of whatever kinds: it gets cash."""
        self._reserve(Order(self.next_id(), "refund", "CNY", self.demand([(amount, True)]), [*ORDER]), hours)

    @precondition(lambda self: self.early.usable_at(self.now) and not self.early.debts)
    @rule(held=st.integers(10, 100), captured=st.sampled_from([None, 0, 50, 100, 101]), is_frozen=st.booleans(), random=randoms)
    def a_bill_comes_while_much_is_held(self, held, captured, is_frozen, random):
        """What is freed then, now or when the hold ends, pays what the bill left owed."""
        usable = self.early.usable_micros(self.now)
        lines = self.demand([(usable * held // 200, True), (usable * held // 200, True)])
        self._reserve(Order(self.next_id(), "order", "CNY", lines, [*ORDER]), 30)
        self._charge(self.demand([(usable // 3 + MICROS, True), (usable // 3 + MICROS, False)]), None, random)
        hold = max(self.early.holds.values(), key=lambda hold: hold.hold_id, default=None)
        if hold is not None and is_frozen and hold.shares[0].kind != "cash":
            self.decide("freeze", hold.shares[0].fund_id, reason="stolen")
            self.oracle.freeze(hold.shares[0].fund_id.int, self.now)
        if hold is not None and captured is not None:
            self._capture(hold.hold_id, {line.line_id: line.amount_micros * captured // 100 for line in hold.lines})

    def _reserve(self, order: Order, hours: int) -> None:
        hold_id, end = self.next_id(), self.now + timedelta(hours=hours)
        hold = self.decide("reserve", hold_id, order, expires_at=end)
        asked = [(line.line_id.int, units(line.amount_micros), line.vouchers_may_pay) for line in order.lines]
        is_refund = order.purpose == "refund"
        is_kept = self.oracle.reserve(hold_id.int, order.subject.int, asked, order.kinds, end, self.now, refund=is_refund)
        assert is_kept == (hold is not None)
        if hold is not None:
            shares, _, end, _ = self.oracle.holds[hold_id.int]
            said = [[share.line_id.int, self.id_in_oracle(share.fund_id), units(share.amount_micros)] for share in hold.shares]
            assert (said, hold.expires_at) == (shares, end)

    @precondition(lambda self: self.early.holds)
    @rule(which=whichever, hundredths=st.one_of(st.none(), st.lists(st.sampled_from([0, 30, 100, 102]), min_size=1, max_size=3)))
    def a_hold_is_captured(self, which, hundredths):
        """All of it, or so much of each line; a line that is not named is not spent."""
        hold, amounts = self.early.holds[self.live(which, refunds_last=True)], None
        if hundredths is not None:
            amounts = {line.line_id: line.amount_micros * part // 100 for line, part in zip(hold.lines, hundredths, strict=False)}
        self._capture(hold.hold_id, amounts)

    @precondition(lambda self: self.early.holds)
    @rule(which=whichever)
    def a_hold_is_released(self, which):
        self._release(self.live(which, refunds_last=True))

    @precondition(lambda self: self.early.holds)
    @rule(which=whichever)
    def cash_is_paid_out(self, which):
        self._refund(self.live(which, refunds_last=False))

    @precondition(lambda self: any(type(fact).TOPIC == "wallet.funds_reserved" for fact in self.facts))
    @rule(which=whichever)
    def a_hold_is_asked_for_that_may_be_over(self, which):
        known = [fact.hold.hold_id for fact in self.facts if type(fact).TOPIC == "wallet.funds_reserved"]
        hold_id = known[which % len(known)]
        self._release(hold_id)
        self._capture(hold_id, None)
        self._refund(hold_id)

    def _capture(self, hold_id: UUID, amounts: dict[UUID, int] | None) -> None:
        captured = self.decide("capture", hold_id, amounts=amounts)
        in_units = amounts and {line_id.int: units(amount) for line_id, amount in amounts.items()}
        assert self.oracle.capture(hold_id.int, in_units, self.now) == (captured is not None)

    def _release(self, hold_id: UUID) -> None:
        assert self.oracle.release(hold_id.int, self.now) == (self.decide("release", hold_id) is not None)

    def _refund(self, hold_id: UUID) -> None:
        paid_out = self.decide("refund", hold_id, reference=str(self.next_id()), by_member_id=self.next_id())
        assert self.oracle.refund(hold_id.int, self.now) == (None if paid_out is None else units(paid_out))
