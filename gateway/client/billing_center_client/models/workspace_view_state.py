from enum import StrEnum


class WorkspaceViewState(StrEnum):
    ACTIVE = "active"
    IN_ARREARS = "in_arrears"

    def __str__(self) -> str:
        return str(self.value)
