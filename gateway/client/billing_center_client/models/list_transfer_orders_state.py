from enum import StrEnum


class ListTransferOrdersState(StrEnum):
    CANCELLED = "cancelled"
    CREDITED = "credited"
    EXPIRED = "expired"
    OPEN = "open"

    def __str__(self) -> str:
        return str(self.value)
