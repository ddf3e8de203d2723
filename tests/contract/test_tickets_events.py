"""What tickets publishes: every fact has a sample that decodes, and none has anybody's words."""

import msgspec
import pytest

from services.kernel.eventstore import decode_state
from services.tickets.events import PUBLISHED


@pytest.mark.parametrize(("event", "name"), PUBLISHED.names.items(), ids=lambda item: str(item))
def test_every_published_fact_has_a_sample_that_decodes_and_encodes_to_itself(event, name):
    sample = PUBLISHED.samples[name]

    state = decode_state(event, msgspec.json.encode(sample))

    assert msgspec.json.decode(msgspec.json.encode(state)) == sample


def test_no_fact_has_a_field_for_what_people_write():
    fields = {field for event in PUBLISHED.names for field in event.__dataclass_fields__}

    assert fields.isdisjoint({"title", "description", "body", "text"})
