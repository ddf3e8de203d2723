"""The wallet's use cases: one public method a command or question, by chapter."""

from __future__ import annotations

from services.wallet.application.charging import Charging
from services.wallet.application.crediting import Crediting
from services.wallet.application.looking import Looking
from services.wallet.application.vouchers import Vouchers

__all__ = ["Wallets"]


class Wallets(Crediting, Vouchers, Charging, Looking):
    """The room's application: one per process."""

    name = "wallet"
