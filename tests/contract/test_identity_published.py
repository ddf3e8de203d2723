"""Identity's published language: each name has a sample, and each sample is exactly what the event's class stores."""

import msgspec
import pytest

from services.identity.domain import Account, TestClock
from services.identity.events import PUBLISHED, SAMPLES
from services.kernel.eventstore import decode_state, facts_of


@pytest.mark.parametrize(("fact", "name"), PUBLISHED.names.items(), ids=PUBLISHED.names.values())
def test_a_sample_is_what_its_event_stores(fact, name):
    state = decode_state(fact, msgspec.json.encode(SAMPLES[name]))

    assert msgspec.json.decode(msgspec.json.encode(state)) == SAMPLES[name]
    assert state.keys() == SAMPLES[name].keys()


def test_every_fact_is_published_under_its_stored_name():
    facts = {*facts_of(Account), *facts_of(TestClock)}

    assert facts == set(PUBLISHED.names)
    assert all(name == f"{fact.TOPIC}.v1" for fact, name in PUBLISHED.names.items())
