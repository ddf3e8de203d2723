"""The logs of all parts on one console: new lines, each with its part's name in the part's colour."""

import zlib
from pathlib import Path

from rich.console import Console
from rich.text import Text

_COLOURS = ("cyan", "green", "yellow", "blue", "magenta", "bright_cyan", "bright_green", "bright_yellow", "bright_blue", "bright_magenta")


class Follower:
    """Shows what has been added to the logs of a folder since it was last asked."""

    def __init__(self, folder: Path, console: Console) -> None:
        self._folder, self._console = folder, console
        self._shown: dict[Path, int] = {log: log.stat().st_size for log in folder.glob("*.log")}

    def show(self) -> None:
        """Show the new, whole lines."""
        for log in sorted(self._folder.glob("*.log")):
            with log.open("rb") as reader:
                reader.seek(self._shown.get(log, 0))
                whole, end, _ = reader.read().rpartition(b"\n")
            self._shown[log] = self._shown.get(log, 0) + len(whole) + len(end)
            for line in whole.decode(errors="replace").splitlines():
                self._console.print(_prefix(log.stem) + Text(line), soft_wrap=True)


def _prefix(name: str) -> Text:
    return Text(f"{name:<15}", style=_COLOURS[zlib.crc32(name.encode()) % len(_COLOURS)])
