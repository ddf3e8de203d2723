from enum import StrEnum


class RequestCodeBodyPurpose(StrEnum):
    REGISTER = "register"

    def __str__(self) -> str:
        return str(self.value)
