from enum import StrEnum


class ListRechargesState(StrEnum):
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    PAID = "paid"
    PENDING = "pending"

    def __str__(self) -> str:
        return str(self.value)
