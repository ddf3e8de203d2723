"""The wallet's facts look for ever as they look today: published samples and stored bytes."""

from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest

from services.kernel.eventstore import Aggregate, decode_state, facts_of, state_type_of
from services.wallet import domain, journal
from services.wallet.events import PUBLISHED, SAMPLES

GOLDEN = Path(__file__).parent / "golden" / "wallet.jsonl"
"""A line for each stored event that ever was: {"topic": …, "state": "the stored bytes"}. Lines are added, never changed."""

OWNERS = [owner for owner in vars(domain).values() if isinstance(owner, type) and issubclass(owner, Aggregate)]
FACTS = {fact.TOPIC: fact for owner in OWNERS for fact in facts_of(owner) if fact.TOPIC != owner.Event.TOPIC}
STORED = [msgspec.json.decode(text) for text in GOLDEN.read_bytes().splitlines()]


@pytest.mark.parametrize("fact", PUBLISHED.names, ids=PUBLISHED.names.get)
def test_a_published_fact_reads_and_writes_its_sample(fact):
    sample = SAMPLES[PUBLISHED.names[fact]]

    state = decode_state(fact, msgspec.json.encode(sample))

    assert msgspec.json.decode(msgspec.json.encode(state)) == sample
    assert list(state_type_of(fact).__annotations__) == list(sample)


def test_every_published_fact_has_a_sample_and_every_sample_a_fact():
    assert set(SAMPLES) == set(PUBLISHED.names.values())


def test_stored_topics_are_the_published_names_without_their_version():
    assert all(f"{fact.TOPIC}.v1" == name for fact, name in PUBLISHED.names.items())


@pytest.mark.parametrize("stored", STORED, ids=lambda stored: stored["topic"])
def test_stored_bytes_are_read_and_written_alike(stored):
    fact, state = FACTS[stored["topic"]], stored["state"].encode()

    assert msgspec.json.encode(decode_state(fact, state)) == state


def test_every_fact_has_its_stored_bytes_kept():
    assert {stored["topic"] for stored in STORED} == set(FACTS)


@pytest.mark.parametrize("topic", journal.ENTRY_OF)
def test_the_sample_of_what_moves_value_balances(topic):
    fact = SimpleNamespace(**decode_state(FACTS[topic], msgspec.json.encode(SAMPLES[f"{topic}.v1"])))

    entry = journal.ENTRY_OF[topic](fact)

    assert sum(posting.amount_micros for posting in entry) == 0
    assert {posting.account for posting in entry} <= journal.CHART.keys()
