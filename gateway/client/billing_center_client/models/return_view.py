from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.money import Money
    from ..models.remainder_view import RemainderView
    from ..models.taken_view import TakenView


T = TypeVar("T", bound="ReturnView")


@_attrs_define
class ReturnView:
    """
    Attributes:
        bill_id (UUID):
        of_bill_id (UUID):
        forgiven (list[RemainderView]):
        taken_back (list[TakenView]):
        granted_voucher_id (None | UUID):
        cloud (list[RemainderView]):
        repaid (Money):
    """

    bill_id: UUID
    of_bill_id: UUID
    forgiven: list[RemainderView]
    taken_back: list[TakenView]
    granted_voucher_id: None | UUID
    cloud: list[RemainderView]
    repaid: Money

    def to_dict(self) -> dict[str, Any]:
        bill_id = str(self.bill_id)

        of_bill_id = str(self.of_bill_id)

        forgiven = []
        for forgiven_item_data in self.forgiven:
            forgiven_item = forgiven_item_data.to_dict()
            forgiven.append(forgiven_item)

        taken_back = []
        for taken_back_item_data in self.taken_back:
            taken_back_item = taken_back_item_data.to_dict()
            taken_back.append(taken_back_item)

        granted_voucher_id: None | str
        if isinstance(self.granted_voucher_id, UUID):
            granted_voucher_id = str(self.granted_voucher_id)
        else:
            granted_voucher_id = self.granted_voucher_id

        cloud = []
        for cloud_item_data in self.cloud:
            cloud_item = cloud_item_data.to_dict()
            cloud.append(cloud_item)

        repaid = self.repaid.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "bill_id": bill_id,
                "of_bill_id": of_bill_id,
                "forgiven": forgiven,
                "taken_back": taken_back,
                "granted_voucher_id": granted_voucher_id,
                "cloud": cloud,
                "repaid": repaid,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.money import Money
        from ..models.remainder_view import RemainderView
        from ..models.taken_view import TakenView

        d = dict(src_dict)
        bill_id = UUID(d.pop("bill_id"))

        of_bill_id = UUID(d.pop("of_bill_id"))

        forgiven = []
        _forgiven = d.pop("forgiven")
        for forgiven_item_data in _forgiven:
            forgiven_item = RemainderView.from_dict(forgiven_item_data)

            forgiven.append(forgiven_item)

        taken_back = []
        _taken_back = d.pop("taken_back")
        for taken_back_item_data in _taken_back:
            taken_back_item = TakenView.from_dict(taken_back_item_data)

            taken_back.append(taken_back_item)

        def _parse_granted_voucher_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                granted_voucher_id_type_0 = UUID(data)

                return granted_voucher_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        granted_voucher_id = _parse_granted_voucher_id(d.pop("granted_voucher_id"))

        cloud = []
        _cloud = d.pop("cloud")
        for cloud_item_data in _cloud:
            cloud_item = RemainderView.from_dict(cloud_item_data)

            cloud.append(cloud_item)

        repaid = Money.from_dict(d.pop("repaid"))

        return_view = cls(
            bill_id=bill_id,
            of_bill_id=of_bill_id,
            forgiven=forgiven,
            taken_back=taken_back,
            granted_voucher_id=granted_voucher_id,
            cloud=cloud,
            repaid=repaid,
        )

        return return_view
