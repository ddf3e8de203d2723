"""Clocks: aware and in UTC; the movable one moves forward only, for every process at once."""

from __future__ import annotations

import contextlib
import itertools
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from services.kernel.clock import ClockCannotMove, ClockMovesForwardOnly, FixedClock, MovableClock, SystemClock

ROOT = Path(__file__).parents[3]
WATCHER = """
import sys
from pathlib import Path
from services.kernel.clock import MovableClock
clock = MovableClock(Path(sys.argv[1]))
for line in sys.stdin:
    print(clock.now().isoformat(), flush=True)
"""
MOVER = """
import sys
from datetime import timedelta
from pathlib import Path
from services.kernel.clock import MovableClock
clock = MovableClock(Path(sys.argv[1]))
start = clock.now()
print("ready", flush=True)
for quarter in range(1, 30_000):
    clock.move_to(start + timedelta(minutes=15 * quarter))
"""
A_MOMENT = timedelta(seconds=30)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "var" / "clock"


def test_the_system_clock_is_aware_and_cannot_be_moved():
    now = SystemClock().now()

    assert now.tzinfo is UTC
    assert abs(now - datetime.now(UTC)) < A_MOMENT
    with pytest.raises(ClockCannotMove):
        SystemClock().move_to(now + timedelta(days=1))


def test_a_movable_clock_that_nobody_moved_tells_the_machines_time(path):
    clock = MovableClock(path)

    assert clock.now().tzinfo is UTC
    assert abs(clock.now() - datetime.now(UTC)) < A_MOMENT


def test_a_move_is_kept_and_time_goes_on_from_there(path):
    clock = MovableClock(path)
    target = clock.now() + timedelta(days=40)

    clock.move_to(target)

    assert target <= clock.now() < target + A_MOMENT
    assert target <= MovableClock(path).now() < target + A_MOMENT


def test_moves_add_up(path):
    clock = MovableClock(path)
    start = clock.now()

    clock.move_to(start + timedelta(days=1))
    clock.move_to(start + timedelta(days=3))

    assert timedelta(days=3) <= clock.now() - start < timedelta(days=3) + A_MOMENT


def test_the_target_may_be_said_in_another_zone(path):
    clock = MovableClock(path)
    target = (clock.now() + timedelta(days=1)).astimezone(timezone(timedelta(hours=8)))

    clock.move_to(target)

    assert target <= clock.now() < target + A_MOMENT


@pytest.mark.parametrize("step", [timedelta(microseconds=-1), timedelta(days=-1), timedelta(days=3661)])
def test_a_clock_does_not_move_back_or_too_far(path, step):
    clock = MovableClock(path)

    with pytest.raises(ClockMovesForwardOnly):
        clock.move_to(clock.now() + step)

    assert abs(clock.now() - datetime.now(UTC)) < A_MOMENT


def test_another_process_sees_the_move_at_once(path):
    clock = MovableClock(path)
    watcher = subprocess.Popen(
        [sys.executable, "-c", WATCHER, str(path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert watcher.stdin is not None
    assert watcher.stdout is not None

    def told() -> datetime:
        watcher.stdin.write("\n")
        watcher.stdin.flush()
        return datetime.fromisoformat(watcher.stdout.readline().strip())

    before = told()
    clock.move_to(before + timedelta(days=365))
    after = told()
    watcher.stdin.close()
    watcher.wait(timeout=20)

    assert timedelta(days=365) <= after - before < timedelta(days=365) + A_MOMENT


def test_a_reader_never_sees_half_a_move(path):
    clock = MovableClock(path)
    start = clock.now()
    mover = subprocess.Popen([sys.executable, "-c", MOVER, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert mover.stdout is not None
    mover.stdout.readline()

    readings = []
    while mover.poll() is None:
        readings += [clock.now() for _ in range(1000)]

    assert mover.returncode == 0
    assert all(one <= other for one, other in itertools.pairwise([start, *readings]))
    assert readings[-1] < start + timedelta(days=400)


def test_of_two_moves_at_once_none_is_undone(path):
    start = MovableClock(path).now()
    steps = [start + timedelta(days=day) for day in range(1, 41)]

    def move(target: datetime) -> None:
        with contextlib.suppress(ClockMovesForwardOnly):  # another one was further already
            MovableClock(path).move_to(target)

    with ThreadPoolExecutor(8) as movers:
        list(movers.map(move, steps))

    assert MovableClock(path).now() >= steps[-1]


def test_a_fixed_clock_stands_still():
    clock = FixedClock(datetime(2026, 11, 23, tzinfo=UTC))

    assert clock.now() is clock.now()
    clock.move_to(datetime(2026, 11, 24, tzinfo=UTC))
    assert clock.now() == datetime(2026, 11, 24, tzinfo=UTC)
