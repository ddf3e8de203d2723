from enum import StrEnum


class LedgerAccountViewType(StrEnum):
    ASSET = "asset"
    EXPENSE = "expense"
    INCOME = "income"
    LIABILITY = "liability"

    def __str__(self) -> str:
        return str(self.value)
