from enum import StrEnum


class AccountViewKind(StrEnum):
    CUSTOMER = "customer"
    OPERATOR = "operator"

    def __str__(self) -> str:
        return str(self.value)
