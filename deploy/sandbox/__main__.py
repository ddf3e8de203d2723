"""`python -m deploy.sandbox`: serve the stand-in cashier until told to stop (SIGTERM, SIGINT).

BC_SANDBOX_FOLDER   keys and trades
BC_SANDBOX_PORT     where it listens, on the loopback interface
BC_SANDBOX_WEBHOOK  where Stripe's notices go
BC_CLOCK_FILE       the clock that the stack shares
"""

import logging
import os
import signal
import threading
from pathlib import Path

from deploy.sandbox.server import Server
from services.kernel.clock import MovableClock


def main() -> None:
    """Serve until a signal says stop."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    told = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    folder = Path(os.environ["BC_SANDBOX_FOLDER"])
    clock = MovableClock(Path(os.environ["BC_CLOCK_FILE"]))
    with Server(folder, port=int(os.environ["BC_SANDBOX_PORT"]), clock=clock, webhook_url=os.environ["BC_SANDBOX_WEBHOOK"]) as server:
        print(f"the stand-in cashier listens at {server.address}", flush=True)
        told.wait()


if __name__ == "__main__":
    main()
