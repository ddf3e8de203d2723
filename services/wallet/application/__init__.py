"""The wallet's use cases: one public method a command or question, by chapter."""

from __future__ import annotations

from services.wallet.application.assigning import Assigning
from services.wallet.application.charging import Charging
from services.wallet.application.crediting import Crediting
from services.wallet.application.ends import Ends
from services.wallet.application.giving import Giving
from services.wallet.application.holding import Holding
from services.wallet.application.journals import Journals
from services.wallet.application.limits import Thresholds
from services.wallet.application.looking import Looking
from services.wallet.application.movements import Movements
from services.wallet.application.redeeming import Redeeming
from services.wallet.application.refunds import Refunds
from services.wallet.application.returning import Returning
from services.wallet.application.reviews import Reviews
from services.wallet.application.settlement_files import SettlementFiles
from services.wallet.application.statements import Statements
from services.wallet.application.vouchers import Vouchers

__all__ = ["Wallets"]


class Wallets(
    SettlementFiles,
    Reviews,
    Assigning,
    Statements,
    Refunds,
    Crediting,
    Vouchers,
    Redeeming,
    Giving,
    Ends,
    Charging,
    Holding,
    Returning,
    Thresholds,
    Looking,
    Movements,
    Journals,
):
    """The room's application: one per process."""

    name = "wallet"
