"""Bank details: read from a file at start, refused as a whole where it is wrong."""

from datetime import UTC, date, datetime

import pytest

from services.kernel.config import ConfigurationIsInvalid
from services.wallet.bank import BankDetails

ACCOUNT = """
remark = "code"
[accounts.CNY]
account_name = "us"
account_number = "1"
bank = "b"
bank_code = "c"
bank_address = "a"
zone = "Asia/Shanghai"
"""


def test_without_a_setting_the_stand_in_accounts_are_shown():
    assert sorted(BankDetails.from_environment({}).accounts) == ["CNY", "USD"]


def test_the_file_that_is_named_replaces_them(tmp_path):
    file = tmp_path / "details.toml"
    file.write_text(ACCOUNT, encoding="utf-8")

    details = BankDetails.from_environment({"BC_BANK_DETAILS": str(file)})

    assert (list(details.accounts), details.accounts["CNY"].account_name) == (["CNY"], "us")


def test_a_value_date_begins_where_the_account_is():
    details = BankDetails.from_environment({})

    assert details.begins(date(2026, 11, 20), "CNY") == datetime(2026, 11, 19, 16, tzinfo=UTC)
    assert details.begins(date(2026, 11, 20), "USD") == datetime(2026, 11, 20, 8, tzinfo=UTC)
    assert details.begins(date(2026, 11, 20), "EUR") == datetime(2026, 11, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    "content",
    [
        None,
        "",
        "no toml",
        ACCOUNT.replace("Asia/Shanghai", "Asia/Nowhere"),
        ACCOUNT.replace("accounts.CNY", "accounts.EUR"),
        ACCOUNT.replace('bank = "b"', ""),
        ACCOUNT.replace('"1"', "1"),
        ACCOUNT + 'iban = "x"',
    ],
)
def test_a_file_that_is_missing_or_wrong_stops_the_start(tmp_path, content):
    file = tmp_path / "details.toml"
    if content is not None:
        file.write_text(content, encoding="utf-8")

    with pytest.raises(ConfigurationIsInvalid, match="BC_BANK_DETAILS"):
        BankDetails.from_environment({"BC_BANK_DETAILS": str(file)})
