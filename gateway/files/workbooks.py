"""Workbooks, each written by a process of its own: 40 µs of CPU for each row would hold up every other request.

The rows go to it through a pipe. The file lies in the system's temporary folder, for us alone, and goes when it is sent.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from services.kernel.errors import Refusal

AT_ONCE: Final = 2
"""As many workbooks are written at a time; whoever comes next waits a little."""
WAITS_S: Final = 20
PIECE_BYTES: Final = 1 << 16
_ROOT: Final = Path(__file__).parents[2]
_SLOTS: Final = threading.BoundedSemaphore(AT_ONCE)
_PLACES: Final = threading.BoundedSemaphore(AT_ONCE + 4)
"""For those that are being written and a few that wait; more would keep the gateway's workers from everybody else."""


class TooManySpreadsheets(Refusal):
    """Other spreadsheets are being written. Ask again in a moment, or take the statement as CSV."""

    code = "gateway.too_many_spreadsheets"


def written(columns: Sequence[str], parts: Iterable[Iterable[Sequence[Any]]]) -> Iterator[bytes]:
    """The pieces of the finished workbook. Refuses: TooManySpreadsheets."""
    if not _PLACES.acquire(blocking=False):
        raise TooManySpreadsheets()
    try:
        return _pieces(_in_turn(columns, parts))
    finally:
        _PLACES.release()


def _in_turn(columns: Sequence[str], parts: Iterable[Iterable[Sequence[Any]]]) -> Any:
    if not _SLOTS.acquire(timeout=WAITS_S):
        raise TooManySpreadsheets()
    try:
        file = tempfile.NamedTemporaryFile(suffix=".xlsx")  # noqa: SIM115  # closed when it is sent
        _write(columns, parts, file.name)
    finally:
        _SLOTS.release()
    return file


def _write(columns: Sequence[str], parts: Iterable[Iterable[Sequence[Any]]], path: str) -> None:
    command = [sys.executable, "-W", "ignore", "-m", "gateway.files.write_workbook", path]
    with subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE) as writer:
        assert writer.stdin is not None
        try:
            writer.stdin.write(msgspec.json.encode(columns) + b"\n")
            for part in parts:
                writer.stdin.write(msgspec.json.encode(list(part)) + b"\n")
            writer.stdin.close()
        except BaseException:
            writer.kill()
            raise
    if writer.returncode != 0:
        raise OSError(f"the workbook was not written: the writer ended with {writer.returncode}")


def _pieces(file: Any) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE_BYTES):
            yield piece
