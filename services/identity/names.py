"""The three names a person signs in with: username, e-mail, phone. Each has a key under which it is unique, whatever the case.

A username holds no "@" and does not look like a phone number, so one text box can take all three.
Source: product facts 2.1 "Login" and "Registration"; decision 34.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, Literal, NamedTuple

from services.kernel.errors import Refusal

_USERNAME: Final = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9](?:[A-Za-z0-9._-]{1,30})[A-Za-z0-9]", re.ASCII)
_EMAIL: Final = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", re.ASCII)
_LONGEST_EMAIL: Final = 254
_PHONE: Final = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)
_CHINESE_MOBILE: Final = re.compile(r"1[3-9]\d{9}", re.ASCII)


class UsernameIsInvalid(Refusal):
    """A username is 3 to 32 letters, digits, dots, dashes or underscores, with a letter, and begins and ends with a letter or digit."""

    code = "identity.username_is_invalid"


class EmailIsInvalid(Refusal):
    """This is not an e-mail address that mail can be sent to."""

    code = "identity.email_is_invalid"


class PhoneIsInvalid(Refusal):
    """A phone number is "+", country code and number; without "+" it is taken as a mobile number of mainland China."""

    code = "identity.phone_is_invalid"


class Login(NamedTuple):
    """What somebody typed to sign in, understood."""

    kind: Literal["username", "email", "phone"]
    key: str


def username_key(username: str) -> str:
    """The key of a username: lower case. Refuses: UsernameIsInvalid."""
    if not _USERNAME.fullmatch(username):
        raise UsernameIsInvalid()
    return username.lower()


def email_key(email: str) -> str:
    """The key of an e-mail address: trimmed, lower case. Refuses: EmailIsInvalid."""
    key = _folded(email)
    if len(key) > _LONGEST_EMAIL or not _EMAIL.fullmatch(key) or ".." in key:
        raise EmailIsInvalid()
    return key


def phone_key(phone: str) -> str:
    """The key of a phone number: E.164, "+8613800138000". Refuses: PhoneIsInvalid."""
    digits = re.sub(r"[\s()./-]", "", _folded(phone))
    if _CHINESE_MOBILE.fullmatch(digits):
        return f"+86{digits}"
    if not _PHONE.fullmatch(digits):
        raise PhoneIsInvalid()
    return digits


class Names(NamedTuple):
    """A person's names, under the keys by which they are unique and as the person writes them."""

    username: str
    email: str
    phone: str | None
    username_shown: str
    email_shown: str

    @classmethod
    def of(cls, *, username: str, email: str, phone: str | None) -> Names:
        """Refuses: UsernameIsInvalid, EmailIsInvalid, PhoneIsInvalid."""
        return cls(
            username=username_key(username),
            email=email_key(email),
            phone=None if phone is None else phone_key(phone),
            username_shown=username,
            email_shown=email.strip(),
        )

    @property
    def guessable(self) -> tuple[str, ...]:
        """What a password must not contain."""
        local_part, phone = self.email.partition("@")[0], (self.phone or "").lstrip("+").removeprefix("86")
        return tuple(name for name in (self.username, local_part, phone) if name)


def understood(login: str) -> Login:
    """Which of the three names somebody typed. What cannot be any is a username that nobody has."""
    text = _folded(login)
    if "@" in text:
        return Login("email", text)
    try:
        return Login("phone", phone_key(text))
    except PhoneIsInvalid:
        return Login("username", text)


def _folded(text: str) -> str:
    """Trimmed, lower case, full-width characters made plain (a Chinese keyboard types some)."""
    return unicodedata.normalize("NFKC", text).strip().lower()
