"""`python -m tests.benchmarks [SCRIPT …]`: run all or some, print, and write RESULTS.md; what is not run again keeps its figures."""

from __future__ import annotations

import json
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from tests.benchmarks.measuring import medians, run, servers
from tests.benchmarks.targets import SCRIPTS, TARGETS, Figures, Script, Target

RESULTS = Path(__file__).with_name("RESULTS.md")
FIGURES = Path(__file__).with_name("figures.json")
"""The medians of each script's last run, and when that was."""


def main(names: list[str]) -> None:
    chosen = [script for script in SCRIPTS if not names or script.name in names]
    figures: dict[str, Figures] = {}
    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task("measuring", total=sum(len(script.calls) * script.repeats for script in chosen))
        for script in chosen:
            figures[script.name] = measured(script, lambda what: progress.update(task, advance=1, description=what))
    lines = [line_of(target, figures[target.script]) for target in TARGETS if target.script in figures]
    Console().print(table_of(lines))
    known = json.loads(FIGURES.read_text()) if FIGURES.exists() else {}
    known |= {name: {"on": f"{datetime.now(UTC):%Y-%m-%d}", "medians": found} for name, found in figures.items()}
    FIGURES.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n")
    RESULTS.write_text(page_of(known), encoding="utf-8")


def measured(script: Script, tell: object) -> Figures:
    """The medians of a script's figures, its calls taken in turn so that a drift of the machine touches all alike."""
    runs: list[Figures] = []
    with servers(with_broker=script.with_broker) as environment:
        for _ in range(script.repeats):
            figures: Figures = {}
            for call in script.calls:
                figures |= run(script.name, call, environment)
                tell(f"{script.name} {' '.join(call)}")  # type: ignore[operator]
            runs.append(figures)
    return medians(runs)


def line_of(target: Target, figures: Figures) -> tuple[str, str, str, str]:
    value = target.value(figures)
    shown = f"{value:,.0f}{target.unit}" if target.unit in ("/s", "") else f"{value:,.2f} {target.unit}"
    if target.limit is None:
        return target.words, shown, "", ""
    is_met = value <= target.limit if target.is_most else value >= target.limit
    return target.words, shown, f"{'≤' if target.is_most else '≥'} {target.limit:g}", "met" if is_met else "MISSED"


def table_of(lines: list[tuple[str, str, str, str]]) -> Table:
    table = Table("measured", "value", "target", "")
    for line in lines:
        table.add_row(*line)
    return table


def page_of(known: dict[str, Any]) -> str:
    """The page, from the last figures of every script."""
    machine = f"{platform.processor() or platform.machine()}, Python {platform.python_version()}"
    measured_targets = [target for target in TARGETS if target.script in known]
    rows = [
        f"| {' | '.join(line_of(target, known[target.script]['medians']))} | {known[target.script]['on']} |" for target in measured_targets
    ]
    head = ["# Measured", "", f"Medians of `make bench`: {machine}.", "", "| what | value | target | | on |", "|---|---|---|---|---|"]
    return "\n".join([*head, *rows, ""])


if __name__ == "__main__":
    main(sys.argv[1:])
