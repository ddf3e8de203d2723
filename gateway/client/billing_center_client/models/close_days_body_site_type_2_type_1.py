from enum import StrEnum


class CloseDaysBodySiteType2Type1(StrEnum):
    AP1 = "AP1"
    CN1 = "CN1"
    CN2 = "CN2"
    CN3 = "CN3"
    CN4 = "CN4"
    CN5 = "CN5"
    CN6 = "CN6"
    EU1 = "EU1"
    US1 = "US1"

    def __str__(self) -> str:
        return str(self.value)
