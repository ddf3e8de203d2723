"""Installing Debian's packages; its RabbitMQ without letting Debian start a broker of its own."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from deploy.local.faults import CannotStart

PACKAGE = "rabbitmq-server"
LIBRARY = Path("/usr/lib/rabbitmq/lib")
_POLICY = Path("/usr/sbin/policy-rc.d")  # Debian asks it before it starts a service; 101 means: do not
_OUR_POLICY = "#!/bin/sh\n# The Billing Center made this while it installs a package; it may be removed.\nexit 101\n"
_BY_HAND = f"""RabbitMQ is needed and is not installed, and this account may not install it.
Either let an administrator run      apt-get install --no-install-recommends {PACKAGE}
or set BC_AMQP_URL to a RabbitMQ that you have, like  BC_AMQP_URL=amqp://user:password@host:5672/vhost"""


def rabbitmq_programs() -> Path:
    """RabbitMQ's own `sbin` folder (the programs on the path switch user), installing the package when that is permitted.

    Raises: CannotStart, saying what to do.
    """
    installed = _installed()
    if installed and _policy_is_ours():  # an installation of ours was killed: let the machine start services again
        _administrate("rm", "-f", str(_POLICY))
    return installed or _install()


def _installed() -> Path | None:
    found = sorted(LIBRARY.glob("rabbitmq_server-*/sbin/rabbitmq-server"))
    return found[-1].parent if found else None


def _install() -> Path:
    if not may_install():
        raise CannotStart(_BY_HAND)
    with _services_stay_off():
        install(PACKAGE)
    programs = _installed()
    if programs is None:
        raise CannotStart(f"{PACKAGE} was installed, but {LIBRARY} holds no RabbitMQ. Set BC_AMQP_URL to one that you have.")
    return programs


def may_install() -> bool:
    """Whether there is apt-get, and we may use it."""
    return shutil.which("apt-get") is not None and _may_administrate()


def install(package: str) -> None:
    """Install a package of Debian's without what it merely recommends. Raises: CannotStart, saying what went wrong."""
    print(f"Installing Debian's {package} (once) ...", flush=True)
    _administrate("apt-get", "update", "-q")
    _administrate("apt-get", "install", "-q", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=120", package)


def _may_administrate() -> bool:
    return os.geteuid() == 0 or (
        shutil.which("sudo") is not None and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0
    )


def _administrate(*command: str, given: str | None = None) -> None:
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    done = subprocess.run(
        [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", *command], input=given, capture_output=True, text=True, timeout=600
    )
    if done.returncode:
        by_hand = _BY_HAND if PACKAGE in command else "Let an administrator install it."
        raise CannotStart(f"`{' '.join(command)}` failed:\n{(done.stdout + done.stderr)[-2000:]}\n\n{by_hand}")


def _policy_is_ours() -> bool:
    return _POLICY.exists() and _POLICY.read_text() == _OUR_POLICY and _may_administrate()


@contextlib.contextmanager
def _services_stay_off() -> Iterator[None]:
    """Forbid Debian to start services meanwhile. A policy that the machine already has is left as it is."""
    if _POLICY.exists() and not _policy_is_ours():
        yield
        return
    _administrate("tee", str(_POLICY), given=_OUR_POLICY)
    try:
        _administrate("chmod", "755", str(_POLICY))
        yield
    finally:
        _administrate("rm", "-f", str(_POLICY))
