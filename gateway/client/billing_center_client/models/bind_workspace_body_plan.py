from enum import StrEnum


class BindWorkspaceBodyPlan(StrEnum):
    COMMERCIAL = "commercial"

    def __str__(self) -> str:
        return str(self.value)
