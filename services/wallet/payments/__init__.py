"""Payment channels: how money is paid in online, and what each channel says of it.

Promises:  nothing a channel says is believed unless the channel's signature, or its authenticated answer to our own question, says it; keys
           are read from files and never logged; every call outside has a deadline, and waits without stopping the process's other work.
Never:     credits anything: what was paid is decided by the room.
"""

from services.wallet.payments.channels import Channels
from services.wallet.payments.port import Channel, Notice, NoticeIsForged, OrderToPay, Page, SettledRow

__all__ = ["Channel", "Channels", "Notice", "NoticeIsForged", "OrderToPay", "Page", "SettledRow"]
