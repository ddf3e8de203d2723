from enum import StrEnum


class CompareSettlementFileBodyChannel(StrEnum):
    ALIPAY = "alipay"
    STRIPE = "stripe"

    def __str__(self) -> str:
        return str(self.value)
