"""A private RabbitMQ node: its own name, ports, cookie, folder and user; Debian's broker is neither used nor disturbed."""

import contextlib
import hashlib
import shutil
import signal
import subprocess
from pathlib import Path
from urllib.parse import quote

import pika  # type: ignore[import-untyped]
from pika.exceptions import AMQPError  # type: ignore[import-untyped]

from deploy.local import processes
from deploy.local.debian import rabbitmq_programs
from deploy.local.faults import CannotStart
from deploy.local.ports import LOOPBACK, free_port
from deploy.local.server import PrivateServer

USER = "billing"
VHOST = "billing"
# Listens on loopback only, with no user `guest`: the first start makes our user in its place.
_CONFIGURATION = """\
default_user = {user}
default_vhost = {vhost}
default_pass = {password}
default_permissions.configure = .*
default_permissions.read = .*
default_permissions.write = .*
default_user_tags.administrator = true
log.file.level = warning
"""
# Schedulers that have nothing to do sleep instead of spinning on the cores that the rooms need. Loopback for Erlang's own traffic too; what
# follows names the folder on the command line, so that we recognise the process.
_ERLANG_OPTIONS = "+sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {{127,0,0,1}} -billing_center_home {home}"


class PrivateRabbitMQ(PrivateServer):
    """One RabbitMQ node on the loopback interface, with its own port mapper (epmd), so that it meets no other Erlang."""

    title = "RabbitMQ"
    farewell = signal.SIGTERM
    start_timeout_s = 120.0

    def __init__(self, folder: Path, *, port: int | None = None) -> None:
        super().__init__(folder, port=port)
        self.node = f"billing-{hashlib.sha256(str(self.folder).encode()).hexdigest()[:8]}@localhost"
        self._complete = self.folder / "complete"  # exists once the node has answered: before, its folder may be half made
        self._programs = Path()
        self._mapper_port = 0

    def url(self, vhost: str = VHOST) -> str:
        """Where clients connect, with the credentials."""
        return f"amqp://{USER}:{self.secret('password')}@{LOOPBACK}:{self.port}/{quote(vhost, safe='')}"

    def prepare(self) -> None:
        self._programs = rabbitmq_programs()
        if not self._complete.exists():
            shutil.rmtree(self.folder / "home", ignore_errors=True)
        home = self.own_folder("home")
        self._write(home / ".erlang.cookie", self.secret("cookie"), mode=0o400)
        self._write(home / "rabbitmq.conf", _CONFIGURATION.format(user=USER, vhost=VHOST, password=self.secret("password")), mode=0o600)
        self._write(home / "enabled_plugins", "[].\n", mode=0o600)

    def launch(self) -> subprocess.Popen[bytes]:
        self._mapper_port, distribution_port = free_port(), free_port()
        self.spawn("epmd", [self._epmd(), "-port", str(self._mapper_port), "-address", LOOPBACK], self._environment())
        node = {"RABBITMQ_DIST_PORT": str(distribution_port)}
        return self.spawn("rabbitmq", [self._programs / "rabbitmq-server"], {**self._environment(), **node})

    def answers(self) -> bool:
        """A client's handshake with our user and virtual host: the listener opens as the last step of the node's start."""
        with contextlib.suppress(AMQPError, OSError):
            pika.BlockingConnection(pika.URLParameters(f"{self.url()}?blocked_connection_timeout=2&socket_timeout=2")).close()
            self._complete.touch()
            return True
        return False

    def ctl(self, *arguments: str) -> str:
        """Run `rabbitmqctl` against this node; what it printed. Slow (a second or two): it starts an Erlang of its own.

        Raises: CannotStart, with what it complained about.
        """
        command = [str(self._programs / "rabbitmqctl"), "--quiet", *arguments]
        done = subprocess.run(
            command, cwd=self.folder, env=self._environment(), capture_output=True, text=True, timeout=60, **self.account.options()
        )
        if done.returncode:
            raise CannotStart(f"rabbitmqctl {arguments[0]} failed: {(done.stdout + done.stderr)[-1000:]}")
        return str(done.stdout)

    def add_vhost(self, name: str) -> str:
        """A virtual host that our user may use; its URL."""
        self.ctl("add_vhost", name)
        self.ctl("set_permissions", "-p", name, USER, ".*", ".*", ".*")
        return self.url(name)

    @property
    def pid(self) -> int | None:
        """The node itself while it lives, by its own note, which outlives it: the main process is the script that started it."""
        with contextlib.suppress(OSError, ValueError):
            noted = int((self.folder / "home" / "node.pid").read_text())
            return noted if processes.is_ours(noted, self.folder) else None
        return None

    def known_pids(self) -> list[int]:
        """What we noted, and then the node: it is asked to end before the script that started it."""
        return [*super().known_pids(), *([self.pid] if self.pid else [])]

    def _environment(self) -> dict[str, str]:
        home = self.folder / "home"
        return {
            processes.MARK: str(self.folder),
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": str(home),
            "LC_ALL": "C.UTF-8",
            "ERL_EPMD_PORT": str(self._mapper_port),
            "ERL_EPMD_ADDRESS": LOOPBACK,
            "RABBITMQ_NODENAME": self.node,
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_NODE_IP_ADDRESS": LOOPBACK,
            "RABBITMQ_CONFIG_FILE": str(home / "rabbitmq.conf"),
            "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            "RABBITMQ_MNESIA_BASE": str(home / "mnesia"),
            "RABBITMQ_LOG_BASE": str(home / "log"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "enabled_plugins"),
            "RABBITMQ_PID_FILE": str(home / "node.pid"),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": _ERLANG_OPTIONS.format(home=home),
        }

    def _write(self, file: Path, text: str, *, mode: int) -> None:
        file.unlink(missing_ok=True)
        file.touch(mode=mode)
        file.write_text(text)
        self.account.give(file)

    def _epmd(self) -> Path:
        """Erlang's port mapper."""
        found = shutil.which("epmd", path="/usr/bin:/usr/local/bin")
        if found is None:
            raise CannotStart("Erlang's epmd was not found in /usr/bin. Reinstall `erlang-base`, or set BC_AMQP_URL.")
        return Path(found)
