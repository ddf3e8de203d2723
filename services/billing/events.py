"""What billing tells the other rooms: names, versions, and a sample of each, which is how a fact looks for ever."""

from __future__ import annotations

from typing import Any, Final

from services.billing.domain import DailyBill, UsageBatches, WorkspaceTerms
from services.kernel.follower import Published

_ACCOUNT = "01938f6a-0000-7000-8000-000000000001"
_WORKSPACE = "01938f6a-0000-7000-8000-000000000101"
_BILL = "bd3cf8ee-b0e9-5c51-90c0-5cb8a4d0b0c3"

SAMPLES: Final[dict[str, dict[str, Any]]] = {
    "billing.workspace_registered.v1": {
        "workspace_id": _WORKSPACE,
        "account_id": _ACCOUNT,
        "currency": "CNY",
        "site": "CN1",
        "region": "CN",
        "zone": "Asia/Shanghai",
        "plan": "commercial",
        "edition": "standard",
        "billable_from": "2026-11-01T00:00:00Z",
        "default_retentions": {"time_series": 7, "logs": 14, "logs_ingested": 14, "trace": 14, "profile": 14, "pv": 14},
        "occurred_at": "2026-11-15T09:00:00Z",
    },
    "billing.usage_recorded.v1": {
        "batch": 17,
        "rows": 4,
        "days": [
            {
                "workspace_id": _WORKSPACE,
                "day": "2026-11-16",
                "samples": 3,
                "retractions": 1,
                "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            }
        ],
        "occurred_at": "2026-11-16T04:00:02Z",
    },
    "billing.bill_issued.v1": {
        "bill_id": _BILL,
        "workspace_id": _WORKSPACE,
        "account_id": _ACCOUNT,
        "currency": "CNY",
        "site": "CN1",
        "day": "2026-11-16",
        "day_start": "2026-11-15T16:00:00Z",
        "day_end": "2026-11-16T16:00:00Z",
        "kind": "daily",
        "lines": [
            {
                "line_id": "0a4f8d3e-5a44-5b0f-8f61-9d6f3a3f0d11",
                "item": "trace",
                "retention_days": 7,
                "key": "",
                "quantity": 2_000_000,
                "billable": "25000003/10",
                "unit_size": 1_000_000,
                "unit_price_micros": 3_000_000,
                "vouchers_may_pay": True,
                "amount_micros": 7_500_001,
            }
        ],
        "total_micros": 7_500_001,
        "usage_position": 41,
        "terms_position": 1,
        "price_book": "2024-02-01",
        "rules_version": 1,
        "occurred_at": "2026-11-16T17:00:03Z",
    },
    "billing.payment_recorded.v1": {
        "bill_id": _BILL,
        "account_id": _ACCOUNT,
        "method": "billing_center",
        "taken_micros": 7_000_000,
        "owed_micros": 500_001,
        "cloud_micros": 0,
        "occurred_at": "2026-11-16T17:00:05Z",
    },
}

PUBLISHED: Final = Published(
    "billing",
    {
        WorkspaceTerms.Registered: "billing.workspace_registered.v1",
        UsageBatches.Recorded: "billing.usage_recorded.v1",
        DailyBill.Issued: "billing.bill_issued.v1",
        DailyBill.PaymentRecorded: "billing.payment_recorded.v1",
    },
    samples=SAMPLES,
)
