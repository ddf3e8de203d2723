"""Rooms to call in tests: processes of their own, since only they may be patched by eventlet."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from services.kernel.rpc import Signer

ROOT = Path(__file__).parents[2]


class RoomsProcess:
    """A process that serves test rooms. `kill` is as abrupt as it gets."""

    def __init__(self, amqp_url: str, *, rooms: list[str], signers: list[Signer], max_workers: int = 64) -> None:
        tester = next(signer for signer in signers if signer.process_name == "tester")
        wanted = {
            "amqp_url": amqp_url,
            "rooms": rooms,
            "max_workers": max_workers,
            "private_key": tester.private_key,
            "trusted_keys": {signer.process_name: signer.public_key for signer in signers},
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.rpc_rooms"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(wanted))
        self.process.stdin.close()
        self.output: list[str] = []
        for line in self.process.stdout:
            self.output.append(line)
            if line.strip() == "ready":
                return
        raise AssertionError(f"the rooms did not start: {self.output[-20:]}")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(10)


@contextmanager
def rooms_process(amqp_url: str, *, rooms: list[str], signers: list[Signer], max_workers: int = 64) -> Iterator[RoomsProcess]:
    """Rooms with these names, until the end of the block."""
    serving = RoomsProcess(amqp_url, rooms=rooms, signers=signers, max_workers=max_workers)
    try:
        yield serving
    finally:
        serving.kill()
