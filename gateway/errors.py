"""The one table that gives each refusal its HTTP status.

A new refusal of a room needs a line here only if 422 does not say it: the request was understood and the domain says no.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

DEFAULT_STATUS: Final = HTTPStatus.UNPROCESSABLE_ENTITY

STATUS: Final = {
    # what the client sent
    "kernel.invalid_input": 422,
    "gateway.body_is_malformed": 400,
    "gateway.idempotency_key_is_missing": 400,
    "gateway.idempotency_key_is_invalid": 400,
    "gateway.gzip_is_malformed": 400,
    "gateway.body_is_too_large": 413,
    "gateway.encoding_is_unknown": 415,
    "gateway.media_type_is_unknown": 415,
    "kernel.command_id_is_reused": 422,
    # who the client is
    "gateway.credentials_are_missing": 401,
    "kernel.caller_is_not_trusted": 401,
    "kernel.not_allowed": 403,
    "kernel.not_found": 404,
    # who the client is not
    "identity.credential_is_unknown": 401,
    "identity.credentials_are_wrong": 401,
    "identity.too_many_attempts": 429,
    "identity.too_many_codes": 429,
    "identity.code_was_just_sent": 429,
    "wallet.redeeming_is_locked": 429,
    # what is already so, or no longer so
    "identity.username_is_taken": 409,
    "identity.email_is_taken": 409,
    "identity.phone_is_taken": 409,
    "identity.role_is_indispensable": 409,
    "identity.api_key_is_revoked": 409,
    "identity.too_many_api_keys": 409,
    "identity.operators_have_no_keys": 403,
    "identity.mailbox_is_not_local": 404,
    "settlement.workspace_cannot_be_bound": 409,
    "settlement.account_is_unknown": 404,
    "tickets.ticket_is_closed": 409,
    "tickets.ticket_is_not_closed": 409,
    "tickets.ticket_is_not_withdrawn": 409,
    "tickets.ticket_is_rated": 409,
    "tickets.ticket_is_taken": 409,
    "tickets.ticket_is_withdrawn": 409,
    "tickets.ticket_waits_for_us": 409,
    "wallet.bill_is_charged": 409,
    "wallet.cash_is_insufficient": 409,
    "wallet.transfer_is_credited": 409,
    "wallet.review_is_resolved": 409,
    "wallet.recharge_is_over": 409,
    "wallet.too_many_recharges": 429,
    "wallet.channel_does_not_answer": 503,
    "wallet.transfer_order_is_over": 409,
    "wallet.transfer_code_is_unknown": 404,
    "wallet.too_many_transfer_orders": 429,
    "wallet.review_is_not_assignable": 409,
    "wallet.refund_needs_another_operator": 403,
    "wallet.refund_is_over": 409,
    "wallet.payout_is_recorded": 409,
    "wallet.voucher_code_is_unknown": 404,
    "wallet.voucher_is_used": 409,
    "wallet.voucher_is_expired": 409,
    "wallet.voucher_is_withdrawn": 409,
    "wallet.batch_is_withdrawn": 409,
    "wallet.code_is_of_another_kind": 409,
    "wallet.huawei_order_is_unknown": 404,
    "wallet.huawei_order_is_recorded": 409,
    "wallet.huawei_order_is_redeemed": 409,
    "wallet.fund_is_over": 404,
    "wallet.hold_is_over": 409,
    "wallet.hold_is_of_a_refund": 409,
    "wallet.order_is_over": 409,
    "wallet.funds_are_insufficient": 409,
    "wallet.spending_limit_is_reached": 409,
    "wallet.too_many_holds": 429,
    "wallet.capture_is_too_large": 409,
    "wallet.return_is_too_large": 409,
    "wallet.fund_is_frozen": 409,
    "wallet.fund_is_not_frozen": 409,
    "kernel.clock_cannot_move": 403,
    "kernel.clock_moves_forward_only": 409,
    # what the machine can do now
    "gateway.intake_is_full": 429,
    "gateway.too_many_spreadsheets": 429,
    "gateway.intake_is_blocked": 503,
    "gateway.room_is_unavailable": 503,
    "gateway.room_has_failed": 502,
    "gateway.deadline_is_exceeded": 504,
}
"""Refusal code to HTTP status. What is not here is 422."""

HTTP_CODES: Final = {
    400: "http.bad_request",
    404: "http.no_such_route",
    405: "http.method_not_allowed",
    406: "http.not_acceptable",
    408: "http.request_timed_out",
    411: "http.length_required",
    413: "http.body_too_large",
    414: "http.address_too_long",
    415: "http.unsupported_media_type",
    416: "http.range_not_satisfiable",
    431: "http.headers_too_large",
    500: "http.internal_error",
}
"""The codes of errors that arise in the machinery of HTTP itself."""


def status_of(code: str) -> int:
    """The HTTP status of a refusal's code."""
    return int(STATUS.get(code, DEFAULT_STATUS))
