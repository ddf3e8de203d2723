from enum import StrEnum


class CreateWorkspaceBodyPlan(StrEnum):
    COMMERCIAL = "commercial"

    def __str__(self) -> str:
        return str(self.value)
