from enum import StrEnum


class MessageViewChannel(StrEnum):
    MAIL = "mail"
    SMS = "sms"

    def __str__(self) -> str:
        return str(self.value)
