from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.close_days_body_site_type_1 import CloseDaysBodySiteType1
from ..models.close_days_body_site_type_2_type_1 import CloseDaysBodySiteType2Type1
from ..models.close_days_body_site_type_3_type_1 import CloseDaysBodySiteType3Type1
from ..types import UNSET, Unset

T = TypeVar("T", bound="CloseDaysBody")


@_attrs_define
class CloseDaysBody:
    """
    Attributes:
        site (CloseDaysBodySiteType1 | CloseDaysBodySiteType2Type1 | CloseDaysBodySiteType3Type1 | None | Unset):
    """

    site: (
        CloseDaysBodySiteType1
        | CloseDaysBodySiteType2Type1
        | CloseDaysBodySiteType3Type1
        | None
        | Unset
    ) = UNSET

    def to_dict(self) -> dict[str, Any]:
        site: None | str | Unset
        if isinstance(self.site, Unset):
            site = UNSET
        elif (
            isinstance(self.site, CloseDaysBodySiteType1)
            or isinstance(self.site, CloseDaysBodySiteType2Type1)
            or isinstance(self.site, CloseDaysBodySiteType3Type1)
        ):
            site = self.site.value
        else:
            site = self.site

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if site is not UNSET:
            field_dict["site"] = site

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_site(
            data: object,
        ) -> (
            CloseDaysBodySiteType1
            | CloseDaysBodySiteType2Type1
            | CloseDaysBodySiteType3Type1
            | None
            | Unset
        ):
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                site_type_1 = CloseDaysBodySiteType1(data)

                return site_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                site_type_2_type_1 = CloseDaysBodySiteType2Type1(data)

                return site_type_2_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                site_type_3_type_1 = CloseDaysBodySiteType3Type1(data)

                return site_type_3_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(
                CloseDaysBodySiteType1
                | CloseDaysBodySiteType2Type1
                | CloseDaysBodySiteType3Type1
                | None
                | Unset,
                data,
            )

        site = _parse_site(d.pop("site", UNSET))

        close_days_body = cls(
            site=site,
        )

        return close_days_body
