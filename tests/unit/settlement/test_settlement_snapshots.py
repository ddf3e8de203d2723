"""A snapshot gives back the aggregate it was taken of."""

import pytest

from services.kernel.eventstore.mapper import decode_snapshot, encode_snapshot
from services.kernel.ids import new_id
from services.settlement.domain import CollectedBill, Collection, Owed
from tests.support.settlements import NOW, a_payer, bind


def a_payer_in_arrears():
    payer = a_payer()
    payer.fix_zone("Asia/Shanghai", workspace_id=new_id(), at=NOW)
    payer.leave_owed(new_id(), at=NOW)
    return payer


def a_collection():
    bill = CollectedBill(
        bill_id=new_id(),
        workspace_id=new_id(),
        account_id=new_id(),
        currency="CNY",
        method="billing_center",
        taken=[],
        owed=[Owed(line_id=new_id(), amount_micros=1)],
        cloud=[],
    )
    return Collection.record(bill, at=NOW)


@pytest.mark.parametrize("made", [a_payer(), a_payer_in_arrears(), bind(), a_collection()], ids=lambda made: made.TOPIC)
def test_an_aggregate_comes_back_from_its_snapshot_as_it_was(made):
    made.collect_events()

    back = decode_snapshot(type(made), id=made.id, version=made.version, state=encode_snapshot(made))

    assert vars(back) == {**vars(made), "_created_on": back.created_on, "_modified_on": back.modified_on}
