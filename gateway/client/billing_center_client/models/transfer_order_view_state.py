from enum import StrEnum


class TransferOrderViewState(StrEnum):
    CANCELLED = "cancelled"
    CREDITED = "credited"
    EXPIRED = "expired"
    OPEN = "open"

    def __str__(self) -> str:
        return str(self.value)
