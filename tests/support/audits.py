"""A small house for tests of the audit: the real rooms on real databases in one process, each speaking to the others as over the wire."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from services.audit.application import Audit
from services.audit.domain import Asked, Outcome
from services.audit.policies import Copyist
from services.audit.queries.copies import BOOKS
from services.audit.replay.run import Replay
from services.audit.verify import Verification
from services.billing.application import Billing
from services.billing.intake.batches import Message
from services.billing.intake.ledger import UsageLedger
from services.billing.intake.line import work_off
from services.billing.policies import SettlementPolicies as BillingHearsSettlement
from services.kernel.clock import FixedClock
from services.kernel.database import Database
from services.kernel.errors import Refusal, RemoteRefusal
from services.kernel.follower.policies import Policies
from services.kernel.ids import natural_id, new_id
from services.kernel.money import Money, parse_amount
from services.kernel.rpc.client import Room
from services.kernel.rpc.signing import canonical
from services.kernel.schemas import dump
from services.settlement.application import OpenPayer, Settlements
from services.settlement.policies import SettlementPolicies
from services.settlement.schemas import CreateWorkspace
from services.wallet.application import Wallets
from services.wallet.domain import Wallet
from services.wallet.schemas import ActivateVoucher, BuyCard, CreditTransfer, IssueVouchers, OpenWallet
from tests.support.eventful import an_eventful_life

SECRET_KEY = b"a secret key for tests, 32 bytes"
MONDAY = date(2026, 11, 16)
MONDAY_NOON = datetime(2026, 11, 16, 4, tzinfo=UTC)
TUESDAY_MORNING = datetime(2026, 11, 16, 17, 30, tzinfo=UTC)
ROOMS = ("identity", "settlement", "billing", "wallet", "tickets", "audit")


class OnlyABook:
    """A room of which nothing but its book matters."""

    def __init__(self, database: Database) -> None:
        self.database = database


class InProcess:
    """Calls the rooms' service classes through their contracts, in primitives, as the wire does."""

    def __init__(self, rooms: dict[str, Any]) -> None:
        self._services = {name: _service(name, application) for name, application in rooms.items()}
        self.calls: list[tuple[str, str]] = []
        self.before: Callable[[str, str], None] = lambda _room, _method: None

    def room(self, name: str) -> Room:
        return Room(self, name)  # type: ignore[arg-type]

    def call(self, room: str, method: str, request: Any = None, **_: Any) -> Any:
        self.calls.append((room, method))
        self.before(room, method)
        offered = getattr(self._services[room], method)
        asked = json.loads(canonical(request if isinstance(request, dict) else dump(request)))
        try:
            from services.kernel.schemas import load

            answer = offered(load(offered.contract.request, asked))
        except Refusal as refusal:
            raise RemoteRefusal(refusal.code, refusal.title, refusal.details) from None
        return json.loads(offered.contract.answer(answer))


def _service(room: str, application: Any) -> Any:
    module = importlib.import_module(f"services.{room}.service")
    (cls,) = (
        found
        for found in vars(module).values()
        if isinstance(found, type) and found.__module__ == module.__name__ and hasattr(found, "name")
    )
    service = cls()
    for name, value in vars(cls).items():
        if type(value).__name__ == "_Provided":
            setattr(service, name, application)
    return service


class House:
    """Settlement, billing, the wallet and the audit; of identity and tickets the books only."""

    def __init__(self, urls: dict[str, str]) -> None:
        self.clock = FixedClock(MONDAY_NOON)
        self.databases = {room: Database(url, size=8) for room, url in urls.items()}
        self.wallets, self.billing, self.settlements, self.audit = (
            application(database=self.databases[room], clock=self.clock, secret_key=SECRET_KEY)
            for application, room in ((Wallets, "wallet"), (Billing, "billing"), (Settlements, "settlement"), (Audit, "audit"))
        )
        books = {room: OnlyABook(self.databases[room]) for room in ("identity", "tickets")}
        self.remote = InProcess(
            {"wallet": self.wallets, "billing": self.billing, "settlement": self.settlements, "audit": self.audit, **books}
        )
        self.copyists = {book: Copyist(book, self.databases["audit"], self.remote, self.clock) for book in BOOKS}  # type: ignore[arg-type]
        self._heard = {"billing": 0, "settlement": 0, "wallet": 0}
        self.audit.catch_up = self.copy

    # -- what happens in it

    def an_account(self, currency: str = "CNY") -> UUID:
        account_id = new_id()
        self.settlements.open_payer(OpenPayer(id=new_id(), account_id=account_id, currency=currency, occurred_at=self.clock.now()))
        self.wallets.open_wallet(OpenWallet(id=new_id(), account_id=account_id, currency=currency, occurred_at=self.clock.now()))
        return account_id

    def a_workspace(self, account_id: UUID, *, site: str = "CN1") -> UUID:
        made = self.settlements.create_workspace(
            CreateWorkspace(
                id=new_id(),
                account_id=account_id,
                name="shop",
                site=site,
                billable_from=datetime(2026, 11, 1, tzinfo=UTC),  # type: ignore[arg-type]
            )
        )
        self.hear()
        return made.workspace_id

    def transfer(self, account_id: UUID, amount: str, currency: str = "CNY") -> None:
        money = Money(parse_amount(amount), currency)
        self.wallets.credit_transfer(CreditTransfer(id=new_id(), account_id=account_id, amount=money, reference=f"TT {new_id()}"))

    def a_voucher(self, account_id: UUID, amount: str) -> None:
        money = Money(parse_amount(amount), "CNY")
        batch = self.wallets.issue_vouchers(IssueVouchers(id=new_id(), count=1, face=money, campaign="welcome"))
        assert batch.codes
        self.wallets.activate_voucher(ActivateVoucher(id=new_id(), account_id=account_id, code=batch.codes[0]))

    def a_card(self, account_id: UUID, price: str) -> None:
        self.wallets.buy_card(BuyCard(id=new_id(), account_id=account_id, price=Money(parse_amount(price), "CNY")))

    def live_eventfully(self, account_id: UUID) -> None:
        """Everything that may happen to a wallet, but bills."""
        wallet = self.wallets.read(Wallet, wallet_id(account_id))
        assert wallet is not None
        for _ in an_eventful_life(wallet, self.clock.now() - timedelta(days=2), with_bills=False):
            self.wallets.save(wallet)

    def use(self, account_id: UUID, workspace_id: UUID, *samples: dict[str, Any], hour: datetime = MONDAY_NOON) -> None:
        """Report usage through the real intake, one batch a call."""
        self.take_in(self.message(account_id, workspace_id, *samples, hour=hour))

    def message(self, account_id: UUID, workspace_id: UUID, *samples: dict[str, Any], hour: datetime = MONDAY_NOON) -> Message:
        """A batch of usage as the gateway queues it."""
        events = [
            msgspec.Raw(
                msgspec.json.encode(
                    {
                        "specversion": "1.0",
                        "id": sample.get("id", str(new_id())),
                        "source": "test",
                        "type": sample.get("type", "usage.sample.v1"),
                        "subject": workspace_id,
                        "time": sample.get("time", hour),
                        "data": {name: value for name, value in sample.items() if name not in ("id", "type", "time")},
                    }
                )
            )
            for sample in samples
        ]
        return Message(receipt_id=new_id(), account_id=account_id, received_at=max(hour, self.clock.now()), events=events)

    def take_in(self, *messages: Message) -> None:
        """Work messages off as one batch; none of their events is refused."""
        work_off(list(messages), UsageLedger(self.databases["billing"]), hear_of_workspaces=lambda: None, at=self.clock.now())
        for message in messages:
            receipt = self.databases["billing"].one("select refusals from usage_receipt where receipt_id = %s", (message.receipt_id,))
            assert receipt is not None
            assert receipt["refusals"] == []

    def close_and_collect(self) -> None:
        """Monday is over: its bills are issued, charged, settled, and shown as paid or owed."""
        self.clock.move_to(TUESDAY_MORNING)
        self.billing.close_due_days()
        self.hear()

    def hear(self) -> None:
        """Every room hears what the others have told."""
        policies = {
            "settlement": Policies(BillingHearsSettlement(self.billing), book="settlement"),
            "billing": Policies(SettlementPolicies(self.settlements, self.remote), book="billing"),  # type: ignore[arg-type]
            "wallet": Policies(SettlementPolicies(self.settlements, self.remote), book="wallet"),  # type: ignore[arg-type]
        }
        for book in ("settlement", "billing", "settlement", "wallet", "settlement"):
            page = self.remote.call(book, "read_published", {"after": self._heard[book]})
            for event in page["events"]:
                if event["name"] in policies[book].names:
                    policies[book].apply(event)
            self._heard[book] = page["to"]

    # -- what the audit does in it

    def copy(self) -> None:
        for book in BOOKS:
            self.copyists[book].catch_up()

    def replay(self, **asked: Any) -> Outcome:
        return Replay(self.databases["audit"], self.remote, self.copyists, Asked(kind="replay", **asked)).run()  # type: ignore[arg-type]

    def verify(self) -> Outcome:
        return Verification(self.databases["audit"], self.remote, self.copyists).run()  # type: ignore[arg-type]

    def tamper(self, room: str, statement: str) -> int:
        """What somebody with the owner's rights does by hand: triggers switched off, a statement run."""
        with self.databases[room].connect() as connection:
            connection.execute("set session_replication_role = replica")
            return connection.execute(statement.encode()).rowcount

    def bill_of(self, account_id: UUID) -> UUID:
        row = self.databases["billing"].one("select bill_id from bill where account_id = %s", (account_id,))
        assert row is not None
        return UUID(str(row["bill_id"]))

    def close(self) -> None:
        for application in (self.wallets, self.billing, self.settlements, self.audit):
            application.close()
        for copyist in self.copyists.values():
            copyist._turn.close()
        for database in self.databases.values():
            database.close()


def wallet_id(account_id: UUID) -> UUID:
    return natural_id("wallet", account_id)
