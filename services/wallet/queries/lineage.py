"""How the lines of a bill were paid: what an adjustment gives back goes the same way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from services.kernel.errors import NotFound
from services.wallet.allocation import Fund
from services.wallet.domain import CloudShare, CloudVendor, PaidShare
from services.wallet.queries.reading import Reading


class PaidBill(NamedTuple):
    """Who paid what of some lines of a bill, less what was given back; by whom a cloud account is billed, if one pays."""

    paid: list[PaidShare]
    cloud: list[CloudShare]
    vendor: CloudVendor | None


class Lineage(Reading):
    """Payments of a bill, with the terms of the funds that made them."""

    def is_returned(self, bill_id: UUID) -> bool:
        return self._database.one("select from charge_return where bill_id = %s", (bill_id,)) is not None

    def paid_bill(self, account_id: UUID, bill_id: UUID, line_ids: Sequence[UUID]) -> PaidBill:
        """The payments of these lines, the earliest first; not those of an order that whoever placed it named like the bill.

        Refuses: NotFound (there is no such charge of this account).
        """
        if self._database.one("select from charge where bill_id = %s and account_id = %s", (bill_id, account_id)) is None:
            raise NotFound("charge", bill_id)
        asked = {"account_id": account_id, "bill_id": bill_id, "line_ids": list(line_ids)}
        cloud = self._cloud(asked)
        return PaidBill(
            [_paid_share(row) for row in self._payments(asked)],
            [CloudShare(row["line_id"], row["amount_micros"]) for row in cloud],
            cloud[0]["vendor"] if cloud else None,
        )

    def _payments(self, asked: dict[str, Any]) -> list[dict[str, Any]]:
        return self._database.all(
            """
            select p.line_id, p.fund_id, p.kind, sum(p.amount_micros)::bigint as amount_micros,
                   coalesce(f.activated_at, w.opened_at) as activated_at, f.valid_until
            from payment as p
            join wallet as w on w.account_id = p.account_id
            left join fund as f on f.account_id = p.account_id and f.fund_id = p.fund_id
            where p.account_id = %(account_id)s
              and p.bill_id = %(bill_id)s
              and p.line_id = any(%(line_ids)s)
              and p.paid <> 'with_order'
            group by p.line_id, p.fund_id, p.kind, f.activated_at, w.opened_at, f.valid_until
            having sum(p.amount_micros) > 0
            order by min(p.position), min(p.seq)
            """,
            asked,
        )

    def _cloud(self, asked: dict[str, Any]) -> list[dict[str, Any]]:
        return self._database.all(
            """
            select line_id, vendor, amount_micros
            from cloud_due
            where account_id = %(account_id)s
              and bill_id = %(bill_id)s
              and line_id = any(%(line_ids)s)
            """,
            asked,
        )


def _paid_share(row: dict[str, Any]) -> PaidShare:
    """The fund with its terms; its own amount does not matter here."""
    fund = Fund(row["fund_id"], row["kind"], row["amount_micros"], row["activated_at"], row["valid_until"])
    return PaidShare(row["line_id"], fund, row["amount_micros"])
