"""Rooms to call in tests: processes of their own, since only they may be patched by eventlet."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from services.kernel.rpc import Signer

ROOT = Path(__file__).parents[2]


class RoomsProcess:
    """A process that serves test rooms: `python -m module`, told what it is told as JSON. `kill` is as abrupt as it gets."""

    def __init__(self, module: str, *, signers: list[Signer], **wanted: Any) -> None:
        tester = next(signer for signer in signers if signer.process_name == "tester")
        wanted |= {
            "private_key": tester.private_key,
            "trusted_keys": {signer.process_name: signer.public_key for signer in signers},
        }
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", module], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
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
    """Rooms of tests/support/rpc_rooms.py with these names, until the end of the block."""
    serving = RoomsProcess("tests.support.rpc_rooms", signers=signers, amqp_url=amqp_url, rooms=rooms, max_workers=max_workers)
    try:
        yield serving
    finally:
        serving.kill()


@contextmanager
def telling_and_listening(amqp_url: str, database_url: str, *, signers: list[Signer], bells: bool) -> Iterator[RoomsProcess]:
    """The rooms of tests/support/follower_rooms.py, until the end of the block."""
    serving = RoomsProcess("tests.support.follower_rooms", signers=signers, amqp_url=amqp_url, database_url=database_url, bells=bells)
    try:
        yield serving
    finally:
        serving.kill()
