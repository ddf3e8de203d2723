"""Examinations run in processes of their own: a long replay in the service would stop every other call."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Final
from uuid import UUID

from services.audit.domain import Outcome
from services.kernel.telemetry import get_logger

AT_ONCE: Final = 2
log = get_logger("services.audit.jobs")


class Jobs:
    """Starts `python -m services.audit run-job ID`, each once; a process that ends without an outcome is a failed examination."""

    def __init__(self, failed: Callable[[UUID, Outcome], None]) -> None:
        self._failed = failed
        self._known: set[UUID] = set()
        self._lock, self._places = threading.Lock(), threading.BoundedSemaphore(AT_ONCE)

    def ensure(self, job_id: UUID) -> None:
        """See to it that this examination runs, soon."""
        with self._lock:
            if job_id in self._known:
                return
            self._known.add(job_id)
        threading.Thread(target=self._run, args=(job_id,), name=f"examination {job_id}", daemon=True).start()

    def _run(self, job_id: UUID) -> None:
        with self._places:
            status = subprocess.run(
                [sys.executable, "-m", "services.audit", "run-job", str(job_id)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                check=False,
            ).returncode
        if status not in (0, 1):
            log.error("an examination has failed", job_id=job_id, status=status)
            fault = f"its process ended with status {status}"
            self._failed(job_id, Outcome(positions={}, checked={}, difference_count=0, differences=[], fault=fault))
