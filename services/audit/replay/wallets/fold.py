"""The fold itself: which fact is applied by what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from services.audit.replay.wallets.charges import Charges
from services.audit.replay.wallets.credits import Credits
from services.audit.replay.wallets.facts import DECODERS, FACTS
from services.audit.replay.wallets.holds import Holds


class WalletFold(Credits, Charges, Holds):
    """Balances, debts, holds and the journal at a place of the book."""

    def __init__(self, *, redecide: bool = False) -> None:
        super().__init__(redecide=redecide)
        self.events = 0
        apply: dict[str, Callable[[Any], None]] = {
            "wallet.opened": self._opened,
            "wallet.cash_credited": self._credited,
            "wallet.voucher_activated": self._activated,
            "wallet.voucher_granted": self._activated,
            "wallet.card_bought": self._bought,
            "wallet.card_received": self._received,
            "wallet.charged": self._charged,
            "wallet.charge_returned": self._returned,
            "wallet.funds_reserved": self._reserved,
            "wallet.funds_captured": self._captured,
            "wallet.funds_released": self._released,
            "wallet.cash_refunded": self._refunded,
            "wallet.fund_expired": self._expired,
            "wallet.fund_frozen": self._frozen,
            "wallet.fund_unfrozen": self._unfrozen,
        }
        self._steps = {topic: (DECODERS[topic], apply[topic]) for topic in FACTS}

    def fold(self, rows: Iterable[Sequence[Any]]) -> None:
        """Apply (topic, state, position) in order of position."""
        steps, count = self._steps, 0
        for topic, state, position in rows:
            step = steps.get(topic)
            if step is not None:
                count += 1
                self._position = position
                step[1](step[0](state))
        self.events += count
