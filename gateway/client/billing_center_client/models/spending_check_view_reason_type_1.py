from enum import StrEnum


class SpendingCheckViewReasonType1(StrEnum):
    ACCOUNT_IS_IN_ARREARS = "account_is_in_arrears"
    FUNDS_ARE_INSUFFICIENT = "funds_are_insufficient"
    SPENDING_LIMIT_IS_REACHED = "spending_limit_is_reached"

    def __str__(self) -> str:
        return str(self.value)
