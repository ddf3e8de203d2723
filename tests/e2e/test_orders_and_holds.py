"""Value kept apart, orders paid by a mix, thresholds and the question "may this be spent?", over HTTP."""

from uuid import uuid4

from tests.support.visitors import Town, Visitor, made, refusal


def yuan(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "CNY"}


def reserve(owner: Visitor, amount_micros: int, **fields: object):
    line = {"line_id": str(uuid4()), "amount_micros": amount_micros, "vouchers_may_pay": True}
    return owner.post("/v1/holds", {"subject": str(uuid4()), "currency": "CNY", "lines": [line], **fields}, key=str(uuid4()))


def test_a_hold_is_kept_apart_captured_in_part_and_then_over(town: Town):
    owner = town.customer("CNY", cash="50.00")
    hold = made(reserve(owner, 30_000_000))
    (listed,) = made(owner.get("/v1/holds"))["items"]

    blocked = made(owner.post("/v1/wallet/spending-check", {"amount": yuan("20.01")}))
    captured = made(owner.post(f"/v1/holds/{hold['hold_id']}/capture", {}, key=str(uuid4())))
    again = owner.post(f"/v1/holds/{hold['hold_id']}/release", {}, key=str(uuid4()))

    assert listed == hold
    assert (blocked["may_spend"], blocked["reason"], blocked["held"]) == (False, "funds_are_insufficient", yuan("30.00"))
    assert sum(share["amount_micros"] for share in captured["taken"]) == 30_000_000
    assert refusal(again) == (409, "wallet.hold_is_over")
    assert made(owner.get("/v1/wallet"))["cash"] == yuan("20.00")


def test_an_operator_offers_an_order_and_the_customer_chooses_what_pays(town: Town, other: Visitor):
    owner = town.customer("CNY", cash="400.00")
    made(owner.post("/v1/cards", {"price": yuan("100.00")}, key=str(uuid4())))
    body = {"title": "Annual package", "lines": [{"title": "Startup boost", "amount": yuan("120.00")}]}
    order = made(town.operator.post("/v1/orders", body, key=str(uuid4()), account_id=owner.account_id))

    foretold = made(owner.post(f"/v1/orders/{order['order_id']}/payment", {"kinds": ["cash"]}, dry_run="true"))
    strangers = other.post(f"/v1/orders/{order['order_id']}/payment", {}, key=str(uuid4()))
    paid = made(owner.post(f"/v1/orders/{order['order_id']}/payment", {"kinds": ["cash"]}, key=str(uuid4())))

    assert paid == foretold
    assert refusal(strangers) == (404, "kernel.not_found")
    assert made(owner.get(f"/v1/orders/{order['order_id']}"))["status"] == "paid"
    balance = made(owner.get("/v1/wallet"))
    assert (balance["cash"], balance["cards"]) == (yuan("180.00"), yuan("100.00"))


def test_only_operators_offer_orders_and_give_back(owner: Visitor, no_trace):
    with no_trace():
        order = owner.post("/v1/orders", {"title": "Mine", "lines": [{"title": "x", "amount": yuan("1.00")}]}, key=str(uuid4()))
        body = {"lines": [{"line_id": str(uuid4()), "amount": yuan("1.00")}], "reason": "please"}
        waiver = owner.post(f"/v1/bills/{uuid4()}/waiver", body, key=str(uuid4()))

    assert (refusal(order), refusal(waiver)) == ((403, "kernel.not_allowed"), (403, "kernel.not_allowed"))


def test_more_than_there_is_and_nonsense_are_refused(owner: Visitor, no_trace):
    with no_trace():
        answers = [
            reserve(owner, 10**15),
            reserve(owner, 0),
            reserve(owner, -1),
            reserve(owner, 1, kinds=[]),
            reserve(owner, 1, kinds=["gold"]),
            reserve(owner, 1, expires_in_s=0),
        ]

    assert [refusal(answer) for answer in answers] == [
        (409, "wallet.funds_are_insufficient"),
        (422, "wallet.order_is_empty"),
        *[(422, "kernel.invalid_input")] * 4,
    ]


def test_limits_stop_holds_and_are_told(town: Town):
    owner = town.customer("CNY", cash="50.00")

    limits = made(owner.put("/v1/wallet/limits", {"month_limit": yuan("10.00"), "low_balance": yuan("60.00")}))
    answer = reserve(owner, 10_000_001)

    assert (limits["is_low"], limits["month_limit"]) == (True, yuan("10.00"))
    assert refusal(answer) == (409, "wallet.spending_limit_is_reached")
    assert [alert["kind"] for alert in made(owner.get("/v1/wallet/alerts"))["items"]] == ["balance_fell_low"]
    assert made(owner.get("/v1/wallet/runway"))["lasts_days"] is None
    assert made(owner.get("/v1/accrued"))["accrued"] is None
