from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.pay_order_body_kinds_type_0_item import PayOrderBodyKindsType0Item
from ..types import UNSET, Unset

T = TypeVar("T", bound="PayOrderBody")


@_attrs_define
class PayOrderBody:
    """
    Attributes:
        kinds (list[PayOrderBodyKindsType0Item] | None | Unset): the kinds of funds that may be used, always in
            deduction order
    """

    kinds: list[PayOrderBodyKindsType0Item] | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
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

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if kinds is not UNSET:
            field_dict["kinds"] = kinds

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_kinds(
            data: object,
        ) -> list[PayOrderBodyKindsType0Item] | None | Unset:
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
                    kinds_type_0_item = PayOrderBodyKindsType0Item(
                        kinds_type_0_item_data
                    )

                    kinds_type_0.append(kinds_type_0_item)

                return kinds_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[PayOrderBodyKindsType0Item] | None | Unset, data)

        kinds = _parse_kinds(d.pop("kinds", UNSET))

        pay_order_body = cls(
            kinds=kinds,
        )

        return pay_order_body
