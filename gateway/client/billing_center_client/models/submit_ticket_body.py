from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

from ..models.submit_ticket_body_type import SubmitTicketBodyType
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.about_shape import AboutShape


T = TypeVar("T", bound="SubmitTicketBody")


@_attrs_define
class SubmitTicketBody:
    """
    Attributes:
        type_ (SubmitTicketBodyType):
        title (str): what it is about, in a line Example: A bill line is higher than I expected.
        description (str): plain text
        about (AboutShape | Unset):
    """

    type_: SubmitTicketBodyType
    title: str
    description: str
    about: AboutShape | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_.value

        title = self.title

        description = self.description

        about: dict[str, Any] | Unset = UNSET
        if not isinstance(self.about, Unset):
            about = self.about.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "type": type_,
                "title": title,
                "description": description,
            }
        )
        if about is not UNSET:
            field_dict["about"] = about

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.about_shape import AboutShape

        d = dict(src_dict)
        type_ = SubmitTicketBodyType(d.pop("type"))

        title = d.pop("title")

        description = d.pop("description")

        _about = d.pop("about", UNSET)
        about: AboutShape | Unset
        if isinstance(_about, Unset):
            about = UNSET
        else:
            about = AboutShape.from_dict(_about)

        submit_ticket_body = cls(
            type_=type_,
            title=title,
            description=description,
            about=about,
        )

        return submit_ticket_body
