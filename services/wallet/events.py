"""What the wallet tells the other rooms: names, versions, and one sample of each, which is how a fact looks for ever."""

from __future__ import annotations

from typing import Any, Final

from services.kernel.follower import Published
from services.wallet.domain import Wallet

_ACCOUNT: Final = "0b9f7c1e-4d1a-4b7e-9a52-6f0c8d2e1a01"
_CASH: Final = "3d5b1f60-7a3c-5e0d-8f4e-9b1c2d3e4f05"
_VOUCHER: Final = "9a1b2c3d-4e5f-5a6b-8c7d-8e9f0a1b2c06"
_CARD: Final = "7c6d5e4f-3a2b-5c1d-9e8f-7a6b5c4d3e07"
_BILL: Final = "5e4d3c2b-1a0f-5e9d-8c7b-6a5f4e3d2c08"
_LOGS: Final = "1f2e3d4c-5b6a-5978-8695-a4b3c2d1e009"
_SMS: Final = "2a3b4c5d-6e7f-5081-92a3-b4c5d6e7f010"
_AT: Final = "2026-11-23T17:05:00.250000Z"

_MINE: Final = {"account_id": _ACCOUNT, "currency": "CNY"}
_REPAID: Final = {"line_id": _SMS, "fund_id": _CASH, "kind": "cash", "amount_micros": 400_000, "bill_id": _BILL}

SAMPLES: Final[dict[str, dict[str, Any]]] = {
    "wallet.opened.v1": {**_MINE, "occurred_at": _AT},
    "wallet.cash_credited.v1": {
        **_MINE,
        "fund_id": _CASH,
        "amount_micros": 100_000_000,
        "channel": "offline_transfer",
        "reference": "TT-20261123-0042",
        "by_member_id": "6b5a4938-2716-4504-93e2-d1c0bfae9d12",
        "repaid": [_REPAID],
        "occurred_at": "2026-11-22T16:00:00Z",
    },
    "wallet.voucher_activated.v1": {
        **_MINE,
        "fund": {
            "fund_id": _VOUCHER,
            "kind": "voucher",
            "amount_micros": 20_000_000,
            "activated_at": _AT,
            "valid_until": "2027-11-23T17:05:00Z",
        },
        "batch_id": "4c3b2a19-0817-4615-9413-02f1e0d9c811",
        "campaign": "welcome",
        "repaid": [],
        "occurred_at": _AT,
    },
    "wallet.card_bought.v1": {
        **_MINE,
        "cash_id": _CASH,
        "card": {
            "fund_id": _CARD,
            "kind": "card",
            "amount_micros": 100_000_000,
            "activated_at": _AT,
            "valid_until": "2029-11-23T17:05:00.250000Z",
        },
        "granted": None,
        "occurred_at": _AT,
    },
    "wallet.charged.v1": {
        **_MINE,
        "bill_id": _BILL,
        "reason": "daily_bill",
        "family": "billing_center",
        "vendor": None,
        "lines": [
            {"line_id": _LOGS, "amount_micros": 2_400_000, "vouchers_may_pay": True},
            {"line_id": _SMS, "amount_micros": 1_000_000, "vouchers_may_pay": False},
        ],
        "taken": [
            {"line_id": _LOGS, "fund_id": _VOUCHER, "kind": "voucher", "amount_micros": 2_400_000},
            {"line_id": _SMS, "fund_id": _CASH, "kind": "cash", "amount_micros": 600_000},
        ],
        "owed": [{"line_id": _SMS, "amount_micros": 400_000}],
        "cloud": [],
        "occurred_at": _AT,
    },
    "wallet.debt_cleared.v1": {**_MINE, "occurred_at": _AT},
}

PUBLISHED: Final = Published(
    "wallet",
    {
        Wallet.Opened: "wallet.opened.v1",
        Wallet.CashCredited: "wallet.cash_credited.v1",
        Wallet.VoucherActivated: "wallet.voucher_activated.v1",
        Wallet.CardBought: "wallet.card_bought.v1",
        Wallet.Charged: "wallet.charged.v1",
        Wallet.DebtCleared: "wallet.debt_cleared.v1",
    },
    samples=SAMPLES,
)
