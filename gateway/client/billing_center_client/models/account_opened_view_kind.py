from enum import StrEnum


class AccountOpenedViewKind(StrEnum):
    CUSTOMER = "customer"
    OPERATOR = "operator"

    def __str__(self) -> str:
        return str(self.value)
