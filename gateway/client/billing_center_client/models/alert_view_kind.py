from enum import StrEnum


class AlertViewKind(StrEnum):
    BALANCE_FELL_LOW = "balance_fell_low"
    BALANCE_RECOVERED = "balance_recovered"
    SPENDING_REACHED_100 = "spending_reached_100"
    SPENDING_REACHED_80 = "spending_reached_80"

    def __str__(self) -> str:
        return str(self.value)
