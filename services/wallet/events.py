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
_ADJUSTMENT: Final = "6f5e4d3c-2b1a-5f0e-8d9c-7b6a5f4e3d13"
_HOLD: Final = "0191f0a1-2b3c-7d4e-8f5a-6b7c8d9e0f14"
_ORDER: Final = "0191f0a1-2b3c-7d4e-8f5a-6b7c8d9e0f15"
_OPERATOR: Final = "6b5a4938-2716-4504-93e2-d1c0bfae9d12"
_AT: Final = "2026-11-23T17:05:00.250000Z"

_MINE: Final = {"account_id": _ACCOUNT, "currency": "CNY"}
_REPAID: Final = {"line_id": _SMS, "fund_id": _CASH, "kind": "cash", "amount_micros": 400_000, "bill_id": _BILL}
_FUND_OF_CARD: Final = {
    "fund_id": _CARD,
    "kind": "card",
    "amount_micros": 100_000_000,
    "activated_at": _AT,
    "valid_until": "2029-11-23T17:05:00.250000Z",
}

SAMPLES: Final[dict[str, dict[str, Any]]] = {
    "wallet.opened.v1": {**_MINE, "occurred_at": _AT},
    "wallet.cash_credited.v1": {
        **_MINE,
        "fund_id": _CASH,
        "amount_micros": 100_000_000,
        "channel": "offline_transfer",
        "reference": "TT-20261123-0042",
        "by_member_id": _OPERATOR,
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
    "wallet.voucher_granted.v1": {
        **_MINE,
        "fund": {
            "fund_id": _VOUCHER,
            "kind": "discount_voucher",
            "amount_micros": 50_000_000,
            "activated_at": _AT,
            "valid_until": "2027-11-23T17:05:00.250000Z",
        },
        "reason": "for the outage of last week",
        "by_member_id": _OPERATOR,
        "repaid": [],
        "occurred_at": _AT,
    },
    "wallet.card_bought.v1": {
        **_MINE,
        "cash_id": _CASH,
        "card": _FUND_OF_CARD,
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
    "wallet.card_received.v1": {
        **_MINE,
        "card": _FUND_OF_CARD,
        "source": "huawei_order",
        "reference": "CS2611230042",
        "batch_id": None,
        "by_member_id": None,
        "repaid": [{**_REPAID, "fund_id": _CARD, "kind": "card"}],
        "occurred_at": _AT,
    },
    "wallet.charge_returned.v1": {
        **_MINE,
        "bill_id": _ADJUSTMENT,
        "of_bill_id": _BILL,
        "vendor": None,
        "lines": [
            {"line_id": _LOGS, "amount_micros": 1_000_000, "vouchers_may_pay": True},
            {"line_id": _SMS, "amount_micros": 500_000, "vouchers_may_pay": False},
        ],
        "forgiven": [{"line_id": _SMS, "amount_micros": 400_000}],
        "taken_back": [
            {"line_id": _LOGS, "fund_id": _VOUCHER, "kind": "voucher", "amount_micros": 1_000_000},
            {"line_id": _SMS, "fund_id": _CASH, "kind": "cash", "amount_micros": 100_000},
        ],
        "credited": [{"fund_id": _CASH, "kind": "cash", "amount_micros": 100_000, "activated_at": _AT, "valid_until": None}],
        "granted": {
            "fund_id": _VOUCHER,
            "kind": "voucher",
            "amount_micros": 1_000_000,
            "activated_at": _AT,
            "valid_until": "2026-12-23T17:05:00.250000Z",
        },
        "cloud": [],
        "repaid": [],
        "occurred_at": _AT,
    },
    "wallet.funds_reserved.v1": {
        **_MINE,
        "hold": {
            "hold_id": _HOLD,
            "subject": _ORDER,
            "purpose": "order",
            "lines": [{"line_id": _LOGS, "amount_micros": 2_000_000, "vouchers_may_pay": True}],
            "shares": [{"line_id": _LOGS, "fund_id": _CASH, "kind": "cash", "amount_micros": 2_000_000}],
            "expires_at": "2026-11-23T17:35:00.250000Z",
        },
        "kinds": ["voucher", "card", "cash"],
        "occurred_at": _AT,
    },
    "wallet.funds_captured.v1": {
        **_MINE,
        "hold_id": _HOLD,
        "subject": _ORDER,
        "purpose": "order",
        "lines": [{"line_id": _LOGS, "amount_micros": 1_500_000, "vouchers_may_pay": True}],
        "taken": [{"line_id": _LOGS, "fund_id": _CASH, "kind": "cash", "amount_micros": 1_500_000}],
        "repaid": [_REPAID],
        "occurred_at": _AT,
    },
    "wallet.funds_released.v1": {
        **_MINE,
        "hold_id": _HOLD,
        "subject": _ORDER,
        "cause": "expired",
        "repaid": [_REPAID],
        "occurred_at": _AT,
    },
    "wallet.cash_refunded.v1": {
        **_MINE,
        "hold_id": _HOLD,
        "refund_id": _ORDER,
        "fund_id": _CASH,
        "amount_micros": 2_000_000,
        "reference": "PO-20261123-0007",
        "by_member_id": _OPERATOR,
        "occurred_at": _AT,
    },
    "wallet.fund_expired.v1": {**_MINE, "fund_id": _CARD, "kind": "card", "amount_micros": 3_000_000, "occurred_at": _AT},
    "wallet.fund_frozen.v1": {**_MINE, "fund_id": _CARD, "reason": "reported as stolen", "by_member_id": _OPERATOR, "occurred_at": _AT},
    "wallet.fund_unfrozen.v1": {
        **_MINE,
        "fund_id": _CARD,
        "reason": "found again",
        "by_member_id": _OPERATOR,
        "repaid": [{**_REPAID, "fund_id": _CARD, "kind": "card"}],
        "occurred_at": _AT,
    },
    "wallet.debt_cleared.v1": {**_MINE, "occurred_at": _AT},
    "wallet.limits_set.v1": {
        **_MINE,
        "limits": {"low_balance_micros": 50_000_000, "month_micros": None},
        "by_member_id": _OPERATOR,
        "occurred_at": _AT,
    },
    "wallet.balance_fell_low.v1": {**_MINE, "usable_micros": 49_000_000, "low_balance_micros": 50_000_000, "occurred_at": _AT},
    "wallet.balance_recovered.v1": {**_MINE, "usable_micros": 51_000_000, "low_balance_micros": 50_000_000, "occurred_at": _AT},
    "wallet.spending_reached.v1": {
        **_MINE,
        "month": "2026-11",
        "percent": 80,
        "spent_micros": 81_000_000,
        "limit_micros": 100_000_000,
        "occurred_at": _AT,
    },
}

PUBLISHED: Final = Published(
    "wallet",
    {
        Wallet.Opened: "wallet.opened.v1",
        Wallet.CashCredited: "wallet.cash_credited.v1",
        Wallet.VoucherActivated: "wallet.voucher_activated.v1",
        Wallet.VoucherGranted: "wallet.voucher_granted.v1",
        Wallet.CardBought: "wallet.card_bought.v1",
        Wallet.CardReceived: "wallet.card_received.v1",
        Wallet.Charged: "wallet.charged.v1",
        Wallet.ChargeReturned: "wallet.charge_returned.v1",
        Wallet.FundsReserved: "wallet.funds_reserved.v1",
        Wallet.FundsCaptured: "wallet.funds_captured.v1",
        Wallet.FundsReleased: "wallet.funds_released.v1",
        Wallet.CashRefunded: "wallet.cash_refunded.v1",
        Wallet.FundExpired: "wallet.fund_expired.v1",
        Wallet.FundFrozen: "wallet.fund_frozen.v1",
        Wallet.FundUnfrozen: "wallet.fund_unfrozen.v1",
        Wallet.DebtCleared: "wallet.debt_cleared.v1",
        Wallet.LimitsSet: "wallet.limits_set.v1",
        Wallet.BalanceFellLow: "wallet.balance_fell_low.v1",
        Wallet.BalanceRecovered: "wallet.balance_recovered.v1",
        Wallet.SpendingReached: "wallet.spending_reached.v1",
    },
    samples=SAMPLES,
)
