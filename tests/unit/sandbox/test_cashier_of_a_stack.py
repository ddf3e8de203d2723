"""What a stack tells its processes about payment channels: the stand-in, unless the caller has set a channel up."""

from pathlib import Path

from deploy.local import cashier, environment
from services.wallet.payments.build import channels_of
from services.wallet.payments.settings import PaymentSettings


def names_of(told: dict[str, str]) -> set[str]:
    return {name.split("_")[1] for name in told}


def test_the_wallet_is_told_of_both_channels_at_the_stand_in(tmp_path: Path):
    told = cashier.known_to_the_wallet(tmp_path, outside={})

    channels = channels_of(PaymentSettings.from_environment("http://127.0.0.1:8000", told))
    assert [channels.named(name).name for name in ("alipay", "stripe")] == ["alipay", "stripe"]


def test_a_channel_that_the_caller_has_set_up_is_left_to_them(tmp_path: Path):
    assert names_of(cashier.known_to_the_wallet(tmp_path, outside={"BC_ALIPAY_APP_ID": "2026"})) == {"STRIPE"}
    assert names_of(cashier.known_to_the_wallet(tmp_path, outside={"BC_STRIPE_SECRET_KEY_FILE": "/run/key"})) == {"ALIPAY"}


def test_the_stand_in_is_told_no_secret_of_the_others(tmp_path: Path):
    outside = {"PATH": "/bin", "BC_SECRET_KEY": "x", "BC_DATABASE_URL": "postgresql://a:b@c", "BC_PUBLIC_URL": "https://billing.example"}

    told = cashier.environment_of(tmp_path, address="http://127.0.0.1:8000", outside=outside)

    ours = {name for name in told if name.startswith("BC_")}
    assert ours == {"BC_SANDBOX_FOLDER", "BC_SANDBOX_PORT", "BC_SANDBOX_WEBHOOK", "BC_CLOCK_FILE"}
    assert told["BC_SANDBOX_WEBHOOK"] == "https://billing.example/v1/payment-notices/stripe"


def test_a_restart_keeps_the_address(tmp_path: Path):
    first, second = (cashier.known_to_the_wallet(tmp_path, outside={})["BC_STRIPE_API"] for _ in range(2))

    assert first == second


def test_only_the_wallet_is_told_of_channels():
    outside = {"BC_ALIPAY_APP_ID": "2026", "BC_RECHARGE_LEAST": "5.00"}

    assert environment._handed_on("wallet", outside) == outside
    assert environment._handed_on("billing", outside) == {}
