from enum import StrEnum


class BatchViewKind(StrEnum):
    CARD = "card"
    DISCOUNT_VOUCHER = "discount_voucher"
    VOUCHER = "voucher"

    def __str__(self) -> str:
        return str(self.value)
