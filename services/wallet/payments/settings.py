"""What the payment channels were told at start. A channel without settings is not available.

| name | what it is |
|---|---|
| BC_ALIPAY_APP_ID | our app at Alipay; with it, the next three are needed |
| BC_ALIPAY_SELLER_ID | whom the money goes to (2088…) |
| BC_ALIPAY_PRIVATE_KEY_FILE | a file with the app's RSA private key, PEM |
| BC_ALIPAY_PUBLIC_KEY_FILE | a file with Alipay's RSA public key, PEM |
| BC_ALIPAY_GATEWAY | where Alipay is asked (https://openapi.alipay.com/gateway.do) |
| BC_STRIPE_SECRET_KEY_FILE | a file with Stripe's secret key (sk_…); with it, the next one is needed |
| BC_STRIPE_WEBHOOK_SECRET_FILE | a file with the webhook's signing secret (whsec_…) |
| BC_STRIPE_API | where Stripe is asked (https://api.stripe.com) |
| BC_RECHARGE_LEAST, BC_RECHARGE_MOST | how much may be paid in at once (1.00, 1000000.00) |
| BC_RECHARGE_LASTS_MIN | how many minutes an order waits (30) |
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Final, Self

from services.kernel.config import ConfigurationIsInvalid
from services.kernel.errors import Refusal
from services.kernel.money import parse_amount
from services.wallet.domain import RechargeTerms

ALIPAY: Final = "https://openapi.alipay.com/gateway.do"
STRIPE: Final = "https://api.stripe.com"


@dataclasses.dataclass(frozen=True)
class AlipaySettings:
    """An app at Alipay."""

    app_id: str
    seller_id: str
    gateway: str
    private_key: str = dataclasses.field(repr=False)
    public_key: str = dataclasses.field(repr=False)


@dataclasses.dataclass(frozen=True)
class StripeSettings:
    """An account at Stripe."""

    api: str
    secret_key: str = dataclasses.field(repr=False)
    webhook_secret: str = dataclasses.field(repr=False)


@dataclasses.dataclass(frozen=True)
class PaymentSettings:
    """The channels that are there, and the terms of a recharge. `public_url`: where channels and browsers reach us."""

    public_url: str
    alipay: AlipaySettings | None = None
    stripe: StripeSettings | None = None
    terms: RechargeTerms = dataclasses.field(default_factory=RechargeTerms)

    @classmethod
    def from_environment(cls, public_url: str, env: Mapping[str, str] = os.environ) -> Self:
        """Raises ConfigurationIsInvalid with every problem at once."""
        read = _Reading(env)
        settings = cls(public_url, read.alipay(), read.stripe(), read.terms())
        if read.problems:
            raise ConfigurationIsInvalid(read.problems)
        return settings


class _Reading:
    """Reads variables and the files that they name, and collects what is wrong with them, never their values."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env
        self.problems: list[str] = []

    def alipay(self) -> AlipaySettings | None:
        if not self._text("BC_ALIPAY_APP_ID"):
            return None
        return AlipaySettings(
            app_id=self._text("BC_ALIPAY_APP_ID"),
            seller_id=self._needed("BC_ALIPAY_SELLER_ID"),
            gateway=self._address("BC_ALIPAY_GATEWAY", ALIPAY),
            private_key=self._secret("BC_ALIPAY_PRIVATE_KEY_FILE"),
            public_key=self._secret("BC_ALIPAY_PUBLIC_KEY_FILE"),
        )

    def stripe(self) -> StripeSettings | None:
        if not self._text("BC_STRIPE_SECRET_KEY_FILE"):
            return None
        return StripeSettings(
            api=self._address("BC_STRIPE_API", STRIPE),
            secret_key=self._secret("BC_STRIPE_SECRET_KEY_FILE"),
            webhook_secret=self._secret("BC_STRIPE_WEBHOOK_SECRET_FILE"),
        )

    def terms(self) -> RechargeTerms:
        usual = RechargeTerms()
        least = self._amount("BC_RECHARGE_LEAST", usual.least_micros)
        most = self._amount("BC_RECHARGE_MOST", usual.most_micros)
        minutes = self._text("BC_RECHARGE_LASTS_MIN") or "30"
        if not minutes.isdecimal() or not 1 <= int(minutes) <= 1440:
            self.problems.append("BC_RECHARGE_LASTS_MIN is not a number of minutes from 1 to 1440")
            return usual
        return RechargeTerms(least, most, timedelta(minutes=int(minutes)))

    def _text(self, name: str) -> str:
        return self._env.get(name, "").strip()

    def _needed(self, name: str) -> str:
        if not self._text(name):
            self.problems.append(f"{name} is not set")
        return self._text(name)

    def _address(self, name: str, usual: str) -> str:
        address = self._text(name) or usual
        if not address.startswith(("https://", "http://")):
            self.problems.append(f"{name} is not a URL that begins with https:// or http://")
        return address

    def _secret(self, name: str) -> str:
        path = self._needed(name)
        try:
            secret = Path(path).read_text().strip() if path else ""
        except (OSError, UnicodeDecodeError):
            secret = ""
        if path and not secret:
            self.problems.append(f"{name} names no file that can be read, or an empty one")
        return secret

    def _amount(self, name: str, usual: int) -> int:
        try:
            return parse_amount(self._text(name)) if self._text(name) else usual
        except Refusal:
            self.problems.append(f"{name} is not an amount like 1.00")
            return usual
