"""What the wallet does when another room speaks."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec

from services.kernel.follower import Entry, when
from services.kernel.ids import derived_id
from services.wallet.application import Wallets
from services.wallet.schemas import OpenWallet


class AccountOpened(msgspec.Struct):
    """identity.account_opened.v1, as far as we read it."""

    account_id: UUID
    currency: str
    kind: str
    occurred_at: datetime


class WalletPolicies:
    """Gives every customer a wallet. A reaction may be repeated: its command's id follows from the fact."""

    def __init__(self, wallets: Wallets) -> None:
        self._wallets = wallets

    @when("identity.account_opened.v1")
    def open_wallet(self, fact: AccountOpened, entry: Entry) -> None:
        """Customers have wallets; the operators' own account has none."""
        if fact.kind == "customer":
            self._wallets.open_wallet(
                OpenWallet(
                    id=derived_id(entry.event_id, "open_wallet"),
                    account_id=fact.account_id,
                    currency=fact.currency,
                    occurred_at=fact.occurred_at,
                )
            )
