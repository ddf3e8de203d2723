"""The command line of the embedded default: `python -m deploy.local VERB`, as the Makefile calls it."""

import contextlib
import os
import sys
import time
from pathlib import Path
from typing import NoReturn

import click
from rich.console import Console
from rich.markup import escape

from deploy.local import environment
from deploy.local.debian import rabbitmq_programs
from deploy.local.faults import CannotStart
from deploy.local.follow import Follower
from deploy.local.names import PARTS, ROOT
from deploy.local.signals import stoppable
from deploy.local.stack import Stack, remove

_LOOK_EVERY_S = 0.5
console = Console(highlight=False)
in_folder = click.option("--data", type=click.Path(path_type=Path), default=ROOT / "var" / "run", help="The folder of the stack's data.")


@click.group()
def main() -> None:
    """Run the Billing Center on this machine."""


@main.command()
@in_folder
@click.option("--follow", is_flag=True, help="Show the logs of all parts.")
def run(data: Path, follow: bool) -> None:
    """Start everything and stay up until Ctrl-C."""
    began = time.monotonic()
    with contextlib.suppress(KeyboardInterrupt), stoppable(), Stack(data, say=_say) as stack:
        console.print(f"[bold green]The Billing Center is up[/] after {time.monotonic() - began:.0f} s: [bold]{stack.address}[/]")
        console.print(f"[dim]logs in {stack.folder}/log; the state of every part: make doctor; Ctrl-C stops everything[/]", soft_wrap=True)
        try:
            _stay_up(stack, Follower(stack.folder / "log", console) if follow else None)
        finally:
            _say("stopping")
    _say("everything that was started here has stopped")


def _stay_up(stack: Stack, follower: Follower | None) -> NoReturn:
    while True:
        stack.mend()
        if follower:
            follower.show()
        time.sleep(_LOOK_EVERY_S)


@main.command()
@in_folder
def doctor(data: Path) -> None:
    """Show the state of every part; fail if something is wrong."""
    from deploy.local.doctor import examine

    sys.exit(0 if examine(data, console) else 1)


@main.command(name="as", context_settings={"ignore_unknown_options": True})
@click.argument("process", type=click.Choice([part.name for part in PARTS]))
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED)
@in_folder
def speak_as(process: str, command: tuple[str, ...], data: Path) -> None:
    """Run COMMAND with the environment (databases, keys, clock) of PROCESS of the stack in --data."""
    kept = environment.kept(data)
    if process not in kept:
        raise CannotStart(f"No stack has been started in {data} yet: `make run` starts one, `make demo` plays one (DATA=var/demo).")
    os.execvpe(command[0], command, {**os.environ, "PYTHONWARNINGS": "ignore", **kept[process]})


@main.command()
def prepare() -> None:
    """Install what a stack needs and the machine lacks, ahead of the first start."""
    if not os.environ.get("BC_AMQP_URL"):
        rabbitmq_programs()


@main.command()
@in_folder
def wipe(data: Path) -> None:
    """Remove all data of a stack that is not running."""
    remove(data)


def _say(what: str) -> None:
    console.print(f"[dim]{time.strftime('%H:%M:%S')}[/] {escape(what)}", soft_wrap=True)


if __name__ == "__main__":
    try:
        main(standalone_mode=False)
    except CannotStart as wrong:
        console.print(str(wrong), style="bold red", markup=False, soft_wrap=True)
        sys.exit(1)
    except (KeyboardInterrupt, click.Abort):
        sys.exit(130)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(wrong.exit_code)
