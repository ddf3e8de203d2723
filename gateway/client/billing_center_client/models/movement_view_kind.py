from enum import StrEnum


class MovementViewKind(StrEnum):
    CARD = "card"
    CASH = "cash"
    DEBT = "debt"
    DISCOUNT_VOUCHER = "discount_voucher"
    VOUCHER = "voucher"

    def __str__(self) -> str:
        return str(self.value)
