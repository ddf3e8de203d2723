"""Messages to people: written as rows, carried by a port (SMTP, or the local mailbox), each at most once.

Source: product decision 38.
"""

from services.identity.messages.carriers import Carrier, Letter, LocalMailbox, NotCarried, PerhapsCarried, Refused
from services.identity.messages.post import Post
from services.identity.messages.smtp import SmtpCarrier
from services.identity.messages.templates import Text, written

__all__ = [
    "Carrier",
    "Letter",
    "LocalMailbox",
    "NotCarried",
    "PerhapsCarried",
    "Post",
    "Refused",
    "SmtpCarrier",
    "Text",
    "written",
]
