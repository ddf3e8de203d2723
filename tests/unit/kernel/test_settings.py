"""The configuration: read once, all problems at once, nothing secret in print."""

from __future__ import annotations

import base64
import dataclasses
import json
from pathlib import Path

import pytest

from services.kernel.clock import MovableClock, SystemClock
from services.kernel.config import ConfigurationIsInvalid, Settings, mask_passwords

KEY = base64.b64encode(bytes(range(32))).decode()
SECRET = "not-for-anyone-to-see-0123456789abcdef"
GOOD = {
    "BC_ENVIRONMENT": "local",
    "BC_DATABASE_URL": "postgresql://bc:hunter2@db:5432/",
    "BC_AMQP_URL": "amqp://guest:hunter2@mq:5672//",
    "BC_SIGNING_KEY": KEY,
    "BC_TRUSTED_KEYS": json.dumps({"gateway": KEY}),
    "BC_SECRET_KEY": SECRET,
}


def problems_of(process: str = "wallet", **changes: str) -> list[str]:
    with pytest.raises(ConfigurationIsInvalid) as invalid:
        Settings.from_environment(process, GOOD | changes)
    return invalid.value.problems


def test_a_room_finds_its_database_on_the_server_and_the_rest_has_defaults():
    settings = Settings.from_environment("wallet", GOOD)

    assert settings.database_url == "postgresql://bc:hunter2@db:5432/bc_wallet"
    assert settings.signing_key == bytes(range(32))
    assert settings.trusted_keys == {"gateway": bytes(range(32))}
    assert (settings.http_host, settings.http_port, settings.metrics_port) == ("127.0.0.1", 8000, None)
    assert settings.otlp_endpoint is None
    assert settings.smtp_url is None
    assert settings.log_level == "info"
    assert isinstance(settings.clock(), SystemClock)


def test_a_room_may_have_a_database_of_its_own():
    settings = Settings.from_environment("wallet", GOOD | {"BC_WALLET_DATABASE_URL": "postgresql://other/ledger"})

    assert settings.database_url == "postgresql://other/ledger"


def test_a_server_may_be_named_by_its_socket_folder():
    settings = Settings.from_environment("wallet", GOOD | {"BC_DATABASE_URL": "postgresql:///?host=/run/pg"})

    assert settings.database_url == "postgresql:///bc_wallet?host=/run/pg"


def test_a_part_of_a_room_has_the_rooms_database_and_the_gateway_has_none():
    assert str(Settings.from_environment("billing.intake", GOOD).database_url).endswith("/bc_billing")
    assert Settings.from_environment("gateway", {k: v for k, v in GOOD.items() if k != "BC_DATABASE_URL"}).database_url is None


def test_everything_that_is_missing_is_named_at_once():
    with pytest.raises(ConfigurationIsInvalid) as invalid:
        Settings.from_environment("wallet", {})

    for name in ("BC_ENVIRONMENT", "BC_WALLET_DATABASE_URL", "BC_AMQP_URL", "BC_SIGNING_KEY", "BC_TRUSTED_KEYS", "BC_SECRET_KEY"):
        assert sum(problem.startswith(f"{name} ") for problem in invalid.value.problems) == 1, name
        assert name in str(invalid.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BC_ENVIRONMENT", "prod"),
        ("BC_DATABASE_URL", "mysql://db/"),
        ("BC_DATABASE_URL", "db:5432"),
        ("BC_WALLET_DATABASE_URL", "postgresql://db:port/wallet"),
        ("BC_AMQP_URL", "http://mq"),
        ("BC_AMQP_URL", "amqp://mq:99999/"),
        ("BC_AMQP_URL", "amqp://"),
        ("BC_SIGNING_KEY", KEY[:-4]),
        ("BC_SIGNING_KEY", "not base64!"),
        ("BC_TRUSTED_KEYS", "{"),
        ("BC_TRUSTED_KEYS", '["a"]'),
        ("BC_TRUSTED_KEYS", '{"gateway": "c2hvcnQ="}'),
        ("BC_SECRET_KEY", "short"),
        ("BC_HTTP_PORT", "65536"),
        ("BC_TRUSTED_PROXIES", "-1"),
        ("BC_TRUSTED_PROXIES", "10"),
        ("BC_TRUSTED_PROXIES", "٢"),
        ("BC_METRICS_PORT", "-1"),
        ("BC_METRICS_PORT", "٨٠"),
        ("BC_LOG_LEVEL", "loud"),
        ("BC_OTLP_ENDPOINT", "collector:4318"),
        ("BC_SMTP_URL", "mail.example.com"),
    ],
)
def test_a_wrong_value_is_one_problem_that_names_the_variable(name, value):
    problems = problems_of(**{name: value})

    assert len(problems) == 1
    assert problems[0].startswith(name)


def test_a_problem_does_not_repeat_the_value():
    problems = problems_of(BC_AMQP_URL="http://bc:hunter2@mq", BC_SIGNING_KEY="hunter2", BC_TRUSTED_KEYS="hunter2", BC_SECRET_KEY="hunter2")

    assert len(problems) == 4
    assert "hunter2" not in " ".join(problems)


def test_the_clock_file_is_refused_in_production(tmp_path: Path):
    production = {"BC_ENVIRONMENT": "production", "BC_PUBLIC_URL": "https://bill.example.com"}

    assert problems_of(**production, BC_CLOCK_FILE=str(tmp_path / "clock")) == ["BC_CLOCK_FILE must not be set in production"]
    assert not (tmp_path / "clock").exists()


def test_the_clock_file_gives_a_clock_that_can_be_moved(tmp_path: Path):
    settings = Settings.from_environment("wallet", GOOD | {"BC_CLOCK_FILE": str(tmp_path / "clock")})

    assert isinstance(settings.clock(), MovableClock)


def test_production_must_say_where_customers_reach_it():
    assert problems_of(BC_ENVIRONMENT="production") == ["BC_PUBLIC_URL is not set"]


def test_an_empty_variable_is_a_variable_that_is_not_set():
    assert Settings.from_environment("wallet", GOOD | {"BC_METRICS_PORT": "", "BC_LOG_LEVEL": " "}).log_level == "info"


def test_settings_are_printed_without_secrets():
    settings = Settings.from_environment("wallet", GOOD | {"BC_SMTP_URL": "smtps://bc:hunter2@mail:465"})

    for text in (repr(settings), str(settings), f"{settings}", json.dumps(settings.printable(), default=str)):
        assert "hunter2" not in text
        assert SECRET not in text
        assert repr(bytes(range(32))) not in text
        assert "db:5432" in text
        assert "mail:465" in text


def test_settings_are_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings.from_environment("wallet", GOOD).environment = "production"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("amqp://guest:s3cret@mq:5672//", "amqp://guest:***@mq:5672//"),
        ("could not reach postgresql://u:p@h/d?x=1 twice", "could not reach postgresql://u:***@h/d?x=1 twice"),
        ("postgresql://h/d?user=u&password=p&x=1", "postgresql://h/d?user=u&password=***&x=1"),
        ("amqp://:p@mq", "amqp://:***@mq"),
        ("https://h:80/a@b", "https://h:80/a@b"),
        ("at 12:30, mail a@b", "at 12:30, mail a@b"),
    ],
)
def test_passwords_in_urls_are_masked(text, masked):
    assert mask_passwords(text) == masked
