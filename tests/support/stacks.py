"""Stacks whose processes are stand-ins, for testing how they are started, kept alive, stopped and judged."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local.names import PARTS, ROOT, Part
from deploy.local.stack import Stack

FAKE_PARTS = tuple(part._replace(module=("tests.support.fake_part", part.queue or "http")) for part in PARTS)
_OWNER = """
import sys, time
from pathlib import Path
from deploy.local.signals import stoppable
from deploy.local.stack import Stack
from tests.support.stacks import FAKE_PARTS
with stoppable(), Stack(Path(sys.argv[1]), parts=FAKE_PARTS) as stack:
    print("up", flush=True)
    while True:
        stack.mend()
        time.sleep(0.1)
"""


def fake_stack(folder: Path, *parts: Part) -> Stack:
    """A stack of stand-ins: all parts, or the given ones."""
    return Stack(folder, parts=parts or FAKE_PARTS)


@contextmanager
def stack_of_another_process(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A stack of stand-ins run by a process of its own, up when given out."""
    with subprocess.Popen([sys.executable, "-c", _OWNER, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout
        assert any(line == "up\n" for line in owner.stdout)
        yield owner
        owner.send_signal(signal.SIGTERM)
