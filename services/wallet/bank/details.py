"""Our bank accounts, as customers are shown them: read once at start.

| name | what it is |
|---|---|
| BC_BANK_DETAILS | a TOML file in the form of `details.toml` beside this module, which it replaces |
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Final, Self
from zoneinfo import ZoneInfo

import msgspec

from services.kernel.config import ConfigurationIsInvalid
from services.kernel.money import MINOR_UNIT_MICROS

USUAL: Final = Path(__file__).with_name("details.toml")


class BankAccount(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An account of ours. `zone`: in which its bank's days begin (IANA)."""

    account_name: str
    account_number: str
    bank: str
    bank_code: str
    bank_address: str
    zone: str


class BankDetails(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where transfers are made to, by currency; `remark`: what customers are told about it."""

    remark: str
    accounts: dict[str, BankAccount]

    @classmethod
    def from_environment(cls, env: Mapping[str, str] = os.environ) -> Self:
        """Raises ConfigurationIsInvalid."""
        path = env.get("BC_BANK_DETAILS", "").strip()
        return cls.from_file(Path(path) if path else USUAL)

    @classmethod
    def from_file(cls, path: Path) -> Self:
        """Raises ConfigurationIsInvalid."""
        try:
            details = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), cls)
            for account in details.accounts.values():
                ZoneInfo(account.zone)
        except (OSError, ValueError, KeyError) as fault:  # msgspec's and tomllib's faults are values that are wrong
            raise ConfigurationIsInvalid([f"BC_BANK_DETAILS is no file of bank details: {fault}"]) from None
        if set(details.accounts) - set(MINOR_UNIT_MICROS):
            raise ConfigurationIsInvalid(["BC_BANK_DETAILS has an account of a currency that we do not deal in"])
        return details

    def begins(self, day: date, currency: str) -> datetime:
        """The first instant of a value date, where the account of that currency is; in UTC for a currency without one."""
        account = self.accounts.get(currency)
        return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(account.zone) if account else UTC).astimezone(UTC)


@cache
def usual_details() -> BankDetails:
    return BankDetails.from_file(USUAL)
