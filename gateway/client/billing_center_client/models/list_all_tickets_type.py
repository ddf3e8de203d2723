from enum import StrEnum


class ListAllTicketsType(StrEnum):
    BUG_REPORT = "bug_report"
    CHANGE_OWNER = "change_owner"
    HELP_DOCS = "help_docs"
    OTHER = "other"
    PURCHASE_CONSULTING = "purchase_consulting"
    SUGGESTION = "suggestion"
    UNBIND_MFA = "unbind_mfa"
    USAGE_QUESTION = "usage_question"

    def __str__(self) -> str:
        return str(self.value)
