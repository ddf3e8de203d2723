"""The private RabbitMQ node is closed to strangers, heals what an interrupted run left, and stops with its port mapper."""

import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

import pika
import psutil
import pytest

from deploy.local import debian
from deploy.local.faults import CannotStart
from deploy.local.processes import MARK, is_ours
from deploy.local.rabbitmq import PrivateRabbitMQ
from tests.support.servers import RabbitMQForTests

ROOT = Path(__file__).parents[3]
OWNER = """
import sys, time
from pathlib import Path
from deploy.local.rabbitmq import PrivateRabbitMQ
server = PrivateRabbitMQ(Path(sys.argv[1]))
server.start()
print(*server.known_pids(), flush=True)
time.sleep(600)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="bc-test-mq-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def belonging_to(folder: Path) -> list[psutil.Process]:
    return [process for process in psutil.process_iter() if is_ours(process.pid, folder)]


def test_the_default_user_is_not_known(rabbitmq_server: RabbitMQForTests) -> None:
    if rabbitmq_server.node is None:
        pytest.skip("BC_AMQP_URL names a broker that is not ours to judge")
    guest = pika.PlainCredentials("guest", "guest")

    with pytest.raises(pika.exceptions.AMQPConnectionError):
        pika.BlockingConnection(pika.ConnectionParameters("127.0.0.1", rabbitmq_server.node.port, "/", guest))


def test_every_port_of_the_node_is_on_the_loopback_interface(rabbitmq_server: RabbitMQForTests) -> None:
    if rabbitmq_server.node is None:
        pytest.skip("BC_AMQP_URL names a broker that is not ours to judge")
    ours = {process.pid for process in belonging_to(rabbitmq_server.node.folder)}

    listening = {c.laddr.ip for c in psutil.net_connections("tcp") if c.status == psutil.CONN_LISTEN and c.pid in ours}

    assert listening
    assert all(ip_address(ip).is_loopback for ip in listening)


@pytest.mark.slow
def test_after_its_owner_was_killed_and_its_folder_torn_it_starts_again_and_stops_whole(folder: Path) -> None:
    (folder / "home").mkdir()
    (folder / "home" / "mnesia").write_text("half made")  # a folder in truth: the node could not start on this
    with subprocess.Popen([sys.executable, "-c", OWNER, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout
        left = [int(pid) for pid in owner.stdout.readline().split()]
        for pid in left:
            psutil.Process(pid).send_signal(signal.SIGSTOP)
        owner.kill()
    server = PrivateRabbitMQ(folder)
    server.patience_s = 0.5

    server.start()
    answered = server.answers()
    server.patience_s = 30
    server.stop()

    assert len(left) == 3  # the port mapper, the start script, the node
    assert answered
    assert belonging_to(folder) == []


def test_a_process_that_bears_the_number_of_a_node_that_died_is_not_taken_for_the_node(folder: Path) -> None:
    (folder / "home").mkdir()
    (folder / "home" / "node.pid").write_text("1")

    server = PrivateRabbitMQ(folder)

    assert server.pid is None


def test_without_rabbitmq_and_permission_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(debian, "LIBRARY", tmp_path)
    monkeypatch.setattr(debian, "_may_administrate", lambda: False)

    with pytest.raises(CannotStart, match=r"apt-get install .*rabbitmq-server[\s\S]*BC_AMQP_URL"):
        debian.rabbitmq_programs()


def test_the_mark_is_not_inherited_by_strangers() -> None:
    assert MARK not in psutil.Process().environ()
