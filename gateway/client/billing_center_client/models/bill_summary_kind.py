from enum import StrEnum


class BillSummaryKind(StrEnum):
    DAILY = "daily"

    def __str__(self) -> str:
        return str(self.value)
