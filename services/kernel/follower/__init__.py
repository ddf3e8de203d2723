"""Bell and book: a room's log is its book, RabbitMQ carries the bells, and whoever follows a book reads it in order, at its own pace.

The room that tells:

    PUBLISHED = Published("wallet", {Wallet.Charged: "wallet.charged.v1"}, samples={...})      # events.py
    bell = Bell(settings.amqp_url, "wallet");  Wallets(..., on_commit=bell.ring)               # service.py

    @query(ReadPublished, callers=("settlement", "audit"))
    def read_published(self, question):
        return PUBLISHED.read(self.wallets.database, after=question.after, limit=question.limit)

The room that listens:

    follower = Follower("wallet", policies, database, remote, "settlement")
    listener = BellListener(settings.amqp_url, name="settlement", heard={"wallet": follower.wake})
"""

from services.kernel.follower.bells import Bell, BellListener
from services.kernel.follower.books import BookPage, ReadBook, ReadRows, RowsPage, read_book, read_rows
from services.kernel.follower.follower import Follower
from services.kernel.follower.policies import Entry, when
from services.kernel.follower.published import Published, PublishedPage, ReadPublished

__all__ = [
    "Bell",
    "BellListener",
    "BookPage",
    "Entry",
    "Follower",
    "Published",
    "PublishedPage",
    "ReadBook",
    "ReadPublished",
    "ReadRows",
    "RowsPage",
    "read_book",
    "read_rows",
    "when",
]
