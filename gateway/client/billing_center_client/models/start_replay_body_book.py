from enum import StrEnum


class StartReplayBodyBook(StrEnum):
    BILLING = "billing"
    WALLET = "wallet"

    def __str__(self) -> str:
        return str(self.value)
