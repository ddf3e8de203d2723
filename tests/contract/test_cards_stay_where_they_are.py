"""No transfer, cash-out or refund of vouchers and cards: no route does it. Source: product facts 2.2, "Prepaid cards"; decision 16."""

from __future__ import annotations

from gateway.api import BLUEPRINTS
from gateway.permissions import PERMISSIONS

COMMANDS = [operation for blueprint in BLUEPRINTS for operation in blueprint.operations if operation.is_command]


def test_only_operators_name_a_voucher_or_card_and_only_to_take_it_out_of_use():
    naming = {operation.name for operation in COMMANDS if {"fund_id", "card_id", "voucher_id"} & operation.fields}

    assert naming == {"wallet.freeze_fund", "wallet.unfreeze_fund"}
    assert all(PERMISSIONS[name].roles <= {"operator", "finance_operator"} for name in naming)


def test_no_route_of_the_wallet_names_two_accounts_between_which_something_could_move():
    accounts_named = {
        operation.name: {name for name in operation.fields if name.endswith("account_id")} - {"huawei_account_id"}
        for operation in COMMANDS
        if operation.room == "wallet"
    }

    assert {name: fields for name, fields in accounts_named.items() if len(fields) > 1} == {}
