"""Real log files, counted: a line is a log, a long one is several, and each counts in the hour that it names."""

from __future__ import annotations

import glob
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from deploy.demo.usage import Sample
from deploy.demo.world import World
from services.billing.counting import logs_counted

MACHINE_LOGS = ("/var/log/*.log", "/var/log/*/*.log")
LARGEST_READ_BYTES = 64 << 20
"""Of a larger file only the end is read."""
SHOWN = 12

_HOUR = re.compile(rb"\d{4}-\d\d-\d\d[T ]([01]\d|2[0-3]):\d\d|^\w{3} [ \d]\d ([01]\d|2[0-3]):\d\d:\d\d")


@dataclass
class CountedFile:
    """A log file: lines as they stand there, and logs as they are billed, by hour of the day."""

    path: Path
    lines: int = 0
    size_bytes: int = 0
    logs_by_hour: Counter[int] = field(default_factory=Counter)

    @property
    def logs(self) -> int:
        return self.logs_by_hour.total()

    @property
    def index(self) -> str:
        """The log index that the file's lines go to: its folder's name and that of the folder around it."""
        return "-".join(self.path.absolute().parent.parts[-2:]).strip("/-") or "root"


def count(patterns: Iterable[str]) -> list[CountedFile]:
    """All readable files of the patterns, each once."""
    paths = sorted({Path(found) for pattern in patterns for found in glob.glob(pattern, recursive=True)})
    return [counted for path in paths if path.is_file() and (counted := _count(path)) is not None and counted.lines]


def _count(path: Path) -> CountedFile | None:
    try:
        return _count_lines(path)
    except OSError:  # not ours to read
        return None


def _count_lines(path: Path) -> CountedFile:
    """A line without a time belongs to the hour of the line before it; the first, to the hour in which the file was last written."""
    counted = CountedFile(path)
    hour = datetime.fromtimestamp(path.stat().st_mtime).hour  # noqa: DTZ006  # as the machine's own log lines have it
    for line in _lines(path):
        if found := _HOUR.search(line[:200]):
            hour = int(found.group(1) or found.group(2))
        counted.lines += 1
        counted.size_bytes += len(line)
        counted.logs_by_hour[hour] += logs_counted(len(line))
    return counted


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - LARGEST_READ_BYTES))
        yield from (line for line in file if line.strip())


def show(world: World, files: list[CountedFile]) -> None:
    """The largest files, and the sum of all."""
    largest = sorted(files, key=lambda file: -file.logs)[:SHOWN]
    rows: list[tuple[object, ...]] = [_row(str(file.path), file.index, [file]) for file in largest]
    if len(files) > SHOWN:
        rows.append((f"... and {len(files) - SHOWN} more", "", "", "", ""))
    world.table("Counted", ("file", "index", ">lines", ">bytes", ">logs"), [*rows, _row("[bold]all[/]", "", files)])


def _row(name: str, index: str, files: list[CountedFile]) -> tuple[str, ...]:
    figures = (sum(file.lines for file in files), sum(file.size_bytes for file in files), sum(file.logs for file in files))
    return name, index, *(f"{figure:,}" for figure in figures)


def samples(files: Iterable[CountedFile], day_start: datetime) -> Iterator[Sample]:
    """The files' logs, by index and hour, as if all of them were written on that day."""
    logs: Counter[tuple[str, int]] = Counter()
    for file in files:
        for hour, quantity in file.logs_by_hour.items():
            logs[file.index, hour] += quantity
    for (index, hour), quantity in sorted(logs.items()):
        yield day_start + timedelta(hours=hour), {"item": "logs", "quantity": quantity, "index": index}
