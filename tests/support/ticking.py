"""Run in a process of its own, under eventlet: does anything else get a turn while a query sleeps? Prints the ticks counted meanwhile."""

import eventlet

eventlet.monkey_patch()

import sys  # noqa: E402

from services.kernel.database import Database  # noqa: E402

database = Database(sys.argv[1], size=5)
ticks = 0


def tick() -> None:
    global ticks
    while True:
        eventlet.sleep(0.01)
        ticks += 1


database.execute("select 1")
eventlet.spawn(tick)
sleepers = [eventlet.spawn(database.execute, "select pg_sleep(0.5)") for _ in range(5)]
for sleeper in sleepers:
    sleeper.wait()
print(ticks)
