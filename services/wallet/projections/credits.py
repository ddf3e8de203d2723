"""What comes in: cash, vouchers, cards."""

from __future__ import annotations

from services.kernel.eventstore import Rowset
from services.wallet.domain import Wallet
from services.wallet.projections.projector import PROJECTOR, Movement, move, pay_debts, receive, repayments
from services.wallet.projections.tables import TRANSFERS, reference_key


@PROJECTOR.on(Wallet.CashCredited)
def _cash_credited(fact: Wallet.CashCredited, rows: Rowset) -> None:
    rows.add(TRANSFERS, channel=fact.channel, reference=reference_key(fact.reference), account_id=fact.account_id)
    reason, counterpart_kind = ("transfer", "transfer") if fact.channel == "offline_transfer" else ("recharge", fact.channel)
    credit = Movement(fact.fund_id, "cash", reason, counterpart_kind, fact.reference, fact.amount_micros)
    move(fact, [credit, *repayments(fact.repaid)], rows)
    pay_debts(fact, fact.repaid, rows)


@PROJECTOR.on(Wallet.VoucherActivated)
def _voucher_activated(fact: Wallet.VoucherActivated, rows: Rowset) -> None:
    receive(fact, fact.fund, rows, source="code", reference=fact.campaign, batch_id=fact.batch_id)
    gift = Movement(fact.fund.fund_id, fact.fund.kind, "voucher_activated", "campaign", fact.campaign, fact.fund.amount_micros)
    move(fact, [gift, *repayments(fact.repaid)], rows)
    pay_debts(fact, fact.repaid, rows)


@PROJECTOR.on(Wallet.VoucherGranted)
def _voucher_granted(fact: Wallet.VoucherGranted, rows: Rowset) -> None:
    receive(fact, fact.fund, rows, source="operator", reference=fact.reason)
    gift = Movement(fact.fund.fund_id, fact.fund.kind, "voucher_granted", "campaign", fact.reason, fact.fund.amount_micros)
    move(fact, [gift, *repayments(fact.repaid)], rows)
    pay_debts(fact, fact.repaid, rows)


@PROJECTOR.on(Wallet.CardBought)
def _card_bought(fact: Wallet.CardBought, rows: Rowset) -> None:
    card, cash_id = fact.card, fact.cash_id
    movements = [
        Movement(cash_id, "cash", "card_bought", "fund", str(card.fund_id), -card.amount_micros),
        Movement(card.fund_id, "card", "card_bought", "fund", str(cash_id), card.amount_micros),
    ]
    receive(fact, card, rows, source="cash")
    if fact.granted is not None:
        receive(fact, fact.granted, rows, source="card_purchase", reference=str(card.fund_id))
        fund_id, kind, amount = fact.granted.fund_id, fact.granted.kind, fact.granted.amount_micros
        movements.append(Movement(fund_id, kind, "granted_with_card", "fund", str(card.fund_id), amount))
    move(fact, movements, rows)


@PROJECTOR.on(Wallet.CardReceived)
def _card_received(fact: Wallet.CardReceived, rows: Rowset) -> None:
    if fact.source == "huawei_order":
        rows.add(TRANSFERS, channel=fact.source, reference=reference_key(fact.reference), account_id=fact.account_id)
    receive(fact, fact.card, rows, source=fact.source, reference=fact.reference, batch_id=fact.batch_id)
    credit = Movement(fact.card.fund_id, "card", "card_received", fact.source, fact.reference, fact.card.amount_micros)
    move(fact, [credit, *repayments(fact.repaid)], rows)
    pay_debts(fact, fact.repaid, rows)
