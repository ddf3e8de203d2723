from enum import StrEnum


class StatementOfDirection(StrEnum):
    EXPENDITURE = "expenditure"
    INCOME = "income"

    def __str__(self) -> str:
        return str(self.value)
