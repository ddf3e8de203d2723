"""The clerk beside the room: works off uploaded bank statements, those first of all that an ended process has left half done."""

from __future__ import annotations

import threading
from typing import Any, Final

from services.kernel.telemetry import get_logger

LOOK_EVERY_S: Final = 5.0

log = get_logger("services.wallet.bank")


class Clerk:
    """`look` is one round; the thread does it when there is a new statement, and every few seconds."""

    def __init__(self, room: Any) -> None:
        """`room`: the wallet's application."""
        self._room = room
        self._called = threading.Event()
        self._is_stopped = False

    def start(self) -> None:
        threading.Thread(target=self._work, name="wallet works off bank statements", daemon=True).start()

    def stop(self) -> None:
        self._is_stopped = True
        self._called.set()

    def call(self) -> None:
        """There is a new statement."""
        self._called.set()

    def _work(self) -> None:
        while not self._is_stopped:
            self._called.clear()
            try:
                self._room.work_off_statements()
            except Exception as fault:  # the clerk never leaves: what is broken is mended elsewhere, and then it goes on
                log.error("working off bank statements has failed and is tried again", exc_info=fault)
            self._called.wait(LOOK_EVERY_S)
