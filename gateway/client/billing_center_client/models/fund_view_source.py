from enum import StrEnum


class FundViewSource(StrEnum):
    ADJUSTMENT = "adjustment"
    CARD_PURCHASE = "card_purchase"
    CASH = "cash"
    CODE = "code"
    GIFT = "gift"
    HUAWEI_ORDER = "huawei_order"
    OFFLINE = "offline"
    OPERATOR = "operator"
    PARTNER = "partner"

    def __str__(self) -> str:
        return str(self.value)
