from enum import StrEnum


class RefundViewState(StrEnum):
    APPROVED = "approved"
    EXPIRED = "expired"
    REJECTED = "rejected"
    REQUESTED = "requested"

    def __str__(self) -> str:
        return str(self.value)
