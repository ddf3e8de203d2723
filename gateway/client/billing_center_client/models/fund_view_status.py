from enum import StrEnum


class FundViewStatus(StrEnum):
    ACTIVE = "active"
    EXPIRED = "expired"
    SPENT = "spent"

    def __str__(self) -> str:
        return str(self.value)
