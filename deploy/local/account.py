"""The unprivileged account that servers run under when we are root, and what it can reach."""

import hashlib
import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.local.faults import CannotStart

ELSEWHERE = Path("/var/tmp")


@dataclass(frozen=True)
class Account:
    """Who a server runs as. PostgreSQL refuses to run as root, and a broker should not."""

    name: str
    uid: int
    gid: int

    def options(self) -> dict[str, Any]:
        """Arguments that make `subprocess` run a program as this account."""
        if os.geteuid() == self.uid:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can(self, *test: str | Path) -> bool:
        """Whether this account sees `test` hold, for instance `can("-x", folder)`."""
        return subprocess.run(["/usr/bin/test", *map(str, test)], cwd="/", **self.options()).returncode == 0

    def give(self, path: Path) -> None:
        """Make this account the owner of one file or folder."""
        os.chown(path, self.uid, self.gid)


def server_account() -> Account:
    """Ourselves; `nobody` if we are root."""
    entry = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def reachable(folder: Path, account: Account) -> Path:
    """`folder`, or a stand-in under /var/tmp if the account cannot enter it (a clone under /root, say); a link tells where.

    Raises: CannotStart, if somebody else has put something in the stand-in's place.
    """
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    if account.can("-x", folder):
        return folder
    stand_in = ELSEWHERE / f"billing-center-{hashlib.sha256(str(folder).encode()).hexdigest()[:16]}"
    stand_in.mkdir(mode=0o755, exist_ok=True)
    if stand_in.is_symlink() or stand_in.stat().st_uid != os.geteuid():
        raise CannotStart(f"{stand_in} is not ours. Remove it, or keep the data where `{account.name}` may go: {folder} is closed to it.")
    _link(folder / "elsewhere", stand_in)
    return stand_in


def _link(link: Path, target: Path) -> None:
    link.unlink(missing_ok=True)
    link.symlink_to(target)
