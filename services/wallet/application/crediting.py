"""Chapter one: a wallet is opened, money arrives, and cash becomes prepaid cards."""

from __future__ import annotations

from services.kernel.eventstore import Turn, once
from services.kernel.ids import derived_id, natural_id
from services.kernel.money import Money
from services.wallet.allocation import Fund
from services.wallet.application.room import Room, of_known_account, refused_where_taken, total_of, wallet_of
from services.wallet.application.transfers import announced
from services.wallet.domain import TransferIsCredited, Wallet
from services.wallet.projections import reference_key
from services.wallet.schemas import BuyCard, CardView, CreditTransfer, CreditView, GrantView, OpenWallet, WalletView
from services.wallet.transfer_codes import shown_code


class Crediting(Room):
    """Opening, transfers, cards."""

    @once
    def open_wallet(self, turn: Turn, command: OpenWallet) -> WalletView:
        """Give an account its wallet; it keeps the one it has. Refuses: CurrencyIsUnknown."""
        wallet = turn.find(Wallet, natural_id("wallet", command.account_id))
        if wallet is None:
            wallet = turn.add(Wallet.open(command.account_id, command.currency, at=command.occurred_at))
        return WalletView(account_id=wallet.account_id, currency=wallet.currency)

    def credit_transfer(self, command: CreditTransfer) -> CreditView:
        """Credit money that arrived at the bank; it pays debts first.

        Refuses: NotFound, TransferIsCredited, CurrencyDiffers, AmountIsOutOfRange, AmountIsTooFine, TransferIsInTheFuture,
        TransferCodeIsUnknown, TransferOrderIsOver.
        """
        with refused_where_taken("transfer_pkey", TransferIsCredited(reference=command.reference)):
            return self._credit_transfer(command)

    @of_known_account
    @once
    def _credit_transfer(self, turn: Turn, command: CreditTransfer) -> CreditView:
        wallet = wallet_of(turn, command.account_id)
        order = announced(turn, command.code, command.account_id) if command.code else None
        if command.dry_run and self.queries.is_credited(channel="offline_transfer", reference_key=reference_key(command.reference)):
            raise TransferIsCredited(reference=command.reference)
        repaid = wallet.credit_transfer(
            command.amount,
            reference=command.reference,
            occurred_at=command.occurred_at or turn.now,
            by_member_id=command.by_member_id,
            at=turn.now,
        )
        if order is not None:
            order.arrive(command.amount, reference=command.reference, by_member_id=command.by_member_id, at=turn.now)
        return CreditView(
            account_id=wallet.account_id,
            reference=command.reference,
            amount=command.amount,
            repaid=total_of(repaid, wallet.currency),
            cash=Money(wallet.cash_micros, wallet.currency),
            debt=Money(wallet.debt_micros, wallet.currency),
            code=shown_code(order.code) if order else None,
            differs=order is not None and order.amount != command.amount,
        )

    @of_known_account
    @once
    def buy_card(self, turn: Turn, command: BuyCard) -> CardView:
        """Turn cash into a prepaid card. Refuses: NotFound, CurrencyDiffers, CardAmountIsInvalid, CashIsInsufficient."""
        wallet = wallet_of(turn, command.account_id)
        card, granted = wallet.buy_card(derived_id(command.id, "card"), command.price, self.card_terms, at=turn.now)
        return CardView(
            account_id=wallet.account_id,
            card_id=card.fund_id,
            face=command.price,
            bought_at=turn.now,
            valid_until=card.valid_until,
            granted=_grant(granted, wallet.currency),
            cash=Money(wallet.cash_micros, wallet.currency),
        )


def _grant(granted: Fund | None, currency: str) -> GrantView | None:
    if granted is None:
        return None
    return GrantView(voucher_id=granted.fund_id, face=Money(granted.amount_micros, currency), valid_until=granted.valid_until)
