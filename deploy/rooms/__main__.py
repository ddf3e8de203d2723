"""`python -m deploy.rooms ROOM`: run one room until it is told to stop."""

import eventlet  # type: ignore[import-untyped]

eventlet.monkey_patch()  # before anything that opens a socket is imported

import sys  # noqa: E402

from deploy.rooms.process import run  # noqa: E402
from services.kernel.config import ROOMS, ConfigurationIsInvalid  # noqa: E402

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in ROOMS:
        sys.exit(f"usage: python -m deploy.rooms ROOM, where ROOM is one of {', '.join(ROOMS)}")
    try:
        run(sys.argv[1])
    except ConfigurationIsInvalid as invalid:
        sys.exit(str(invalid))
