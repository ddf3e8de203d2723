from enum import StrEnum


class ListHoldsStatus(StrEnum):
    CAPTURED = "captured"
    EXPIRED = "expired"
    LIVE = "live"
    RELEASED = "released"

    def __str__(self) -> str:
        return str(self.value)
