"""Who may call which operation: the one table at the door. The room decides once more, and whether the thing is the caller's.

People have roles, machines have scopes; either lets the caller in. Source: product decision 35; architecture, "Authorisation".
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Permission:
    """The roles and the scope that let a caller in. A public operation needs neither."""

    roles: frozenset[str] = frozenset()
    scope: str | None = None
    is_public: bool = False

    def allows(self, *, roles: Collection[str], scopes: Collection[str]) -> bool:
        """Whether somebody with these roles, or a machine with these scopes, may."""
        return self.is_public or not self.roles.isdisjoint(roles) or (self.scope is not None and self.scope in scopes)

    @property
    def sentence(self) -> str:
        """For the API's documentation."""
        if self.is_public:
            return "Needs no credentials."
        machines = f"; API keys with the scope `{self.scope}`" if self.scope else ""
        return f"For: {', '.join(sorted(self.roles))}{machines}."


def _may(*groups: frozenset[str], scope: str | None = None) -> Permission:
    return Permission(roles=frozenset().union(*groups), scope=scope)


PUBLIC: Final = Permission(is_public=True)

OWNER: Final = frozenset({"owner"})
MONEY: Final = frozenset({"owner", "finance"})
MEMBERS: Final = frozenset({"owner", "finance", "viewer"})
OPERATOR: Final = frozenset({"operator"})
FINANCE_OPERATORS: Final = frozenset({"operator", "finance_operator"})
PARTNERS: Final = frozenset({"partner"})
SUPPORT: Final = frozenset({"operator", "support"})
AUDITORS: Final = frozenset({"operator", "auditor"})
STAFF: Final = frozenset({"operator", "finance_operator", "support", "auditor"})
EVERYBODY: Final = MEMBERS | STAFF | PARTNERS

PERMISSIONS: Final[dict[str, Permission]] = {
    # identity
    "identity.request_code": PUBLIC,
    "identity.register": PUBLIC,
    "identity.sign_in": PUBLIC,
    "identity.sign_out": _may(EVERYBODY),
    "identity.redeem_operator_link": PUBLIC,
    "identity.account_of": _may(MEMBERS, STAFF),
    "identity.members_of": _may(MEMBERS, STAFF),
    "identity.change_roles": _may(OWNER, OPERATOR),
    "identity.sessions_of": _may(EVERYBODY),
    "identity.end_session": _may(EVERYBODY),
    "identity.issue_api_key": _may(OWNER),
    "identity.rotate_api_key": _may(OWNER),
    "identity.revoke_api_key": _may(OWNER, OPERATOR),
    "identity.api_keys_of": _may(MEMBERS, STAFF),
    "identity.clock": _may(EVERYBODY),
    "identity.move_clock": _may(OPERATOR),
    "identity.mailbox": _may(SUPPORT),
    # settlement
    "settlement.create_workspace": _may(OWNER, OPERATOR, scope="workspaces:write"),
    "settlement.bind_workspace": _may(OWNER, OPERATOR, scope="workspaces:write"),
    "settlement.list_workspaces": _may(MEMBERS, STAFF, scope="workspaces:read"),
    "settlement.workspace_of": _may(MEMBERS, STAFF, scope="workspaces:read"),
    "settlement.bill_settlement_of": _may(MEMBERS, STAFF, scope="bills:read"),
    "settlement.arrears_of": _may(MEMBERS, STAFF, scope="bills:read"),
    # billing
    "billing.list_bills": _may(MEMBERS, STAFF, scope="bills:read"),
    "billing.bill_of": _may(MEMBERS, STAFF, scope="bills:read"),
    "billing.terms_of": _may(MEMBERS, STAFF, scope="bills:read"),
    "billing.usage_summary": _may(MEMBERS, STAFF, scope="usage:read"),
    "billing.usage_receipt": _may(MEMBERS, STAFF, scope="usage:write"),
    "billing.accrued_of": _may(MEMBERS, STAFF, scope="bills:read"),
    "billing.estimate": _may(EVERYBODY, scope="bills:read"),
    "billing.price_books": _may(EVERYBODY, scope="bills:read"),
    "billing.price_book_of": _may(EVERYBODY, scope="bills:read"),
    "billing.close_days": _may(FINANCE_OPERATORS),
    "billing.close_status": _may(STAFF),
    # wallet
    "wallet.balance_of": _may(MEMBERS, STAFF, scope="wallet:read"),
    "wallet.statement_of": _may(MEMBERS, STAFF, scope="wallet:read"),
    "wallet.export_statement": _may(MEMBERS, STAFF, scope="wallet:read"),
    "wallet.list_funds": _may(MEMBERS, STAFF, scope="wallet:read"),
    "wallet.list_payments": _may(MEMBERS, STAFF, scope="wallet:read"),
    "wallet.credit_transfer": _may(FINANCE_OPERATORS),
    "wallet.issue_vouchers": _may(FINANCE_OPERATORS),
    "wallet.list_batches": _may(FINANCE_OPERATORS, AUDITORS),
    "wallet.batch_of": _may(FINANCE_OPERATORS, AUDITORS),
    "wallet.list_codes": _may(FINANCE_OPERATORS, AUDITORS),
    "wallet.withdraw_batch": _may(FINANCE_OPERATORS),
    "wallet.activate_voucher": _may(MONEY, scope="wallet:write"),
    "wallet.grant_voucher": _may(FINANCE_OPERATORS),
    "wallet.list_vouchers": _may(MEMBERS, STAFF, scope="wallet:read"),
    "wallet.list_cards": _may(MEMBERS, STAFF, scope="wallet:read"),
    "wallet.redeem_card": _may(MONEY, scope="wallet:write"),
    "wallet.assign_card": _may(FINANCE_OPERATORS, PARTNERS),
    "wallet.record_huawei_order": _may(FINANCE_OPERATORS),
    "wallet.correct_huawei_order": _may(FINANCE_OPERATORS),
    "wallet.list_huawei_orders": _may(FINANCE_OPERATORS, AUDITORS),
    "wallet.redeem_huawei_order": _may(MONEY, scope="wallet:write"),
    "wallet.freeze_fund": _may(FINANCE_OPERATORS),
    "wallet.unfreeze_fund": _may(FINANCE_OPERATORS),
    "wallet.buy_card": _may(MONEY, scope="wallet:write"),
    "wallet.reserve_funds": _may(MONEY, FINANCE_OPERATORS, scope="wallet:write"),
    "wallet.capture_funds": _may(MONEY, FINANCE_OPERATORS, scope="wallet:write"),
    "wallet.release_funds": _may(MONEY, FINANCE_OPERATORS, scope="wallet:write"),
    "wallet.hold_of": _may(MEMBERS, STAFF, scope="wallet:read"),
    "wallet.list_holds": _may(MEMBERS, STAFF, scope="wallet:read"),
    "wallet.place_order": _may(FINANCE_OPERATORS),
    "wallet.pay_order": _may(MONEY, scope="wallet:write"),
    "wallet.cancel_order": _may(FINANCE_OPERATORS),
    "wallet.order_of": _may(MEMBERS, STAFF, scope="wallet:read"),
    "wallet.list_orders": _may(MEMBERS, STAFF, scope="wallet:read"),
    "wallet.waive_charge": _may(FINANCE_OPERATORS),
    "wallet.set_limits": _may(MONEY, FINANCE_OPERATORS, scope="wallet:write"),
    "wallet.limits_of": _may(MEMBERS, STAFF, scope="wallet:read"),
    "wallet.list_alerts": _may(MEMBERS, STAFF, scope="wallet:read"),
    "wallet.may_spend": _may(MEMBERS, STAFF, scope="wallet:read"),
    "wallet.runway_of": _may(MEMBERS, STAFF, scope="wallet:read"),
    "wallet.trial_balance": _may(FINANCE_OPERATORS, AUDITORS),
    "wallet.list_ledger_accounts": _may(FINANCE_OPERATORS, AUDITORS),
    "wallet.list_entries": _may(FINANCE_OPERATORS, AUDITORS),
    "wallet.export_journal": _may(FINANCE_OPERATORS, AUDITORS),
    "wallet.order_recharge": _may(MONEY, scope="wallet:write"),
    "wallet.cancel_recharge": _may(MONEY, scope="wallet:write"),
    "wallet.recharge_of": _may(MEMBERS, STAFF, scope="wallet:read"),
    "wallet.list_recharges": _may(MEMBERS, STAFF, scope="wallet:read"),
    "wallet.compare_settlement_file": _may(FINANCE_OPERATORS),
    "wallet.bank_details": _may(MEMBERS, STAFF, scope="wallet:read"),
    "wallet.announce_transfer": _may(MONEY, scope="wallet:write"),
    "wallet.cancel_transfer": _may(MONEY, FINANCE_OPERATORS, scope="wallet:write"),
    "wallet.transfer_order_of": _may(MEMBERS, STAFF, scope="wallet:read"),
    "wallet.list_transfer_orders": _may(MEMBERS, STAFF, scope="wallet:read"),
    "wallet.upload_bank_statement": _may(FINANCE_OPERATORS),
    "wallet.bank_statement_of": _may(FINANCE_OPERATORS, AUDITORS),
    "wallet.list_bank_statements": _may(FINANCE_OPERATORS, AUDITORS),
    "wallet.list_bank_lines": _may(FINANCE_OPERATORS, AUDITORS),
    "wallet.assign_line": _may(FINANCE_OPERATORS),
    "wallet.request_refund": _may(FINANCE_OPERATORS),
    "wallet.approve_refund": _may(FINANCE_OPERATORS),
    "wallet.reject_refund": _may(FINANCE_OPERATORS),
    "wallet.refund_of": _may(MEMBERS, STAFF, scope="wallet:read"),
    "wallet.list_refunds": _may(MEMBERS, STAFF, scope="wallet:read"),
    "wallet.list_review_items": _may(FINANCE_OPERATORS, AUDITORS),
    "wallet.resolve_review": _may(FINANCE_OPERATORS),
    # tickets
    "tickets.submit_ticket": _may(MEMBERS, scope="tickets:write"),
    "tickets.answer_ticket": _may(MEMBERS, scope="tickets:write"),
    "tickets.withdraw_ticket": _may(MEMBERS, scope="tickets:write"),
    "tickets.restart_ticket": _may(MEMBERS, scope="tickets:write"),
    "tickets.close_ticket": _may(MEMBERS, SUPPORT, scope="tickets:write"),
    "tickets.rate_ticket": _may(MEMBERS, scope="tickets:write"),
    "tickets.list_tickets": _may(MEMBERS, SUPPORT, AUDITORS, scope="tickets:read"),
    "tickets.ticket_of": _may(MEMBERS, SUPPORT, AUDITORS, scope="tickets:read"),
    "tickets.list_all_tickets": _may(SUPPORT, AUDITORS),
    "tickets.reply_to_ticket": _may(SUPPORT),
    "tickets.assign_ticket": _may(SUPPORT),
    "tickets.erase_texts": _may(OPERATOR),
    # audit
    "audit.status": _may(AUDITORS),
    "audit.start_replay": _may(AUDITORS),
    "audit.start_verify": _may(AUDITORS),
    "audit.examination_of": _may(AUDITORS),
    "audit.explain": _may(MEMBERS, STAFF, scope="bills:read"),
    "audit.evidence": _may(MEMBERS, STAFF, scope="bills:read"),
    # usage
    "usage.accept": _may(OWNER, scope="usage:write"),
}
"""`room.method` to permission. A test holds that every route has a row here and every row a route."""
