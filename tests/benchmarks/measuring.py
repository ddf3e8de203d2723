"""Running a measurement: a private, durable PostgreSQL (and RabbitMQ where needed), a process of its own for each run, the median of
several.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from deploy.local.postgres import PrivatePostgres
from deploy.local.rabbitmq import PrivateRabbitMQ

ROOT = Path(__file__).resolve().parents[2]
RUN_TIMEOUT_S = 600


@contextmanager
def servers(*, with_broker: bool) -> Iterator[dict[str, str]]:
    """The environment that names a private PostgreSQL that waits for its disk, and a private RabbitMQ if asked for."""
    with tempfile.TemporaryDirectory(prefix="bc-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        postgres = PrivatePostgres(folder / "postgres", durable=True)
        rabbitmq = PrivateRabbitMQ(folder / "rabbitmq") if with_broker else None
        postgres.start()
        try:
            environment = {"BENCH_DATABASE_URL": postgres.url()}
            if rabbitmq is not None:
                rabbitmq.start()
                environment["BENCH_AMQP_URL"] = rabbitmq.url()
            yield environment
        finally:
            postgres.stop()
            if rabbitmq is not None:
                rabbitmq.stop()


def run(script: str, arguments: Sequence[str], environment: dict[str, str]) -> dict[str, float]:
    """One run of `tests.benchmarks.<script>` in a process of its own: the figures it printed last."""
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", f"tests.benchmarks.{script}", *arguments],
        capture_output=True, text=True, timeout=RUN_TIMEOUT_S, cwd=ROOT, env={**os.environ, **environment}, check=False,
    )  # fmt: skip
    if ran.returncode != 0:
        raise RuntimeError(f"{script} {' '.join(arguments)} failed:\n{ran.stderr[-3000:]}")
    figures: dict[str, Any] = json.loads(ran.stdout.strip().splitlines()[-1])
    return figures


def medians(runs: Sequence[dict[str, float]]) -> dict[str, float]:
    """Figure by figure."""
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def show(**figures: float) -> None:
    """What a script prints at its end."""
    print(json.dumps(figures), flush=True)
