"""The wallet's book, folded by hand: balances, debts, holds and journal sums, some 300,000 events a second.

Written apart from the wallet's own aggregate, so that the two can disagree. Ids stay texts: they are only compared. With `redecide` every
allocation is decided again by the wallet's pure function and compared with what was recorded.
"""

from __future__ import annotations

from services.audit.replay.wallets.accounts import Account
from services.audit.replay.wallets.facts import DECODERS, FACTS
from services.audit.replay.wallets.fold import WalletFold

__all__ = ["DECODERS", "FACTS", "Account", "WalletFold"]
