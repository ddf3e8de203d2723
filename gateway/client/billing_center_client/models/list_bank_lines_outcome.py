from enum import StrEnum


class ListBankLinesOutcome(StrEnum):
    CREDITED = "credited"
    IGNORED = "ignored"
    IN_REVIEW = "in_review"
    REPEATED = "repeated"
    RESOLVED = "resolved"

    def __str__(self) -> str:
        return str(self.value)
