"""The process of a room: it serves what `services.<room>.service` offers and stops in order."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.names import ROOT
from deploy.local.ports import free_port
from services.kernel.rpc import Signer, StandaloneRemote

ROOM = """
import eventlet
eventlet.monkey_patch()
import sys, types
from services.kernel.rpc import background, command, provided, query
from services.kernel.schemas import Question, View, shape

class Runner:
    def start(self): print("background starts", flush=True)
    def stop(self): print("background stops", flush=True)

class Application:
    background = [Runner()]
    def answer(self): return 42

class WalletService:
    name = "wallet"
    wallets = provided("wallets")
    runners = background()

    @query(None, callers=("gateway",))
    def answer(self):
        return self.wallets.answer()

    @query(None, callers=("gateway",))
    def slow_answer(self):
        print("asked slowly", flush=True)
        eventlet.sleep(1)
        return 43

WalletService.__module__ = "services.wallet.service"
module = types.ModuleType("services.wallet.service")
module.WalletService, module.build = WalletService, lambda settings: Application()
sys.modules["services.wallet.service"] = module

from deploy.rooms.process import run
run("wallet")
"""


@pytest.fixture
def keys() -> dict[str, Signer]:
    return {name: Signer.generate(name) for name in ("wallet", "gateway")}


@pytest.fixture
def room(amqp_vhost: str, keys: dict[str, Signer]) -> Iterator["subprocess.Popen[str]"]:
    environment = {
        **os.environ,
        "BC_ENVIRONMENT": "test",
        "BC_AMQP_URL": amqp_vhost,
        "BC_WALLET_DATABASE_URL": "postgresql://nowhere/nothing",
        "BC_SIGNING_KEY": keys["wallet"].private_key,
        "BC_TRUSTED_KEYS": json.dumps({name: key.public_key for name, key in keys.items()}),
        "BC_SECRET_KEY": "x" * 32,
        "BC_METRICS_PORT": str(free_port()),
    }
    command = [sys.executable, "-W", "ignore", "-c", ROOM]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        yield process
        process.kill()


def lines_until(process: "subprocess.Popen[str]", word: str) -> list[str]:
    assert process.stdout
    seen = []
    for line in process.stdout:
        seen.append(line)
        if word in line:
            return seen
    raise AssertionError("".join(seen))


def test_a_room_serves_and_on_sigterm_ends_in_order(room: "subprocess.Popen[str]", amqp_vhost: str, keys: dict[str, Signer]) -> None:
    started = lines_until(room, "ready")
    with StandaloneRemote(amqp_vhost, keys["gateway"]) as remote:
        answer = remote.room("wallet").answer()
    room.send_signal(signal.SIGTERM)

    ended = lines_until(room, "stopped")

    assert answer == 42
    assert any("background starts" in line for line in started)
    assert any("background stops" in line for line in ended)
    assert room.wait(10) == 0
    assert Path(f"/proc/{room.pid}").exists() is False


def test_a_room_without_settings_names_all_that_is_missing() -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BC_")}

    ended = subprocess.run(
        [sys.executable, "-m", "deploy.rooms", "wallet"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )

    assert ended.returncode == 1
    assert all(name in ended.stderr for name in ("BC_ENVIRONMENT", "BC_AMQP_URL", "BC_SIGNING_KEY", "BC_WALLET_DATABASE_URL"))
