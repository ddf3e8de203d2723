from enum import StrEnum


class BillViewState(StrEnum):
    ISSUED = "issued"
    OWED = "owed"
    PAID = "paid"

    def __str__(self) -> str:
        return str(self.value)
