from enum import StrEnum


class BillViewKind(StrEnum):
    DAILY = "daily"

    def __str__(self) -> str:
        return str(self.value)
