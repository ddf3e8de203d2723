"""The parts of the Billing Center on one machine, and what each is called. The only place that lists them."""

import sys
from pathlib import Path
from typing import NamedTuple

from services.kernel.config import ROOMS

ROOT = Path(__file__).resolve().parents[2]
GATEWAY = "gateway"
INTAKE = "billing.intake"
HTTP_PORT = 8000  # where the gateway listens unless that port is taken or BC_HTTP_PORT says otherwise


class Part(NamedTuple):
    """A process of ours. It works once its queue has a consumer; without a queue, once the port that `port_name` names answers."""

    name: str
    module: tuple[str, ...]
    queue: str | None
    port_name: str = "BC_HTTP_PORT"

    @property
    def command(self) -> list[str]:
        """What starts it, with this very Python."""
        return [sys.executable, "-m", *self.module]


PARTS = (
    *(Part(room, ("deploy.rooms", room), f"rpc.{room}") for room in ROOMS),
    Part(INTAKE, ("services.billing.intake",), "usage.intake"),
    Part(GATEWAY, ("gateway",), None),
)
SANDBOX = Part("sandbox", ("deploy.sandbox",), None, "BC_SANDBOX_PORT")
"""The stand-in cashier. It is no part of the Billing Center: it knows no database, no broker and no key of the others."""


def database_of(room: str) -> str:
    """The room's database, and the role the room signs in with: least privilege."""
    return f"bc_{room}"


def owner_of(room: str) -> str:
    """The role that owns the room's database and runs its migrations."""
    return f"bc_{room}_owner"
