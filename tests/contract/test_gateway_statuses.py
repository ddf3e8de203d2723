"""The table of HTTP statuses names refusals that exist, with statuses that mean something."""

from __future__ import annotations

import re
from http import HTTPStatus
from pathlib import Path

from gateway.errors import HTTP_CODES, STATUS, status_of

ROOT = Path(__file__).parents[2]
_CODE = re.compile(r'^    code(?:: ClassVar\[str\])? = "([a-z_.]+)"', re.MULTILINE)
FAULTS = {"gateway.room_is_unavailable", "gateway.room_has_failed", "gateway.deadline_is_exceeded"}


def codes_in_the_code() -> set[str]:
    sources = [path for folder in ("services", "gateway") for path in (ROOT / folder).rglob("*.py")]
    return {code for path in sources for code in _CODE.findall(path.read_text(encoding="utf-8"))}


def test_every_refusal_in_the_table_exists():
    assert set(STATUS) - codes_in_the_code() - FAULTS == set()


def test_every_status_is_an_error():
    for code, status in {**STATUS, **{code: status for status, code in HTTP_CODES.items()}}.items():
        assert HTTPStatus(status) >= 400, code


def test_what_the_table_does_not_name_is_422():
    assert status_of("wallet.something_new") == 422
