from enum import StrEnum


class ListWorkspacesState(StrEnum):
    ACTIVE = "active"
    IN_ARREARS = "in_arrears"

    def __str__(self) -> str:
        return str(self.value)
