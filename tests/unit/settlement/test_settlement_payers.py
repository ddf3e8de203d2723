"""An account as settlement sees it: its zone is fixed once, its arrears begin and end with debt."""

from datetime import timedelta

import pytest

from services.kernel.ids import natural_id, new_id
from services.kernel.money import CurrencyIsUnknown
from services.settlement.domain import Payer
from tests.support.settlements import NOW, a_payer


def names(payer):
    return [fact.TOPIC for fact in payer.pending_events]


def test_a_payers_id_is_never_an_id_that_a_workspace_can_have():
    account_id = new_id()

    payer = Payer.open(account_id, "CNY", at=NOW)

    assert payer.id == natural_id("payer", account_id) != account_id
    assert payer.id.version == 5


def test_an_account_without_a_currency_cannot_pay():
    with pytest.raises(CurrencyIsUnknown):
        Payer.open(new_id(), "XXX", at=NOW)


def test_the_first_workspace_gives_the_account_its_zone_for_ever():
    payer = a_payer()

    payer.fix_zone("Asia/Shanghai", workspace_id=new_id(), at=NOW)
    payer.fix_zone("Europe/Berlin", workspace_id=new_id(), at=NOW)

    assert payer.zone == "Asia/Shanghai"
    assert names(payer) == ["settlement.zone_fixed"]


def test_the_first_bill_left_owed_opens_the_arrears_and_the_second_does_not():
    payer, first, second = a_payer(), new_id(), new_id()

    payer.leave_owed(first, at=NOW)
    payer.leave_owed(second, at=NOW + timedelta(days=1))

    assert names(payer) == ["settlement.bill_left_owed", "settlement.arrears_opened", "settlement.bill_left_owed"]
    assert payer.arrears_since == NOW
    assert payer.owed_bills == [first, second]


def test_a_bill_is_left_owed_once():
    payer, bill_id = a_payer(), new_id()

    payer.leave_owed(bill_id, at=NOW)
    payer.leave_owed(bill_id, at=NOW + timedelta(days=1))

    assert payer.owed_bills == [bill_id]


def test_arrears_end_with_the_names_of_the_bills_that_are_paid():
    payer, first, second = a_payer(), new_id(), new_id()
    payer.leave_owed(first, at=NOW)
    payer.leave_owed(second, at=NOW)

    payer.end_arrears(at=NOW + timedelta(days=2))

    assert not payer.is_in_arrears
    assert payer.pending_events[-1].bill_ids == [first, second]


def test_the_end_of_no_arrears_is_no_fact():
    payer = a_payer()

    payer.end_arrears(at=NOW)

    assert names(payer) == []
