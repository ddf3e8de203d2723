"""The routes, a module a room: each a table of path, shape, view and the method that is called."""

from gateway.api import (  # noqa: F401  # add their rows to the wallet's
    wallet_codes,
    wallet_orders,
    wallet_recharges,
    wallet_spending,
    wallet_statement,
    wallet_transfers,
)
from gateway.api.audit import AUDIT
from gateway.api.billing import BILLING
from gateway.api.identity import IDENTITY
from gateway.api.settlement import SETTLEMENT
from gateway.api.tickets import TICKETS
from gateway.api.usage import USAGE
from gateway.api.wallet import WALLET

BLUEPRINTS = (IDENTITY, SETTLEMENT, BILLING, USAGE, WALLET, TICKETS, AUDIT)
