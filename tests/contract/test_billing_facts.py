"""Every fact that billing publishes keeps the form of its sample for ever."""

import msgspec
import pytest

from services.billing.events import PUBLISHED, SAMPLES
from services.billing.policies import ArrearsEnded, BillSettled, WorkspaceBound
from services.kernel.eventstore import decode_state, state_type_of
from services.settlement.events import PUBLISHED as SETTLEMENT


@pytest.mark.parametrize("fact", PUBLISHED.names, ids=PUBLISHED.names.get)
def test_a_published_fact_reads_and_writes_its_sample(fact):
    sample = SAMPLES[PUBLISHED.names[fact]]

    state = decode_state(fact, msgspec.json.encode(sample))

    assert msgspec.json.decode(msgspec.json.encode(state)) == sample
    assert list(state_type_of(fact).__annotations__) == list(sample)


def test_stored_topics_are_the_published_names_without_their_version():
    assert all(f"{fact.TOPIC}.v1" == name for fact, name in PUBLISHED.names.items())


def test_the_sample_bill_adds_up():
    bill = SAMPLES["billing.bill_issued.v1"]

    assert bill["total_micros"] == sum(line["amount_micros"] for line in bill["lines"])


def test_what_settlement_publishes_is_what_billing_reads():
    heard = {
        "settlement.workspace_bound.v1": WorkspaceBound,
        "settlement.bill_settled.v1": BillSettled,
        "settlement.arrears_ended.v1": ArrearsEnded,
    }

    for name, shape in heard.items():
        assert msgspec.convert(SETTLEMENT.samples[name], shape)
