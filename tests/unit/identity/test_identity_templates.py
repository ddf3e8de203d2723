"""What we write to people, in both languages."""

from datetime import timedelta
from importlib.resources import files

import pytest

from services.identity.messages import written
from services.identity.messages.post import pause_after

VALUES = {
    "register_code": {"code": "204719"},
    "address_in_use": {},
    "bill_issued": {"day": "2026-11-22", "total": "13.40 CNY", "workspace": "w", "bill": "b"},
}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("kind", sorted(VALUES))
def test_every_message_exists_in_both_languages_and_says_its_values(kind, language):
    text = written(kind, language, **VALUES[kind])

    whole = f"{text.subject} {text.body}"
    assert "\n" not in text.subject
    assert "$" not in whole
    assert all(value in whole for value in VALUES[kind].values())


def test_no_template_is_forgotten_here():
    found = {path.name for path in files("services.identity.messages").joinpath("templates").iterdir()}

    assert found == {f"{kind}.{language}.txt" for kind in VALUES for language in ("en", "zh")}


def test_pauses_double_up_to_an_hour():
    assert [pause_after(tries) for tries in (1, 2, 3)] == [timedelta(seconds=5), timedelta(seconds=10), timedelta(seconds=20)]
    assert pause_after(1000) == timedelta(hours=1)
