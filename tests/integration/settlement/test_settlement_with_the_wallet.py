"""Settlement and the real wallet on two databases: bills collected and arrears followed, by the kernel's followers, without a broker."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from services.identity.events import PUBLISHED as IDENTITY
from services.kernel.database import Database
from services.kernel.errors import NotFound, Refusal, RemoteRefusal
from services.kernel.follower import Follower
from services.kernel.ids import derived_id, natural_id, new_id
from services.kernel.migrate import migrate
from services.kernel.money import Money
from services.kernel.rpc import RoomIsUnavailable
from services.kernel.schemas import dump, load
from services.settlement.domain import Payer
from services.settlement.events import PUBLISHED
from services.settlement.policies import SettlementPolicies
from services.settlement.schemas import ArrearsOf, BillSettlementOf, CreateWorkspace
from services.wallet.application import Wallets
from services.wallet.events import PUBLISHED as WALLET
from services.wallet.schemas import Charge, ChargeMany, ChargeOf, CreditTransfer, OpenWallet
from tests.support.settlements import NOW, a_line
from tests.support.settlements import a_bill as bill_data

SECRET_KEY = b"a secret key for tests, 32 bytes"


class Book:
    """Another room's published book, as a list; `tell` adds a fact."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []

    def tell(self, name: str, account_id: Any, data: dict[str, Any]) -> None:
        position = len(self.events) + 1
        told = {"position": position, "name": name, "event_id": natural_id(name, position), "account_id": account_id, "recorded_at": NOW}
        self.events.append(msgspec.json.decode(msgspec.json.encode({**told, "data": data})))

    def page(self, after: int) -> dict[str, Any]:
        return {"events": self.events[after:], "to": len(self.events), "head": len(self.events)}


class RoomsBeside:
    """What settlement reaches: identity's and billing's books, and the wallet itself, each call crossing as primitives."""

    def __init__(self, wallets: Wallets) -> None:
        self.wallets = wallets
        self.books = {"identity": Book(), "billing": Book()}
        self.charges = 0

    def call(self, room: str, method: str, request: dict[str, int], *, timeout_s: float) -> Any:
        assert method == "read_published"
        if room in self.books:
            return self.books[room].page(request["after"])
        page = WALLET.read(self.wallets.database, after=request["after"], limit=request["limit"])
        return msgspec.json.decode(msgspec.json.encode(page))

    def room(self, name: str) -> "RoomsBeside":
        assert name == "wallet"
        return self

    def charge(self, request: Any, *, timeout_s: float) -> Any:
        self.charges += 1
        return self._asked(self.wallets.charge, load(Charge, dump(request)))

    def charge_many(self, request: Any, *, timeout_s: float) -> Any:
        self.charges += len(request.bills)
        return self._asked(self.wallets.charge_many, load(ChargeMany, dump(request)))

    def charge_of(self, request: Any, *, timeout_s: float) -> Any:
        return self._asked(self.wallets.charge_of, load(ChargeOf, dump(request)))

    def _asked(self, use_case: Callable[[Any], Any], request: Any) -> Any:
        try:
            return dump(use_case(request))
        except Refusal as refusal:
            raise RemoteRefusal(refusal.code, refusal.title, refusal.details) from refusal


@pytest.fixture
def wallets(postgres_server, clock):
    url = postgres_server.create_database("wallet_beside")
    migrate("wallet", url)
    database = Database(url, size=16)
    room = Wallets(database=database, clock=clock, secret_key=SECRET_KEY)
    yield room
    room.close()
    database.close()
    postgres_server.drop_database(url)


@pytest.fixture
def beside(wallets):
    return RoomsBeside(wallets)


@pytest.fixture
def followers(settlements, beside):
    policies = SettlementPolicies(settlements, beside)
    made = {book: Follower(book, policies, settlements.database, beside, "settlement") for book in ("identity", "billing", "wallet")}
    settlements.read_accounts = made["identity"].catch_up
    settlements.read_bills = made["billing"].catch_up
    yield made
    for follower in made.values():
        follower.stop()


@pytest.fixture
def workspace(settlements, wallets, beside, followers):
    """A workspace of an account of which identity has told a moment ago and nobody has listened yet."""
    account_id = new_id()
    sample = {**IDENTITY.samples["identity.account_opened.v1"], "account_id": account_id}
    beside.books["identity"].tell("identity.account_opened.v1", account_id, sample)
    wallets.open_wallet(OpenWallet(id=new_id(), account_id=account_id, currency="CNY", occurred_at=NOW))
    return settlements.create_workspace(CreateWorkspace(id=new_id(), account_id=account_id, name="shop", site="CN1"))


@pytest.fixture
def issue(beside, workspace):
    """Billing issues a bill of one line; the bill."""

    def issue_one(amount_micros):
        bill = bill_data(workspace.workspace_id, a_line(amount_micros))
        beside.books["billing"].tell("billing.bill_issued.v1", workspace.account_id, bill)
        return bill

    return issue_one


@pytest.fixture
def recharge(wallets, workspace):
    def recharge_with(amount_micros):
        money = Money(amount_micros, "CNY")
        command = CreditTransfer(id=new_id(), account_id=workspace.account_id, amount=money, reference=f"TT-{str(new_id())[-12:]}")
        wallets.credit_transfer(command)

    return recharge_with


def settlement_of(settlements, workspace, bill):
    return settlements.bill_settlement_of(BillSettlementOf(account_id=workspace.account_id, bill_id=bill["bill_id"]))


def is_in_arrears(settlements, workspace):
    return settlements.arrears_of(ArrearsOf(account_id=workspace.account_id)).in_arrears


def test_a_bill_is_paid_from_the_wallet_and_recorded_as_the_wallet_split_it(settlements, followers, workspace, issue, recharge):
    recharge(20_000_000)
    bill = issue(13_400_000)

    followers["billing"].catch_up()

    settled = settlement_of(settlements, workspace, bill)
    assert (settled.state, settled.taken_total, [share.kind for share in settled.taken]) == ("settled", Money(13_400_000, "CNY"), ["cash"])


def test_debt_opens_arrears_and_the_recharge_that_pays_it_ends_them(settlements, followers, workspace, issue, recharge):
    recharge(10_000_000)
    bill = issue(13_400_000)
    followers["billing"].catch_up()
    followers["wallet"].catch_up()
    assert is_in_arrears(settlements, workspace)
    assert settlement_of(settlements, workspace, bill).state == "owed"

    recharge(3_400_000)
    followers["wallet"].catch_up()

    assert not is_in_arrears(settlements, workspace)
    assert settlement_of(settlements, workspace, bill).state == "settled"


def test_after_a_crash_between_charge_and_record_the_settlement_is_told_before_the_debt_and_its_end(
    settlements, followers, beside, wallets, workspace, issue, recharge
):
    bill = issue(5_000_000)
    lines = [{"line_id": str(line["line_id"]), "amount_micros": 5_000_000, "vouchers_may_pay": True} for line in bill["lines"]]
    charge_id = derived_id(bill["bill_id"], "charge")
    ours = {"id": str(charge_id), "account_id": str(workspace.account_id), "bill_id": str(bill["bill_id"]), "currency": "CNY"}
    wallets.charge(load(Charge, {**ours, "lines": lines}))
    recharge(5_000_000)

    followers["wallet"].catch_up()

    told = [event["name"] for event in PUBLISHED.read(settlements.database, after=0)["events"]]
    assert told[-4:] == [
        "settlement.bill_settled.v1",
        "settlement.bill_left_owed.v1",
        "settlement.arrears_opened.v1",
        "settlement.arrears_ended.v1",
    ]
    assert settlement_of(settlements, workspace, bill).state == "settled"


def test_a_recharge_that_pays_a_part_leaves_the_account_in_arrears(settlements, followers, workspace, issue, recharge):
    issue(13_400_000)
    followers["billing"].catch_up()

    recharge(13_390_000)
    followers["wallet"].catch_up()

    assert is_in_arrears(settlements, workspace)


def test_a_page_that_is_worked_off_twice_charges_each_bill_once(settlements, followers, beside, workspace, issue, recharge):
    recharge(100_000_000)
    bills = [issue(1_000_000) for _ in range(30)]
    followers["billing"].catch_up()

    settlements.database.execute("update followed set position = 0 where book = 'billing'")
    followers["billing"].catch_up()

    assert beside.charges == 30
    assert {settlement_of(settlements, workspace, bill).state for bill in bills} == {"settled"}


def test_a_bill_that_the_wallet_refuses_is_parked_alone_and_those_before_it_are_collected(
    settlements, followers, beside, workspace, issue, recharge
):
    recharge(10_000_000)
    before = [issue(1_000_000) for _ in range(3)]
    beside.books["billing"].tell("billing.bill_issued.v1", workspace.account_id, bill_data(workspace.workspace_id, currency="USD"))
    after = issue(1_000_000)

    followers["billing"].catch_up()

    parked = settlements.database.all("select position, attempts from parked order by position")
    assert [(row["position"], row["attempts"] > 0) for row in parked] == [(4, True), (5, False)]
    assert {settlement_of(settlements, workspace, bill).state for bill in before} == {"settled"}
    with pytest.raises(NotFound):
        settlement_of(settlements, workspace, after)


def test_after_a_crash_between_charge_and_record_all_bills_of_the_page_are_recorded_as_they_were_charged(
    settlements, followers, beside, workspace, issue, recharge, monkeypatch
):
    recharge(10_000_000)
    bills = [issue(4_000_000) for _ in range(3)]
    with monkeypatch.context() as broken:
        broken.setattr(settlements, "record_settlements", lambda _: (_ for _ in ()).throw(RoomIsUnavailable("settlement", "it died")))
        with pytest.raises(RoomIsUnavailable):
            followers["billing"].catch_up()
    recharge(7_000_000)
    bills.append(issue(1_000_000))

    followers["billing"].catch_up()

    settled = [settlement_of(settlements, workspace, bill) for bill in bills]
    assert [one.owed_total.amount_micros for one in settled] == [0, 0, 2_000_000, 0]
    charged = beside.wallets.database.one("select count(*) as many from events where topic = 'wallet.charged'")
    assert charged == {"many": 4}


def test_a_bill_that_was_charged_by_hand_is_recorded_and_not_charged_again(settlements, followers, wallets, workspace, issue, recharge):
    recharge(100_000_000)
    bill = issue(1_000_000)
    lines = [{"line_id": str(line["line_id"]), "amount_micros": 1_000_000, "vouchers_may_pay": True} for line in bill["lines"]]
    by_hand = {"id": str(new_id()), "account_id": str(workspace.account_id), "bill_id": str(bill["bill_id"]), "currency": "CNY"}
    first = wallets.charge(load(Charge, {**by_hand, "lines": lines}))

    followers["billing"].catch_up()

    recorded = settlement_of(settlements, workspace, bill)
    assert [(share.line_id, share.fund_id) for share in recorded.taken] == [(share.line_id, share.fund_id) for share in first.taken]
    charged = wallets.database.one("select count(*) as many from events where topic = 'wallet.charged'")
    assert charged == {"many": 1}


def test_a_bill_that_was_charged_by_hand_among_others_is_recorded_as_it_was_and_the_others_are_charged(
    settlements, followers, wallets, workspace, issue, recharge
):
    recharge(100_000_000)
    bills = [issue(1_000_000) for _ in range(3)]
    lines = [{"line_id": str(line["line_id"]), "amount_micros": 900_000, "vouchers_may_pay": True} for line in bills[1]["lines"]]
    by_hand = {"id": str(new_id()), "account_id": str(workspace.account_id), "bill_id": str(bills[1]["bill_id"]), "currency": "CNY"}
    wallets.charge(load(Charge, {**by_hand, "lines": lines}))

    followers["billing"].catch_up()

    taken = [settlement_of(settlements, workspace, bill).taken_total.amount_micros for bill in bills]
    assert taken == [1_000_000, 900_000, 1_000_000]


def test_the_payer_that_the_ledger_gives_is_the_one_that_lives(settlements, followers, workspace, issue, recharge):
    issue(5_000_000)
    for book in ("billing", "wallet"):
        followers[book].catch_up()
    recharge(5_000_000)
    followers["wallet"].catch_up()

    read = settlements.read(Payer, Payer.create_id(workspace.account_id))

    assert (read.account_id, read.owed_bills, read.arrears_since, read.zone) == (workspace.account_id, [], None, "Asia/Shanghai")
