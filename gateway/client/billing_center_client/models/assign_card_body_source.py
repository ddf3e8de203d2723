from enum import StrEnum


class AssignCardBodySource(StrEnum):
    GIFT = "gift"
    OFFLINE = "offline"
    PARTNER = "partner"

    def __str__(self) -> str:
        return str(self.value)
