from enum import StrEnum


class RechargeViewChannel(StrEnum):
    ALIPAY = "alipay"
    STRIPE = "stripe"

    def __str__(self) -> str:
        return str(self.value)
