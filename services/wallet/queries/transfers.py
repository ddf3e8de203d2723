"""Announced transfers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from services.kernel.money import Money
from services.kernel.schemas import Page, decode_cursor
from services.wallet.domain import TransferOrder, TransferState
from services.wallet.queries.reading import Reading, page_of
from services.wallet.schemas import ListTransferOrders, TransferOrderView
from services.wallet.transfer_codes import read_transfer_code, shown_code


class AnnouncedTransfer(NamedTuple):
    """An announced transfer, as its row has it."""

    code: str
    account_id: UUID
    amount: Money
    expires_at: datetime
    status: TransferState | None

    def state_at(self, at: datetime) -> TransferState:
        return self.status or ("expired" if at >= self.expires_at else "open")


class Transfers(Reading):
    """Announced transfers."""

    def transfer_orders(self, question: ListTransferOrders, *, at: datetime) -> Page[TransferOrderView]:
        before = decode_cursor(question.cursor, int, UUID) if question.cursor else (None, None)
        rows = self._database.all(
            """
            select *
            from (
                select o.*, e.amount_micros as credited_micros, e.currency as credited_currency, e.reference, e.ended_at,
                       coalesce(e.status, case when o.expires_at <= %(at)s then 'expired' else 'open' end) as state
                from transfer_order as o
                left join transfer_order_end as e on e.account_id = o.account_id and e.order_id = o.order_id
                where (%(account_id)s::uuid is null or o.account_id = %(account_id)s)
                  and (%(code)s::text is null or o.code = %(code)s)
                  and (%(position)s::bigint is null or (o.position, o.order_id) < (%(position)s, %(order_id)s::uuid))
            ) as known
            where %(state)s::text is null or state = %(state)s
            order by position desc, order_id desc
            limit %(limit)s + 1
            """,
            {
                "at": at,
                "account_id": question.account_id,
                "code": None if question.code is None else read_transfer_code(question.code) or "",
                "state": question.state,
                "position": before[0],
                "order_id": before[1],
                "limit": question.limit,
            },
        )
        return page_of(rows, question.limit, _row_view, key=("position", "order_id"))

    def announced(self, codes: Sequence[str]) -> dict[str, AnnouncedTransfer]:
        """Those of these codes that are codes of ours."""
        if not codes:
            return {}
        rows = self._database.all(
            """
            select o.code, o.account_id, o.amount_micros, o.currency, o.expires_at, e.status
            from transfer_order as o
            left join transfer_order_end as e on e.account_id = o.account_id and e.order_id = o.order_id
            where o.code = any(%s)
            """,
            ([*codes],),
        )
        return {
            row["code"]: AnnouncedTransfer(
                row["code"], row["account_id"], Money(row["amount_micros"], row["currency"]), row["expires_at"], row["status"]
            )
            for row in rows
        }

    def count_open_transfers(self, account_id: UUID, *, at: datetime) -> int:
        row = self._database.one(
            """
            select count(*) as open
            from transfer_order as o
            where o.account_id = %(account_id)s
              and o.expires_at > %(at)s
              and not exists (select from transfer_order_end as e where e.account_id = o.account_id and e.order_id = o.order_id)
            """,
            {"account_id": account_id, "at": at},
        )
        return int(row["open"]) if row else 0


def transfer_order_view(order: TransferOrder, *, at: datetime) -> TransferOrderView:
    """An announced transfer as it is at an instant."""
    return TransferOrderView(
        transfer_order_id=order.id,
        account_id=order.account_id,
        code=shown_code(order.code),
        amount=order.amount,
        state=order.state_at(at),
        placed_at=order.placed_at,
        expires_at=order.expires_at,
        ended_at=order.ended_at,
        credited=order.credited,
        differs=order.credited not in (None, order.amount),
        reference=order.reference,
    )


def _row_view(row: dict[str, Any]) -> TransferOrderView:
    amount = Money(row["amount_micros"], row["currency"])
    credited = None if row["credited_micros"] is None else Money(row["credited_micros"], row["credited_currency"])
    return TransferOrderView(
        transfer_order_id=row["order_id"],
        account_id=row["account_id"],
        code=shown_code(row["code"]),
        amount=amount,
        state=row["state"],
        placed_at=row["placed_at"],
        expires_at=row["expires_at"],
        ended_at=row["ended_at"],
        credited=credited,
        differs=credited not in (None, amount),
        reference=row["reference"],
    )
