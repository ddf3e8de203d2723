"""Offline transfers: announced by customers, found in bank statements, assigned by operators. Refunds of cash, by two operators."""

from __future__ import annotations

from typing import Final

from gateway.api.wallet import WALLET
from services.kernel.schemas import Page
from services.wallet import schemas as s

STATEMENT_LIMIT_BYTES: Final = 10 << 20
"""A bank statement in base 64, in JSON."""

WALLET.ask("/v1/bank-details", s.BankDetailsOf, s.BankDetailsView, call="bank_details")

WALLET.tell("POST", "/v1/transfer-orders", s.AnnounceTransfer, s.TransferOrderView, call="announce_transfer", status=201, is_money=True)
WALLET.ask("/v1/transfer-orders", s.ListTransferOrders, Page[s.TransferOrderView], call="list_transfer_orders")
WALLET.ask("/v1/transfer-orders/<uuid:transfer_order_id>", s.TransferOrderOf, s.TransferOrderView, call="transfer_order_of")
WALLET.tell(
    "POST",
    "/v1/transfer-orders/<uuid:transfer_order_id>/cancellation",
    s.CancelTransfer,
    s.TransferOrderView,
    call="cancel_transfer",
    is_money=True,
)

WALLET.tell(
    "POST",
    "/v1/bank-statements",
    s.UploadBankStatement,
    s.BankStatementView,
    call="upload_bank_statement",
    status=202,
    is_money=True,
    limit_bytes=STATEMENT_LIMIT_BYTES,
)
WALLET.ask("/v1/bank-statements", s.ListBankStatements, Page[s.BankStatementView], call="list_bank_statements")
WALLET.ask("/v1/bank-statements/<uuid:statement_id>", s.BankStatementOf, s.BankStatementView, call="bank_statement_of")
WALLET.ask("/v1/bank-statements/<uuid:statement_id>/lines", s.ListBankLines, Page[s.BankLineView], call="list_bank_lines")
WALLET.tell("POST", "/v1/review-items/<uuid:review_id>/assignment", s.AssignLine, s.AssignmentView, call="assign_line", is_money=True)

WALLET.tell("POST", "/v1/refunds", s.RequestRefund, s.RefundView, call="request_refund", status=201, is_money=True)
WALLET.ask("/v1/refunds", s.ListRefunds, Page[s.RefundView], call="list_refunds")
WALLET.ask("/v1/refunds/<uuid:refund_id>", s.RefundOf, s.RefundView, call="refund_of")
WALLET.tell("POST", "/v1/refunds/<uuid:refund_id>/approval", s.ApproveRefund, s.RefundView, call="approve_refund", is_money=True)
WALLET.tell("POST", "/v1/refunds/<uuid:refund_id>/rejection", s.RejectRefund, s.RefundView, call="reject_refund", is_money=True)
