from enum import StrEnum


class HuaweiOrderViewState(StrEnum):
    OPEN = "open"
    REDEEMED = "redeemed"

    def __str__(self) -> str:
        return str(self.value)
