"""Eight processes write to one ledger while a reader follows it by position: does it miss an event, does it see a hole?"""

import multiprocessing
import os
import time

from services.kernel.clock import SystemClock
from services.kernel.database import Database
from services.kernel.ids import new_id
from services.kernel.migrate import migrate
from tests.benchmarks.measuring import show
from tests.support.tally import TALLY_TABLE, Count, Tallies

WRITERS, COMMANDS = 8, 400


def write(url: str, number: int) -> None:
    tallies = Tallies(database=Database(url, size=2), clock=SystemClock(), secret_key=b"x" * 32)
    for n in range(COMMANDS):
        tallies.count(Count(id=new_id(), names=[f"own{number}-{n % 20}"], by=1))
    tallies.close()


def head(reader: Database) -> int:
    row = reader.one("select position from ledger_head")
    return int(row["position"]) if row else 0


def main() -> None:
    server = Database(os.environ["BENCH_DATABASE_URL"], size=1)
    name = f"bench_{new_id().hex}"
    server.execute(f"create database {name}")
    url = os.environ["BENCH_DATABASE_URL"].rsplit("/", 1)[0] + f"/{name}"
    migrate("kernel_only", url)
    reader = Database(url, size=1)
    reader.execute(TALLY_TABLE)

    started = time.perf_counter()
    writers = [multiprocessing.Process(target=write, args=(url, number)) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    seen, read, holes = 0, 0, 0
    while any(writer.is_alive() for writer in writers) or seen < head(reader):
        rows = reader.all("select position from events where position > %s order by position limit 1000", (seen,))
        for row in rows:
            holes += row["position"] != seen + 1
            seen = row["position"]
        read += len(rows)
    elapsed_s = time.perf_counter() - started
    stored = len(reader.all("select position from events"))
    show(missed=stored - read, holes=holes, per_s=stored / elapsed_s)


if __name__ == "__main__":
    main()
