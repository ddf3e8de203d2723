from enum import StrEnum


class ListBatchesState(StrEnum):
    EXPIRED = "expired"
    OPEN = "open"
    WITHDRAWN = "withdrawn"

    def __str__(self) -> str:
        return str(self.value)
