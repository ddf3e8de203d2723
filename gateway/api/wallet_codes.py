"""Vouchers, prepaid cards and their codes: issued, granted, assigned, redeemed, taken out of use."""

from __future__ import annotations

from gateway.api.wallet import WALLET
from services.kernel.schemas import Page
from services.wallet import schemas as s

WALLET.tell("POST", "/v1/voucher-batches", s.IssueVouchers, s.VoucherBatchView, call="issue_vouchers", status=201, is_money=True)
WALLET.ask("/v1/voucher-batches", s.ListBatches, Page[s.BatchView], call="list_batches")
WALLET.ask("/v1/voucher-batches/<uuid:batch_id>", s.BatchOf, s.BatchView, call="batch_of")
WALLET.ask("/v1/voucher-batches/<uuid:batch_id>/codes", s.ListCodes, Page[s.CodeView], call="list_codes")
WALLET.tell(
    "POST", "/v1/voucher-batches/<uuid:batch_id>/withdrawal", s.WithdrawBatch, s.WithdrawalView, call="withdraw_batch", is_money=True
)

WALLET.ask("/v1/vouchers", s.ListVouchers, Page[s.FundView], call="list_vouchers")
WALLET.tell("POST", "/v1/vouchers", s.ActivateVoucher, s.VoucherView, call="activate_voucher", status=201, is_money=True)
WALLET.tell("POST", "/v1/voucher-grants", s.GrantVoucher, s.VoucherView, call="grant_voucher", status=201, is_money=True)

WALLET.ask("/v1/cards", s.ListCards, Page[s.FundView], call="list_cards")
WALLET.tell("POST", "/v1/card-redemptions", s.RedeemCard, s.ReceivedCardView, call="redeem_card", status=201, is_money=True)
WALLET.tell("POST", "/v1/card-assignments", s.AssignCard, s.ReceivedCardView, call="assign_card", status=201, is_money=True)

WALLET.tell("POST", "/v1/huawei-orders", s.RecordHuaweiOrder, s.HuaweiOrderView, call="record_huawei_order", status=201, is_money=True)
WALLET.tell("PUT", "/v1/huawei-orders/<uuid:order_id>", s.CorrectHuaweiOrder, s.HuaweiOrderView, call="correct_huawei_order", is_money=True)
WALLET.ask("/v1/huawei-orders", s.ListHuaweiOrders, Page[s.HuaweiOrderView], call="list_huawei_orders")
WALLET.tell(
    "POST", "/v1/huawei-redemptions", s.RedeemHuaweiOrder, s.ReceivedCardView, call="redeem_huawei_order", status=201, is_money=True
)

WALLET.tell("POST", "/v1/wallet/funds/<uuid:fund_id>/freeze", s.FreezeFund, s.FreezeView, call="freeze_fund", is_money=True)
WALLET.tell("POST", "/v1/wallet/funds/<uuid:fund_id>/unfreeze", s.UnfreezeFund, s.FreezeView, call="unfreeze_fund", is_money=True)
