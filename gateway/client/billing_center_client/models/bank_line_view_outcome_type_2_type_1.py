from enum import StrEnum


class BankLineViewOutcomeType2Type1(StrEnum):
    CREDITED = "credited"
    IGNORED = "ignored"
    IN_REVIEW = "in_review"
    REPEATED = "repeated"
    RESOLVED = "resolved"

    def __str__(self) -> str:
        return str(self.value)
