"""From settings to channels."""

from __future__ import annotations

from collections.abc import Iterator

from services.wallet.payments.alipay import Alipay
from services.wallet.payments.channels import Channels
from services.wallet.payments.port import Channel
from services.wallet.payments.settings import PaymentSettings
from services.wallet.payments.stripe import Stripe


def channels_of(settings: PaymentSettings) -> Channels:
    """The channels that the settings know."""
    return Channels(_built(settings), return_url=f"{settings.public_url}/recharge-returns/")


def _built(settings: PaymentSettings) -> Iterator[Channel]:
    if settings.alipay:
        yield Alipay(settings.alipay, notify_url=f"{settings.public_url}/v1/payment-notices/alipay", lasts=settings.terms.lasts)
    if settings.stripe:
        yield Stripe(settings.stripe)
