"""Ports on the loopback interface: free ones, and who holds a busy one."""

import random
import socket
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from deploy.local.faults import CannotStart

LOOPBACK = "127.0.0.1"
_OURS = range(10_000, 32_768)
_chance = random.SystemRandom()


def free_port() -> int:
    """A port that nobody listens on at this moment, from below those that the system gives to outgoing connections.

    A port that the system chooses is one of the latter: between choosing it and listening, any connection may be given it.
    """
    while True:
        port = _chance.choice(_OURS)
        with socket.socket() as listener:
            try:
                listener.bind((LOOPBACK, port))
            except OSError:
                continue
            return port


def is_free(port: int) -> bool:
    """Whether nobody listens on `port`. A connection that is merely winding down does not count."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def claim(port: int) -> socket.socket | None:
    """Claim `port` among the stacks of this machine, until the socket is closed or we end; None if another stack has claimed it.

    Between choosing a port and the gateway's listening seconds pass, and two gateways would share the port silently (SO_REUSEPORT). The UDP
    port of the same number, which nobody here uses, stands for the claim.
    """
    claimed = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        claimed.bind((LOOPBACK, port))
    except OSError:
        claimed.close()
        return None
    return claimed


def require_free(port: int, *, purpose: str) -> None:
    """Refuse a busy port, naming who holds it: eventlet would share it silently (SO_REUSEPORT).

    Raises: CannotStart.
    """
    if not is_free(port):
        raise CannotStart(f"Port {port}, meant for {purpose}, is in use by {holder_of(port)}. Stop that process or choose another port.")


def remembered_port(file: Path) -> int:
    """The port noted in `file` if it is still free, so that addresses survive a restart; else a free one, noted there."""
    if file.exists() and is_free(port := int(file.read_text())):
        return port
    port = free_port()
    file.write_text(str(port))
    return port


def holder_of(port: int) -> str:
    """The process that listens on `port`, as a person would look for it."""
    try:
        connections = psutil.net_connections("tcp")
    except psutil.Error:
        connections = []
    for connection in connections:
        if connection.status == psutil.CONN_LISTEN and connection.laddr.port == port and connection.pid:
            process = psutil.Process(connection.pid)
            return f"process {process.pid} ({' '.join(process.cmdline())[:120] or process.name()})"
    return "a process of another user"
