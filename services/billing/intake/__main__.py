"""`python -m services.billing.intake`: the worker's process. `… put-back` sends what was set aside through the queue again."""

from __future__ import annotations

import signal
import sys
from typing import Any, Final

from services.billing.intake.ledger import UsageLedger
from services.billing.intake.queue import put_back
from services.billing.intake.worker import Worker
from services.kernel import telemetry
from services.kernel.config import Settings
from services.kernel.database import Database
from services.kernel.rpc import Signer, StandaloneRemote

PROCESS: Final = "billing.intake"


def main(arguments: list[str]) -> None:
    """Run until SIGTERM or SIGINT; then finish the batch at hand."""
    settings = Settings.from_environment(PROCESS)
    if arguments == ["put-back"]:
        print(f"{put_back(settings.amqp_url)} messages put back")
        return
    telemetry.start(settings)
    assert settings.database_url is not None
    remote = StandaloneRemote(settings.amqp_url, Signer(PROCESS, settings.signing_key))
    worker = Worker(
        amqp_url=settings.amqp_url,
        ledger=UsageLedger(Database(settings.database_url, size=2, name=PROCESS)),
        clock=settings.clock(),
        hear_of_workspaces=lambda: remote.call("billing", "hear_of_workspaces", timeout_s=10),
    )

    def stop(*_: Any) -> None:
        worker.stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    worker.run()
    remote.close()


if __name__ == "__main__":
    main(sys.argv[1:])
