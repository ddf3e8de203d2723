from enum import StrEnum


class ExaminationViewKind(StrEnum):
    REPLAY = "replay"
    VERIFY = "verify"

    def __str__(self) -> str:
        return str(self.value)
