"""Orders, holds, thresholds, and what is given back of bills."""

from __future__ import annotations

from gateway.api.wallet import WALLET
from services.kernel.schemas import Page
from services.wallet import schemas as s

WALLET.tell("POST", "/v1/holds", s.ReserveFunds, s.HoldView, call="reserve_funds", status=201, is_money=True)
WALLET.ask("/v1/holds", s.ListHolds, Page[s.HoldView], call="list_holds")
WALLET.ask("/v1/holds/<uuid:hold_id>", s.HoldOf, s.HoldView, call="hold_of")
WALLET.tell("POST", "/v1/holds/<uuid:hold_id>/capture", s.CaptureFunds, s.CaptureView, call="capture_funds", is_money=True)
WALLET.tell("POST", "/v1/holds/<uuid:hold_id>/release", s.ReleaseFunds, s.ReleaseView, call="release_funds", is_money=True)

WALLET.tell("POST", "/v1/orders", s.PlaceOrder, s.OrderView, call="place_order", status=201, is_money=True)
WALLET.ask("/v1/orders", s.ListOrders, Page[s.OrderView], call="list_orders")
WALLET.ask("/v1/orders/<uuid:order_id>", s.OrderOf, s.OrderView, call="order_of")
WALLET.tell("POST", "/v1/orders/<uuid:order_id>/payment", s.PayOrder, s.CaptureView, call="pay_order", is_money=True)
WALLET.tell("POST", "/v1/orders/<uuid:order_id>/cancellation", s.CancelOrder, s.OrderView, call="cancel_order", is_money=True)

WALLET.tell("POST", "/v1/bills/<uuid:bill_id>/waiver", s.WaiveCharge, s.ReturnView, call="waive_charge", status=201, is_money=True)

WALLET.tell("PUT", "/v1/wallet/limits", s.SetLimits, s.LimitsView, call="set_limits")
WALLET.ask("/v1/wallet/limits", s.LimitsOf, s.LimitsView, call="limits_of")
WALLET.ask("/v1/wallet/alerts", s.ListAlerts, Page[s.AlertView], call="list_alerts")
WALLET.ask("/v1/wallet/runway", s.RunwayOf, s.RunwayView, call="runway_of")
