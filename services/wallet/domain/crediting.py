"""Decisions by which a wallet receives: money, vouchers, cards. Every credit pays debts at once (decision 12)."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from services.kernel.ids import derived_id
from services.kernel.money import MICROS, Money, require_whole_minor_units
from services.wallet.allocation import Fund
from services.wallet.domain.claims import Repayment
from services.wallet.domain.keeping import Keeping
from services.wallet.domain.refusals import AmountIsOutOfRange, CashIsInsufficient, TransferIsInTheFuture
from services.wallet.domain.terms import CardTerms, years_after
from services.wallet.domain.vouchers import VoucherTerms

Channel = Literal["offline_transfer", "alipay", "stripe"]
CardSource = Literal["partner", "offline", "gift", "code", "huawei_order"]
"""Who pays for a card that was not bought from cash: a partner, the customer outside, nobody, the seller of its code, Huawei."""

LEAST_TRANSFER_MICROS: Final = MICROS // 100
MOST_TRANSFER_MICROS: Final = 100_000_000 * MICROS


class Crediting(Keeping):
    """Decisions that bring value in."""

    def credit_transfer(
        self,
        amount: Money,
        *,
        reference: str,
        occurred_at: datetime,
        at: datetime,
        by_member_id: UUID | None = None,
    ) -> list[Repayment]:
        """Credit money that arrived at the bank on `occurred_at`.

        Refuses: CurrencyDiffers, AmountIsOutOfRange, AmountIsTooFine, TransferIsInTheFuture.
        """
        if occurred_at > at:
            raise TransferIsInTheFuture(occurred_at=occurred_at, now=at)
        return self._credit(amount, "offline_transfer", reference, occurred_at=occurred_at, at=at, by_member_id=by_member_id)

    def credit_payment(self, amount: Money, *, channel: Channel, reference: str, occurred_at: datetime, at: datetime) -> list[Repayment]:
        """Credit what a payment channel says was paid on `occurred_at`. `reference`: the channel's id of the payment.

        Refuses: CurrencyDiffers, AmountIsOutOfRange, AmountIsTooFine.
        """
        return self._credit(amount, channel, reference, occurred_at=occurred_at, at=at)

    def activate_voucher(self, voucher_id: UUID, terms: VoucherTerms, *, batch_id: UUID, at: datetime) -> list[Repayment]:
        """Make a fund of a voucher; it pays at once the debts it may (decision 12). Refuses: CurrencyDiffers."""
        self._require_own(terms.face.currency)
        self.come_to(at)
        fund = Fund(voucher_id, terms.kind, terms.face.amount_micros, at, terms.valid_until)
        repaid = self._repaid_by([fund])
        self._record(
            "VoucherActivated",
            fund=fund,
            batch_id=batch_id,
            campaign=terms.campaign,
            repaid=repaid,
            occurred_at=at,
        )
        self._note_clearance(repaid, at=at)
        self._watch(at)
        return repaid

    def grant_voucher(self, voucher_id: UUID, terms: VoucherTerms, *, at: datetime, by_member_id: UUID | None = None) -> list[Repayment]:
        """Put a voucher straight onto the account, without a code; the campaign of its terms says why. It pays at once the debts it may.

        Refuses: CurrencyDiffers, AmountIsOutOfRange, AmountIsTooFine, ValidityIsOver. Source: product facts 2.2, "Vouchers", route (a).
        """
        self._require_own(terms.face.currency)
        terms.require_issuable(at=at)
        self.come_to(at)
        fund = Fund(voucher_id, terms.kind, terms.face.amount_micros, at, terms.valid_until)
        repaid = self._repaid_by([fund])
        self._record("VoucherGranted", fund=fund, reason=terms.campaign, by_member_id=by_member_id, repaid=repaid, occurred_at=at)
        self._note_clearance(repaid, at=at)
        self._watch(at)
        return repaid

    def buy_card(self, card_id: UUID, price: Money, terms: CardTerms, *, at: datetime) -> tuple[Fund, Fund | None]:
        """Turn cash into a prepaid card; the card and the discount voucher that comes with a large purchase (TV-13).

        Refuses: CurrencyDiffers, CardAmountIsInvalid, CashIsInsufficient. Source: product facts 2.2, "Prepaid cards"; decision 14.
        """
        self._require_own(price.currency)
        terms.require_sellable(price.amount_micros)
        self.come_to(at)
        available_micros = self.usable_micros(at, ("cash",))
        if price.amount_micros > available_micros:
            raise CashIsInsufficient(required_micros=price.amount_micros, available_micros=available_micros)
        card = Fund(card_id, "card", price.amount_micros, at, years_after(at, terms.validity_years))
        granted = _granted_with(card, terms, at=at)
        self._record("CardBought", cash_id=self.cash_id, card=card, granted=granted, occurred_at=at)
        self._watch(at)
        return card, granted

    def receive_card(
        self,
        card_id: UUID,
        face: Money,
        terms: CardTerms,
        *,
        source: CardSource,
        reference: str,
        at: datetime,
        by_member_id: UUID | None = None,
        batch_id: UUID | None = None,
    ) -> tuple[Fund, list[Repayment]]:
        """Make a fund of a card that was assigned or redeemed; it pays debts at once. `reference`: the order, deal or campaign behind it.

        Refuses: CurrencyDiffers, CardAmountIsInvalid. Source: product facts 2.2, "Prepaid cards"; TV-14.
        """
        self._require_own(face.currency)
        terms.require_sellable(face.amount_micros)
        self.come_to(at)
        card = Fund(card_id, "card", face.amount_micros, at, years_after(at, terms.validity_years))
        repaid = self._repaid_by([card])
        self._record(
            "CardReceived",
            card=card,
            source=source,
            reference=reference,
            batch_id=batch_id,
            by_member_id=by_member_id,
            repaid=repaid,
            occurred_at=at,
        )
        self._note_clearance(repaid, at=at)
        self._watch(at)
        return card, repaid

    def _credit(
        self,
        amount: Money,
        channel: Channel,
        reference: str,
        *,
        occurred_at: datetime,
        at: datetime,
        by_member_id: UUID | None = None,
    ) -> list[Repayment]:
        self._require_own(amount.currency)
        if not LEAST_TRANSFER_MICROS <= amount.amount_micros <= MOST_TRANSFER_MICROS:
            raise AmountIsOutOfRange(
                amount_micros=amount.amount_micros, least_micros=LEAST_TRANSFER_MICROS, most_micros=MOST_TRANSFER_MICROS
            )
        require_whole_minor_units(amount)
        self.come_to(at)
        repaid = self._repaid_by([Fund(self.cash_id, "cash", amount.amount_micros, at)])
        self._record(
            "CashCredited",
            fund_id=self.cash_id,
            amount_micros=amount.amount_micros,
            channel=channel,
            reference=reference,
            by_member_id=by_member_id,
            repaid=repaid,
            occurred_at=occurred_at,
        )
        self._note_clearance(repaid, at=at)
        self._watch(at)
        return repaid


def _granted_with(card: Fund, terms: CardTerms, *, at: datetime) -> Fund | None:
    """The discount voucher that comes with this card."""
    micros = terms.granted_micros(card.amount_micros)
    if not micros:
        return None
    voucher_id = derived_id(card.fund_id, "discount_voucher")
    return Fund(voucher_id, "discount_voucher", micros, at, years_after(at, terms.granted_validity_years))
