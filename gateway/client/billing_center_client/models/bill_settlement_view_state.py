from enum import StrEnum


class BillSettlementViewState(StrEnum):
    OWED = "owed"
    SETTLED = "settled"

    def __str__(self) -> str:
        return str(self.value)
