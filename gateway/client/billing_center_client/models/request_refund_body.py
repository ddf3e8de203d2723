from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="RequestRefundBody")


@_attrs_define
class RequestRefundBody:
    """
    Attributes:
        amount (Money):
        reason (str): why this is done, for those who ask later Example: reported as stolen.
        payout_account (str): what people call the account that is paid to; never its whole number Example: their
            account at ICBC, ending 4402.
    """

    amount: Money
    reason: str
    payout_account: str

    def to_dict(self) -> dict[str, Any]:
        amount = self.amount.to_dict()

        reason = self.reason

        payout_account = self.payout_account

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "amount": amount,
                "reason": reason,
                "payout_account": payout_account,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.money import Money

        d = dict(src_dict)
        amount = Money.from_dict(d.pop("amount"))

        reason = d.pop("reason")

        payout_account = d.pop("payout_account")

        request_refund_body = cls(
            amount=amount,
            reason=reason,
            payout_account=payout_account,
        )

        return request_refund_body
