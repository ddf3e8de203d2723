"""The libraries that only their own corner may know. (What the packages may import of each other is in pyproject.toml.)"""

from __future__ import annotations

import re

import pytest

from tests.support.source import imported, product

CORNERS = {
    "psycopg": r"services/kernel/database\b",
    "nameko": r"services/kernel/(rpc|telemetry)\b|services/\w+/service\b|gateway/|deploy/",
    "eventlet": r"services/kernel/(rpc|telemetry)\b|services/\w+/service\b|gateway/|deploy/",
    "eventsourcing": r"services/kernel/eventstore\b",
    "marshmallow": r"services/kernel/(schemas|rpc)\b|gateway/",
    "structlog": r"services/kernel/telemetry\b",
    "prometheus_client": r"services/kernel/telemetry\b",
    "opentelemetry": r"services/kernel/telemetry\b",
    "flask": r"gateway/|deploy/sandbox/",
    "flask_smorest": r"gateway/",
    "alipay": r"services/wallet/payments/",
    "stripe": r"services/wallet/payments/",
}


@pytest.mark.parametrize(("library", "corner"), CORNERS.items())
def test_a_library_is_known_to_its_own_corner_only(library, corner):
    strays = [
        module.at(node)
        for module in product()
        if not re.match(corner, module.path)
        for name, node in imported(module)
        if name.partition(".")[0] == library
    ]

    assert strays == []
