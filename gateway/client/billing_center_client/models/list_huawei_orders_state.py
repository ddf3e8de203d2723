from enum import StrEnum


class ListHuaweiOrdersState(StrEnum):
    OPEN = "open"
    REDEEMED = "redeemed"

    def __str__(self) -> str:
        return str(self.value)
