"""What payment channels are told at start: a channel without settings is not there; what is wrong is named, never shown."""

from datetime import timedelta

import pytest

from services.kernel.config import ConfigurationIsInvalid
from services.wallet.domain import RechargeTerms
from services.wallet.payments.settings import PaymentSettings

PUBLIC_URL = "https://billing.example"


@pytest.fixture
def env(tmp_path) -> dict[str, str]:
    secret = tmp_path / "secret"
    secret.write_text("a very secret key\n")
    return {
        "BC_ALIPAY_APP_ID": "2026",
        "BC_ALIPAY_SELLER_ID": "2088",
        "BC_ALIPAY_PRIVATE_KEY_FILE": str(secret),
        "BC_ALIPAY_PUBLIC_KEY_FILE": str(secret),
        "BC_STRIPE_SECRET_KEY_FILE": str(secret),
        "BC_STRIPE_WEBHOOK_SECRET_FILE": str(secret),
    }


def problems_of(env: dict[str, str]) -> list[str]:
    with pytest.raises(ConfigurationIsInvalid) as invalid:
        PaymentSettings.from_environment(PUBLIC_URL, env)
    return invalid.value.problems


def test_without_settings_there_is_no_channel():
    settings = PaymentSettings.from_environment(PUBLIC_URL, {})

    assert (settings.alipay, settings.stripe, settings.terms) == (None, None, RechargeTerms())


def test_with_settings_both_are_there_at_the_channels_own_addresses(env):
    settings = PaymentSettings.from_environment(PUBLIC_URL, env)

    assert settings.alipay is not None
    assert settings.stripe is not None
    assert settings.alipay.gateway == "https://openapi.alipay.com/gateway.do"
    assert settings.stripe.api == "https://api.stripe.com"
    assert settings.stripe.secret_key == "a very secret key"


def test_a_secret_is_not_shown(env):
    assert "very secret" not in repr(PaymentSettings.from_environment(PUBLIC_URL, env))


def test_every_problem_is_named_at_once(env, tmp_path):
    del env["BC_ALIPAY_SELLER_ID"]
    empty = tmp_path / "empty"
    empty.touch()
    env |= {
        "BC_ALIPAY_PRIVATE_KEY_FILE": "/nowhere",
        "BC_STRIPE_WEBHOOK_SECRET_FILE": str(empty),
        "BC_STRIPE_API": "stripe",
        "BC_RECHARGE_LEAST": "much",
        "BC_RECHARGE_LASTS_MIN": "0",
    }

    problems = problems_of(env)

    names = [problem.split()[0] for problem in problems]
    assert sorted(names) == [
        "BC_ALIPAY_PRIVATE_KEY_FILE",
        "BC_ALIPAY_SELLER_ID",
        "BC_RECHARGE_LASTS_MIN",
        "BC_RECHARGE_LEAST",
        "BC_STRIPE_API",
        "BC_STRIPE_WEBHOOK_SECRET_FILE",
    ]
    assert "/nowhere" not in str(problems)


def test_the_terms_of_a_recharge_are_settings():
    env = {"BC_RECHARGE_LEAST": "10.00", "BC_RECHARGE_MOST": "500.00", "BC_RECHARGE_LASTS_MIN": "5"}

    assert PaymentSettings.from_environment(PUBLIC_URL, env).terms == RechargeTerms(10_000_000, 500_000_000, timedelta(minutes=5))
