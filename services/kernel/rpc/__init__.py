"""Rooms talk to each other: RPC over RabbitMQ, on Nameko's wire, with deadlines, signatures and lossless refusals.

    class WalletService:
        name = "wallet"
        wallets = provided("wallets")

        @command(ActivateVoucher, reply=VoucherView, roles={"owner", "finance"})
        def activate_voucher(self, command):
            return self.wallets.activate_voucher(command)

    remote.room("wallet").charge(Charge(...), reply=ChargeView, timeout_s=10)

A container's configuration holds "bc.application", "bc.verifier" (a Verifier) and, where the class asks for them, "bc.remote" (a Remote)
and "bc.background" (a list of what starts and stops with the room: followers, timers).
Raise `max_workers`: Nameko's ten cap the group commit. Repeating a call is safe because commands have ids.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from services.kernel.rpc.callers import GATEWAY, OPERATOR_ROLES, Caller, caller
from services.kernel.rpc.client import Remote, Room, StandaloneRemote
from services.kernel.rpc.faults import DeadlineIsExceeded, RoomFault, RoomHasFailed, RoomIsUnavailable, passes_by_itself
from services.kernel.rpc.signing import Signer, Verifier

if TYPE_CHECKING:
    from services.kernel.rpc.entrypoint import VERIFIER, command, query
    from services.kernel.rpc.providers import APPLICATION, BACKGROUND, REMOTE, background, provided, remote

_OF_THE_ROOM = {
    **dict.fromkeys(("VERIFIER", "command", "query"), "entrypoint"),
    **dict.fromkeys(("APPLICATION", "BACKGROUND", "REMOTE", "background", "provided", "remote"), "providers"),
}

__all__ = [
    "APPLICATION",
    "BACKGROUND",
    "GATEWAY",
    "OPERATOR_ROLES",
    "REMOTE",
    "VERIFIER",
    "Caller",
    "DeadlineIsExceeded",
    "Remote",
    "Room",
    "RoomFault",
    "RoomHasFailed",
    "RoomIsUnavailable",
    "Signer",
    "StandaloneRemote",
    "Verifier",
    "background",
    "caller",
    "command",
    "passes_by_itself",
    "provided",
    "query",
    "remote",
]


def __getattr__(name: str) -> Any:
    """What only a room needs is imported when it is asked for: it brings eventlet along, which plain processes must not have."""
    if name in _OF_THE_ROOM:
        return getattr(import_module(f"{__name__}.{_OF_THE_ROOM[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
