from enum import StrEnum


class ExportStatementReason(StrEnum):
    ADJUSTMENT = "adjustment"
    CARD_BOUGHT = "card_bought"
    CARD_ORDER = "card_order"
    CARD_RECEIVED = "card_received"
    DAILY_BILL = "daily_bill"
    DEBT_REPAID = "debt_repaid"
    EXPIRED = "expired"
    GRANTED_WITH_CARD = "granted_with_card"
    ORDER = "order"
    RECHARGE = "recharge"
    REFUND = "refund"
    TRANSFER = "transfer"
    VOUCHER_ACTIVATED = "voucher_activated"
    VOUCHER_GRANTED = "voucher_granted"

    def __str__(self) -> str:
        return str(self.value)
