from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.register_body_currency import RegisterBodyCurrency
from ..models.register_body_language import RegisterBodyLanguage
from ..types import UNSET, Unset

T = TypeVar("T", bound="RegisterBody")


@_attrs_define
class RegisterBody:
    """
    Attributes:
        username (str): 3 to 32 letters, digits, dots, dashes or underscores Example: lin.wei.
        email (str): an address we can send mail to Example: lin.wei@example.com.
        code (str): the six digits from the mail Example: 204719.
        password (str): 10 to 128 characters that are not easily guessed Example: a long phrase of yours.
        currency (RegisterBodyCurrency):
        phone (None | str | Unset): "+", country code and number Example: +8613800138000.
        language (RegisterBodyLanguage | Unset):  Default: RegisterBodyLanguage.EN.
    """

    username: str
    email: str
    code: str
    password: str
    currency: RegisterBodyCurrency
    phone: None | str | Unset = UNSET
    language: RegisterBodyLanguage | Unset = RegisterBodyLanguage.EN

    def to_dict(self) -> dict[str, Any]:
        username = self.username

        email = self.email

        code = self.code

        password = self.password

        currency = self.currency.value

        phone: None | str | Unset
        if isinstance(self.phone, Unset):
            phone = UNSET
        else:
            phone = self.phone

        language: str | Unset = UNSET
        if not isinstance(self.language, Unset):
            language = self.language.value

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "username": username,
                "email": email,
                "code": code,
                "password": password,
                "currency": currency,
            }
        )
        if phone is not UNSET:
            field_dict["phone"] = phone
        if language is not UNSET:
            field_dict["language"] = language

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        username = d.pop("username")

        email = d.pop("email")

        code = d.pop("code")

        password = d.pop("password")

        currency = RegisterBodyCurrency(d.pop("currency"))

        def _parse_phone(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        phone = _parse_phone(d.pop("phone", UNSET))

        _language = d.pop("language", UNSET)
        language: RegisterBodyLanguage | Unset
        if isinstance(_language, Unset):
            language = UNSET
        else:
            language = RegisterBodyLanguage(_language)

        register_body = cls(
            username=username,
            email=email,
            code=code,
            password=password,
            currency=currency,
            phone=phone,
            language=language,
        )

        return register_body
