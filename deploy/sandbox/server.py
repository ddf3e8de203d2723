"""The stand-in cashier as a server: in a process of its own (`python -m deploy.sandbox`), or in a thread of a test."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Self

from werkzeug.serving import make_server

from deploy.sandbox.cashier import Cashier
from deploy.sandbox.keys import Keys
from deploy.sandbox.trades import Trades
from services.kernel.clock import Clock

LOOPBACK = "127.0.0.1"


class Server:
    """A running cashier; as a context it runs in a thread. `webhook_url`: where Stripe's notices go."""

    def __init__(self, folder: Path, *, port: int, clock: Clock, webhook_url: str) -> None:
        self.address = f"http://{LOOPBACK}:{port}"
        self.keys = Keys.of(folder)
        self.trades = Trades(folder)
        self.cashier = Cashier(self.keys, self.trades, clock, address=self.address, webhook_url=webhook_url)
        self._http = make_server(LOOPBACK, port, self.cashier.app(), threaded=True)

    def serve(self) -> None:
        """Serve until `stop`."""
        self._http.serve_forever(poll_interval=0.1)

    def stop(self) -> None:
        """From another thread than the one that serves."""
        self.cashier.messenger.stop()
        self._http.shutdown()
        self._http.server_close()

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve, name="cashier", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
