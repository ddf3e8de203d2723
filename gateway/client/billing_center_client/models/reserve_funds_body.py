from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..models.reserve_funds_body_kinds_type_0_item import ReserveFundsBodyKindsType0Item
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.charge_line import ChargeLine


T = TypeVar("T", bound="ReserveFundsBody")


@_attrs_define
class ReserveFundsBody:
    """
    Attributes:
        subject (UUID): the order that it is for
        currency (str):
        lines (list[ChargeLine]):
        kinds (list[ReserveFundsBodyKindsType0Item] | None | Unset): the kinds of funds that may be used, always in
            deduction order
        expires_in_s (int | Unset): how long, in seconds; it ends earlier with the first fund in it that ends Default:
            1800.
    """

    subject: UUID
    currency: str
    lines: list[ChargeLine]
    kinds: list[ReserveFundsBodyKindsType0Item] | None | Unset = UNSET
    expires_in_s: int | Unset = 1800

    def to_dict(self) -> dict[str, Any]:
        subject = str(self.subject)

        currency = self.currency

        lines = []
        for lines_item_data in self.lines:
            lines_item = lines_item_data.to_dict()
            lines.append(lines_item)

        kinds: list[str] | None | Unset
        if isinstance(self.kinds, Unset):
            kinds = UNSET
        elif isinstance(self.kinds, list):
            kinds = []
            for kinds_type_0_item_data in self.kinds:
                kinds_type_0_item = kinds_type_0_item_data.value
                kinds.append(kinds_type_0_item)

        else:
            kinds = self.kinds

        expires_in_s = self.expires_in_s

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "subject": subject,
                "currency": currency,
                "lines": lines,
            }
        )
        if kinds is not UNSET:
            field_dict["kinds"] = kinds
        if expires_in_s is not UNSET:
            field_dict["expires_in_s"] = expires_in_s

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.charge_line import ChargeLine

        d = dict(src_dict)
        subject = UUID(d.pop("subject"))

        currency = d.pop("currency")

        lines = []
        _lines = d.pop("lines")
        for lines_item_data in _lines:
            lines_item = ChargeLine.from_dict(lines_item_data)

            lines.append(lines_item)

        def _parse_kinds(
            data: object,
        ) -> list[ReserveFundsBodyKindsType0Item] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                kinds_type_0 = []
                _kinds_type_0 = data
                for kinds_type_0_item_data in _kinds_type_0:
                    kinds_type_0_item = ReserveFundsBodyKindsType0Item(
                        kinds_type_0_item_data
                    )

                    kinds_type_0.append(kinds_type_0_item)

                return kinds_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[ReserveFundsBodyKindsType0Item] | None | Unset, data)

        kinds = _parse_kinds(d.pop("kinds", UNSET))

        expires_in_s = d.pop("expires_in_s", UNSET)

        reserve_funds_body = cls(
            subject=subject,
            currency=currency,
            lines=lines,
            kinds=kinds,
            expires_in_s=expires_in_s,
        )

        return reserve_funds_body
