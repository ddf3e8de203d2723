from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

from ..models.request_code_body_language import RequestCodeBodyLanguage
from ..models.request_code_body_purpose import RequestCodeBodyPurpose
from ..types import UNSET, Unset

T = TypeVar("T", bound="RequestCodeBody")


@_attrs_define
class RequestCodeBody:
    """
    Attributes:
        email (str): an address we can send mail to Example: lin.wei@example.com.
        purpose (RequestCodeBodyPurpose | Unset):  Default: RequestCodeBodyPurpose.REGISTER.
        language (RequestCodeBodyLanguage | Unset):  Default: RequestCodeBodyLanguage.EN.
    """

    email: str
    purpose: RequestCodeBodyPurpose | Unset = RequestCodeBodyPurpose.REGISTER
    language: RequestCodeBodyLanguage | Unset = RequestCodeBodyLanguage.EN

    def to_dict(self) -> dict[str, Any]:
        email = self.email

        purpose: str | Unset = UNSET
        if not isinstance(self.purpose, Unset):
            purpose = self.purpose.value

        language: str | Unset = UNSET
        if not isinstance(self.language, Unset):
            language = self.language.value

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "email": email,
            }
        )
        if purpose is not UNSET:
            field_dict["purpose"] = purpose
        if language is not UNSET:
            field_dict["language"] = language

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        email = d.pop("email")

        _purpose = d.pop("purpose", UNSET)
        purpose: RequestCodeBodyPurpose | Unset
        if isinstance(_purpose, Unset):
            purpose = UNSET
        else:
            purpose = RequestCodeBodyPurpose(_purpose)

        _language = d.pop("language", UNSET)
        language: RequestCodeBodyLanguage | Unset
        if isinstance(_language, Unset):
            language = UNSET
        else:
            language = RequestCodeBodyLanguage(_language)

        request_code_body = cls(
            email=email,
            purpose=purpose,
            language=language,
        )

        return request_code_body
