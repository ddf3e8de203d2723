"""Telling the merchant, again and again until it answers as it should: each try is signed anew, off the request's thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

import httpx

PAUSES_S: Final = (1, 2, 4, 8, 15, 30, 60)
TIMEOUT_S: Final = 10


class Notice:
    """One thing to tell. `request` makes the request of one try; `is_taken` judges the answer."""

    def __init__(self, request: Callable[[], httpx.Request], is_taken: Callable[[httpx.Response], bool]) -> None:
        self.request, self.is_taken = request, is_taken


class Messenger:
    """Sends notices from threads of its own."""

    def __init__(self) -> None:
        self._http = httpx.Client(timeout=TIMEOUT_S, trust_env=False)
        self._stopped = threading.Event()

    def send(self, notice: Notice) -> None:
        """Tell it now and, where it is not taken, after each pause."""
        threading.Thread(target=self._send, args=(notice,), name="notice", daemon=True).start()

    def stop(self) -> None:
        self._stopped.set()
        self._http.close()

    def _send(self, notice: Notice) -> None:
        for pause_s in (0, *PAUSES_S):
            if self._stopped.wait(pause_s) or self._is_taken(notice):
                return

    def _is_taken(self, notice: Notice) -> bool:
        try:
            return notice.is_taken(self._http.send(notice.request()))
        except (httpx.HTTPError, RuntimeError):  # nobody there, or we are closing
            return False
