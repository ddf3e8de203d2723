from enum import StrEnum


class SettlementFileViewChannel(StrEnum):
    ALIPAY = "alipay"
    STRIPE = "stripe"

    def __str__(self) -> str:
        return str(self.value)
