from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.price_view import PriceView


T = TypeVar("T", bound="PriceBookView")


@_attrs_define
class PriceBookView:
    """
    Attributes:
        name (str):
        effective_from (datetime.date):
        prices (list[PriceView]):
        currency (None | str | Unset):
        region (None | str | Unset):
    """

    name: str
    effective_from: datetime.date
    prices: list[PriceView]
    currency: None | str | Unset = UNSET
    region: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        effective_from = self.effective_from.isoformat()

        prices = []
        for prices_item_data in self.prices:
            prices_item = prices_item_data.to_dict()
            prices.append(prices_item)

        currency: None | str | Unset
        if isinstance(self.currency, Unset):
            currency = UNSET
        else:
            currency = self.currency

        region: None | str | Unset
        if isinstance(self.region, Unset):
            region = UNSET
        else:
            region = self.region

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "effective_from": effective_from,
                "prices": prices,
            }
        )
        if currency is not UNSET:
            field_dict["currency"] = currency
        if region is not UNSET:
            field_dict["region"] = region

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.price_view import PriceView

        d = dict(src_dict)
        name = d.pop("name")

        effective_from = datetime.date.fromisoformat(d.pop("effective_from"))

        prices = []
        _prices = d.pop("prices")
        for prices_item_data in _prices:
            prices_item = PriceView.from_dict(prices_item_data)

            prices.append(prices_item)

        def _parse_currency(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        currency = _parse_currency(d.pop("currency", UNSET))

        def _parse_region(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        region = _parse_region(d.pop("region", UNSET))

        price_book_view = cls(
            name=name,
            effective_from=effective_from,
            prices=prices,
            currency=currency,
            region=region,
        )

        return price_book_view
