"""Vouchers and prepaid cards, through the door: given by operators and partners, redeemed by customers, and nobody's else to move."""

from datetime import timedelta
from uuid import UUID, uuid4

import httpx
import pytest

from services.kernel.errors import RemoteRefusal
from services.kernel.ids import new_id
from services.kernel.money import Money
from services.kernel.rpc import Caller
from services.wallet import schemas as s
from tests.support.eventually import eventually
from tests.support.visitors import Town, Visitor, made, refusal
from tests.support.wallet_desk import UNKNOWN_CODE

HUNDRED = {"amount": "100.00", "currency": "CNY"}
REASON = {"reason": "reported as stolen"}


@pytest.fixture
def somebody(town: Town) -> Visitor:
    """A customer of this test alone."""
    return town.customer("CNY")


@pytest.fixture
def far_away(town: Town, somebody: Visitor):
    """The same customer from another address, so that what is locked out here is locked out nowhere else."""
    with httpx.Client(base_url=town.stack.address, timeout=30, transport=httpx.HTTPTransport(local_address="127.0.0.77")) as http:
        yield Visitor(http, token=somebody.token, account_id=somebody.account_id)


def issue(town: Town, count: int, *, kind: str = "voucher", amount: str = "100.00", **more: str) -> dict:
    body = {"count": count, "face": {"amount": amount, "currency": "CNY"}, "campaign": "tests", "kind": kind, **more}
    return made(town.operator.post("/v1/voucher-batches", body, key=str(uuid4())))


def give(town: Town, path: str, body: dict, to: Visitor) -> dict:
    return made(town.operator.post(path, body, key=str(uuid4()), account_id=to.account_id))


def test_a_batch_is_issued_watched_and_withdrawn(town: Town, somebody: Visitor, no_trace):
    batch = issue(town, 3)
    path = f"/v1/voucher-batches/{batch['batch_id']}"
    made(somebody.post("/v1/vouchers", {"code": batch["codes"][0]}, key=str(uuid4())))

    listed = made(town.operator.get("/v1/voucher-batches", campaign="tests", limit=200))["items"]
    withdrawn = made(town.operator.post(f"{path}/withdrawal", REASON, key=str(uuid4())))

    assert {item["batch_id"]: item["redeemed_count"] for item in listed}[batch["batch_id"]] == 1
    assert withdrawn["withdrawn_count"] == 2
    assert made(town.operator.get(path))["state"] == "withdrawn"
    states = [code["state"] for code in made(town.operator.get(f"{path}/codes"))["items"]]
    assert sorted(states) == ["redeemed", "withdrawn", "withdrawn"]
    with no_trace():
        answer = somebody.post("/v1/vouchers", {"code": batch["codes"][1]}, key=str(uuid4()))
    assert refusal(answer) == (409, "wallet.voucher_is_withdrawn")


def test_customers_see_no_batches(somebody: Visitor, town: Town):
    batch = issue(town, 1)

    answers = [somebody.get(path) for path in ("/v1/voucher-batches", f"/v1/voucher-batches/{batch['batch_id']}", "/v1/huawei-orders")]

    assert {refusal(answer) for answer in answers} == {(403, "kernel.not_allowed")}


def test_what_is_given_and_redeemed_is_listed_with_all_that_people_see_of_it(town: Town, somebody: Visitor):
    number = f"CS{uuid4().hex[:12]}"
    made(town.operator.post("/v1/huawei-orders", {"order_number": number, "huawei_account_id": "hw-1", "quantity": 50}, key=str(uuid4())))
    voucher = give(town, "/v1/voucher-grants", {"face": HUNDRED, "reason": "for the outage"}, somebody)
    give(town, "/v1/card-assignments", {"face": HUNDRED, "source": "offline", "reference": "DEAL-7"}, somebody)
    made(somebody.post("/v1/card-redemptions", {"code": issue(town, 1, kind="card")["codes"][0]}, key=str(uuid4())))
    order = made(somebody.post("/v1/huawei-redemptions", {"order_number": number, "huawei_account_id": "hw-1"}, key=str(uuid4())))

    vouchers, cards = (made(somebody.get(path))["items"] for path in ("/v1/vouchers", "/v1/cards"))

    assert [(item["fund_id"], item["source"], item["campaign"]) for item in vouchers] == [
        (voucher["voucher_id"], "operator", "for the outage")
    ]
    assert [(item["source"], item["face"]["amount"], item["status"]) for item in cards] == [
        ("huawei_order", "5000.00", "active"),
        ("code", "100.00", "active"),
        ("offline", "100.00", "active"),
    ]
    assert cards[0]["card_number"] == order["card_number"]
    assert [item["source"] for item in made(somebody.get("/v1/cards", source="offline"))["items"]] == ["offline"]
    assert made(somebody.get("/v1/wallet"))["cards"]["amount"] == "5200.00"


def test_a_fund_is_frozen_and_put_back_into_use_by_operators_only(town: Town, somebody: Visitor, other: Visitor, no_trace):
    card = give(town, "/v1/card-assignments", {"face": HUNDRED, "source": "gift", "reference": "birthday"}, somebody)
    path = f"/v1/wallet/funds/{card['card_id']}"
    with no_trace():
        assert refusal(somebody.post(f"{path}/freeze", REASON, key=str(uuid4()))) == (403, "kernel.not_allowed")
        elsewhere = town.operator.post(f"{path}/freeze", REASON, key=str(uuid4()), account_id=other.account_id)
    assert refusal(elsewhere) == (404, "wallet.fund_is_over")

    give(town, f"{path}/freeze", REASON, somebody)
    frozen = made(somebody.get("/v1/cards", status="frozen"))["items"]
    give(town, f"{path}/unfreeze", {"reason": "found again"}, somebody)

    assert [(item["fund_id"], item["frozen_reason"]) for item in frozen] == [(card["card_id"], "reported as stolen")]
    assert made(somebody.get("/v1/cards"))["items"][0]["status"] == "active"


def test_a_partner_assigns_cards_that_it_pays_for_and_does_nothing_else(town: Town, somebody: Visitor, no_trace):
    partner = Caller(account_id=uuid4(), member_id=uuid4(), roles=frozenset({"partner"}))
    account_id, face = UUID(somebody.account_id), Money(100_000_000, "CNY")

    def card(source):
        return s.AssignCard(id=new_id(), account_id=account_id, face=face, source=source, reference="P-1")

    with town.speaking(town.signer("gateway")) as remote:
        wallet = remote.room("wallet")
        with no_trace():
            for ask, request in (
                (wallet.assign_card, card("gift")),
                (wallet.assign_card, card("offline")),
                (wallet.grant_voucher, s.GrantVoucher(id=new_id(), account_id=account_id, face=face, reason="x")),
                (wallet.balance_of, s.BalanceOf(account_id=account_id)),
            ):
                with pytest.raises(RemoteRefusal) as refused:
                    ask(request, caller=partner)
                assert refused.value.code == "kernel.not_allowed"
        view = wallet.assign_card(card("partner"), reply=s.ReceivedCardView, caller=partner)

    assert (view.source, view.balance) == ("partner", face)


def test_what_ended_is_booked_soon_after_without_anybody_asking_for_it(town: Town, somebody: Visitor):
    valid_until = town.now() + timedelta(hours=2)
    give(town, "/v1/voucher-grants", {"face": HUNDRED, "reason": "soon over", "valid_until": valid_until.isoformat()}, somebody)
    town.move_clock(valid_until)

    eventually(lambda: "expired" in reasons(somebody), "the end was not booked")

    (fund,) = made(somebody.get("/v1/vouchers"))["items"]
    assert (fund["status"], fund["balance"]["amount"], fund["expired"]["amount"]) == ("expired", "0.00", "100.00")


def test_who_guesses_is_locked_out_by_address_and_an_address_cannot_be_claimed(town: Town, somebody: Visitor, far_away: Visitor, no_trace):
    code = issue(town, 1)["codes"][0]
    with no_trace():
        guesses = [far_away.post("/v1/vouchers", {"code": UNKNOWN_CODE}, key=str(uuid4())) for _ in range(10)]
        locked = far_away.post("/v1/vouchers", {"code": code}, key=str(uuid4()))
        claimed = far_away.http.post(
            "/v1/vouchers",
            json={"code": code},
            headers={"Authorization": f"Bearer {somebody.token}", "Idempotency-Key": "1", "X-Forwarded-For": "203.0.113.9"},
        )
        said = far_away.post("/v1/vouchers", {"code": code, "client_address": "203.0.113.9"}, key=str(uuid4()))

    assert {refusal(answer) for answer in guesses} == {(404, "wallet.voucher_code_is_unknown")}
    assert refusal(locked) == refusal(claimed) == (429, "wallet.redeeming_is_locked")
    assert refusal(said) == (422, "kernel.invalid_input")
    another = town.customer("CNY")
    assert refusal(Visitor(far_away.http, token=another.token).post("/v1/vouchers", {"code": code}, key="1"))[0] == 429
    assert made(another.post("/v1/vouchers", {"code": code}, key=str(uuid4())))["balance"]["amount"] == "100.00"


def reasons(visitor: Visitor) -> list[str]:
    return [movement["reason"] for movement in made(visitor.get("/v1/wallet/statement"))["items"]]
