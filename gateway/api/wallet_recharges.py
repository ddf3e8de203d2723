"""Paying in online, and what operators must look at. What channels and browsers ask for is in `gateway.payments`."""

from __future__ import annotations

from gateway.api.wallet import WALLET
from services.kernel.schemas import Page
from services.wallet import schemas as s

WALLET.tell("POST", "/v1/recharges", s.OrderRecharge, s.RechargeView, call="order_recharge", status=201, is_money=True)
WALLET.ask("/v1/recharges", s.ListRecharges, Page[s.RechargeView], call="list_recharges")
WALLET.ask("/v1/recharges/<uuid:recharge_id>", s.RechargeOf, s.RechargeView, call="recharge_of")
WALLET.tell(
    "POST", "/v1/recharges/<uuid:recharge_id>/cancellation", s.CancelRecharge, s.RechargeView, call="cancel_recharge", is_money=True
)
WALLET.tell("POST", "/v1/settlement-files", s.CompareSettlementFile, s.SettlementFileView, call="compare_settlement_file", is_money=True)

WALLET.ask("/v1/review-items", s.ListReviewItems, Page[s.ReviewItemView], call="list_review_items")
WALLET.tell("POST", "/v1/review-items/<uuid:review_id>/resolution", s.ResolveReview, s.ReviewItemView, call="resolve_review")
