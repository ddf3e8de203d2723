"""The payment channels that this process has."""

from __future__ import annotations

from collections.abc import Iterable

from services.wallet.domain import ChannelIsUnavailable, ChannelTakesOtherCurrency
from services.wallet.payments.port import Channel


class Channels:
    """Channels by name."""

    def __init__(self, channels: Iterable[Channel] = (), *, return_url: str = "") -> None:
        """`return_url`: where browsers come back to; the order's id is appended."""
        self._by_name: dict[str, Channel] = {channel.name: channel for channel in channels}
        self.return_url = return_url

    def named(self, name: str) -> Channel:
        """Refuses: ChannelIsUnavailable."""
        channel = self._by_name.get(name)
        if channel is None:
            raise ChannelIsUnavailable(channel=name)
        return channel

    def taking(self, name: str, currency: str) -> Channel:
        """Refuses: ChannelIsUnavailable, ChannelTakesOtherCurrency."""
        channel = self.named(name)
        if currency not in channel.currencies:
            raise ChannelTakesOtherCurrency(channel=name, currency=currency)
        return channel
