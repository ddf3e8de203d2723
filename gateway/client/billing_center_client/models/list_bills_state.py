from enum import StrEnum


class ListBillsState(StrEnum):
    ISSUED = "issued"
    OWED = "owed"
    PAID = "paid"

    def __str__(self) -> str:
        return str(self.value)
