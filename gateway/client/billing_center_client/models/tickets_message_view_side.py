from enum import StrEnum


class TicketsMessageViewSide(StrEnum):
    CUSTOMER = "customer"
    SUPPORT = "support"

    def __str__(self) -> str:
        return str(self.value)
