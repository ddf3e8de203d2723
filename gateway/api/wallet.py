"""Money: what is owned and owed, and every movement. Each write has an Idempotency-Key."""

from __future__ import annotations

from typing import Final

from gateway.routes import RoomRoutes
from services.kernel.schemas import Page
from services.wallet import schemas as s

WALLET: Final = RoomRoutes("wallet", tag="wallet", description="What is owned and owed, and every movement that made it so.")

WALLET.ask("/v1/wallet", s.BalanceOf, s.BalanceView, call="balance_of")
WALLET.ask("/v1/wallet/funds", s.ListFunds, Page[s.FundView], call="list_funds")
WALLET.ask("/v1/wallet/payments", s.ListPayments, Page[s.PaymentView], call="list_payments")
WALLET.tell("POST", "/v1/wallet/transfers", s.CreditTransfer, s.CreditView, call="credit_transfer", status=201, is_money=True)

WALLET.tell("POST", "/v1/cards", s.BuyCard, s.CardView, call="buy_card", status=201, is_money=True)
