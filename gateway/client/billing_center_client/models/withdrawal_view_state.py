from enum import StrEnum


class WithdrawalViewState(StrEnum):
    WITHDRAWN = "withdrawn"

    def __str__(self) -> str:
        return str(self.value)
