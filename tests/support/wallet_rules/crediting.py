"""What comes in: transfers, payments, vouchers, cards."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from services.kernel.money import MICROS
from services.wallet.domain import CardTerms, VoucherTerms, years_after
from tests.support.wallet_rules.playing import Playing, cents, units, yuan_of

hundreds = st.integers(1, 4).map(lambda count: count * 100 * MICROS)
prices = st.one_of(hundreds, hundreds, hundreds, st.integers(-1, 0), cents, st.just(10_000 * MICROS))


class CreditingRules(Playing):
    @rule(amount=cents, channel=st.sampled_from(["offline_transfer", "alipay", "stripe"]), late=st.integers(0, 50))
    def money_arrives(self, amount: int, channel: str, late: int) -> None:
        reference, occurred_at = str(self.next_id()), self.now - timedelta(hours=late)
        if channel == "offline_transfer":
            self.decide("credit_transfer", yuan_of(amount), reference=reference, occurred_at=occurred_at)
        else:
            self.decide("credit_payment", yuan_of(amount), channel=channel, reference=reference, occurred_at=occurred_at)
        self.oracle.credit_cash(units(amount), self.now)

    @rule(amount=cents, hours=st.integers(1, 400 * 24), kind=st.sampled_from(["voucher", "discount_voucher"]))
    def a_voucher_is_activated(self, amount: int, hours: int, kind: str) -> None:
        voucher_id, valid_until = self.next_id(), self.now + timedelta(hours=hours)
        self.decide("activate_voucher", voucher_id, VoucherTerms(kind, yuan_of(amount), valid_until, "any"), batch_id=self.next_id())
        self.oracle.activate_voucher(voucher_id.int, units(amount), valid_until, self.now, kind)

    @rule(price=prices)
    def a_card_is_bought(self, price: int) -> None:
        card_id = self.next_id()
        sold = self.decide("buy_card", card_id, yuan_of(price), CardTerms())
        assert sold is None or sold[0].amount_micros == price
        granted_id = sold and sold[1] and sold[1].fund_id.int
        expiries = years_after(self.now, 3), years_after(self.now, 1)
        assert self.oracle.buy_card(card_id.int, units(price), expiries[0], self.now, granted_id, expiries[1]) == (sold is not None)

    @rule(face=prices, source=st.sampled_from(["partner", "offline", "gift", "code", "huawei_order"]), years=st.integers(1, 3))
    def a_card_is_received(self, face: int, source: str, years: int) -> None:
        card_id = self.next_id()
        received = self.decide(
            "receive_card", card_id, yuan_of(face), CardTerms(validity_years=years), source=source, reference=f"{source} {card_id}"
        )
        assert self.oracle.receive_card(card_id.int, units(face), years_after(self.now, years), self.now) == (received is not None)
