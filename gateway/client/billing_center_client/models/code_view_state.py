from enum import StrEnum


class CodeViewState(StrEnum):
    EXPIRED = "expired"
    REDEEMED = "redeemed"
    UNUSED = "unused"
    WITHDRAWN = "withdrawn"

    def __str__(self) -> str:
        return str(self.value)
