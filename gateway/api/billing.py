"""Bills, what they are computed from, estimates, and closing days."""

from __future__ import annotations

from typing import Final

from gateway.routes import RoomRoutes
from services.billing import schemas as s
from services.kernel.schemas import Page

BILLING: Final = RoomRoutes("billing", tag="billing", description="What was used and what it costs.")

BILLING.ask("/v1/bills", s.ListBills, Page[s.BillSummary], call="list_bills")
BILLING.ask("/v1/bills/<uuid:bill_id>", s.BillOf, s.BillView, call="bill_of")
BILLING.ask("/v1/workspaces/<uuid:workspace_id>/terms", s.TermsOf, s.TermsView, call="terms_of")
BILLING.ask("/v1/accrued", s.AccruedOf, s.AccruedView, call="accrued_of")
BILLING.ask("/v1/workspaces/<uuid:workspace_id>/usage", s.UsageSummary, s.UsageSummaryView, call="usage_summary")
BILLING.ask("/v1/usage/receipts/<uuid:receipt_id>", s.UsageReceipt, s.UsageReceiptView, call="usage_receipt")

BILLING.ask("/v1/estimates", s.Estimate, s.EstimateView, call="estimate", method="POST")
BILLING.ask("/v1/price-books", s.PriceBooks, s.PriceBooksView, call="price_books")
BILLING.ask("/v1/price-books/<day>", s.PriceBookOf, s.PriceBookView, call="price_book_of")

BILLING.tell("POST", "/v1/closes", s.CloseDays, s.CloseView, call="close_days", status=202)
BILLING.ask("/v1/closes/<uuid:job_id>", s.CloseStatus, s.CloseView, call="close_status")
