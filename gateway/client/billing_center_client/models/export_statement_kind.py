from enum import StrEnum


class ExportStatementKind(StrEnum):
    CARD = "card"
    CASH = "cash"
    DEBT = "debt"
    DISCOUNT_VOUCHER = "discount_voucher"
    VOUCHER = "voucher"

    def __str__(self) -> str:
        return str(self.value)
