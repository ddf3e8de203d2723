from enum import StrEnum


class BankStatementViewState(StrEnum):
    DRY_RUN = "dry_run"
    FINISHED = "finished"
    WORKING = "working"

    def __str__(self) -> str:
        return str(self.value)
