from enum import StrEnum


class ListCardsStatus(StrEnum):
    ACTIVE = "active"
    EXPIRED = "expired"
    FROZEN = "frozen"
    SPENT = "spent"

    def __str__(self) -> str:
        return str(self.value)
