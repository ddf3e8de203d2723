from enum import StrEnum


class OrderRechargeBodyChannel(StrEnum):
    ALIPAY = "alipay"
    STRIPE = "stripe"

    def __str__(self) -> str:
        return str(self.value)
