from enum import StrEnum


class FundViewStatus(StrEnum):
    ACTIVE = "active"
    EXPIRED = "expired"
    FROZEN = "frozen"
    SPENT = "spent"

    def __str__(self) -> str:
        return str(self.value)
