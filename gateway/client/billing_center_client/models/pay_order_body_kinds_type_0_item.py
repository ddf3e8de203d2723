from enum import StrEnum


class PayOrderBodyKindsType0Item(StrEnum):
    CARD = "card"
    CASH = "cash"
    DISCOUNT_VOUCHER = "discount_voucher"
    VOUCHER = "voucher"

    def __str__(self) -> str:
        return str(self.value)
