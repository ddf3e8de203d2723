from enum import StrEnum


class BookStatusViewBook(StrEnum):
    BILLING = "billing"
    IDENTITY = "identity"
    SETTLEMENT = "settlement"
    TICKETS = "tickets"
    WALLET = "wallet"

    def __str__(self) -> str:
        return str(self.value)
