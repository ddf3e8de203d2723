from enum import StrEnum


class ListAllTicketsState(StrEnum):
    CLOSED = "closed"
    REPLIED = "replied"
    WAITING_FOR_ASSIGNMENT = "waiting_for_assignment"
    WAITING_FOR_FEEDBACK = "waiting_for_feedback"
    WITHDRAWN = "withdrawn"

    def __str__(self) -> str:
        return str(self.value)
