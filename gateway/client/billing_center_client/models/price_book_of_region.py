from enum import StrEnum


class PriceBookOfRegion(StrEnum):
    CN = "CN"
    INTL = "INTL"

    def __str__(self) -> str:
        return str(self.value)
