from enum import StrEnum


class ListHuaweiOrdersState(StrEnum):
    CANCELLED = "cancelled"
    OPEN = "open"
    REDEEMED = "redeemed"

    def __str__(self) -> str:
        return str(self.value)
