"""Billing on a real PostgreSQL."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from services.billing.application import Billing
from services.kernel.clock import FixedClock
from tests.support.room_fixtures import copy_of, opener_of, template_of

TUESDAY_MORNING = datetime(2026, 11, 16, 17, 30, tzinfo=UTC)  # 01:30 in China: Monday is over, and the hour of grace too

billing_template = template_of("billing")
billing_url = copy_of("billing_template")
open_billing = opener_of(Billing, "billing_url", size=8)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(TUESDAY_MORNING)


@pytest.fixture
def billing(open_billing: Callable[[], Billing]) -> Billing:
    return open_billing()
