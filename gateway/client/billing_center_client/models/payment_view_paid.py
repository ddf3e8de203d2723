from enum import StrEnum


class PaymentViewPaid(StrEnum):
    AS_DEBT = "as_debt"
    AT_CHARGE = "at_charge"
    RETURNED = "returned"
    WITH_ORDER = "with_order"

    def __str__(self) -> str:
        return str(self.value)
