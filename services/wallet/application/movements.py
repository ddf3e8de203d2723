"""The statement: pages of movements with what was left after each, and parts of the file."""

from __future__ import annotations

from uuid import UUID

from services.kernel.errors import NotFound
from services.kernel.ids import natural_id
from services.kernel.schemas import decode_cursor, encode_cursor
from services.wallet.application.room import Room
from services.wallet.domain import Wallet
from services.wallet.queries import movement_view
from services.wallet.schemas import ExportStatement, StatementOf, StatementRowsView, StatementView

Left = dict[UUID | None, int]
"""What was left of each fund, in micros; under None the debt, negative."""


class Movements(Room):
    """Income and expenditure."""

    def statement_of(self, question: StatementOf) -> StatementView:
        """Refuses: PositionIsAhead."""
        if question.position is not None:
            self.queries.place_at(position=question.position, known_at=None)
        rows = self.queries.movements(question)
        shown, account_id = rows[: question.limit], question.account_id
        left, later = self._left_at(account_id, shown[0]["position"]) if shown else {}, {}
        if shown:
            later = self.queries.moved_later(account_id, shown)
        last = shown[-1] if len(rows) > question.limit else None
        return StatementView(
            items=[movement_view(row, left.get(row["fund_id"], 0) - later[row["position"], row["seq"]]) for row in shown],
            totals=self.queries.totals(question) if question.with_totals else None,
            next_cursor=encode_cursor([last["position"], last["seq"]]) if last else None,
        )

    def export_statement(self, question: ExportStatement) -> StatementRowsView:
        """The part behind the cursor. Every part is of the book as it was when the first was asked for.

        Refuses: NotFound, PositionIsAhead.
        """
        up_to, after = decode_cursor(question.cursor, int, int) if question.cursor else (self._end_of_file(question), 0)
        wallet = self.read(Wallet, natural_id("wallet", question.account_id), position=up_to if after == 0 else after)
        if wallet is None:
            raise NotFound(Wallet.TOPIC, question.account_id)
        left = _left(wallet) if after else {}
        part = self.queries.part_of_file(question.account_id, after=after, up_to=up_to)
        rows = self.queries.rows_of_file(question, part)
        return StatementRowsView(
            currency=wallet.currency,
            rows=[(*row[:9], left.get(row[4], 0) + row[9]) for row in rows],
            next_cursor=None if part.is_last else encode_cursor([up_to, part.to]),
        )

    def _end_of_file(self, question: ExportStatement) -> int:
        place = self.queries.place_at(position=question.position, known_at=None)
        return place.position

    def _left_at(self, account_id: UUID, position: int) -> Left:
        wallet = self.read(Wallet, natural_id("wallet", account_id), position=position)
        return {} if wallet is None else {**{fund.fund_id: fund.amount_micros for fund in wallet.funds.values()}, None: -wallet.debt_micros}


def _left(wallet: Wallet) -> dict[str | None, int]:
    """As `Left`, with funds as the rows of a file name them."""
    return {**{str(fund_id): fund.amount_micros for fund_id, fund in wallet.funds.items()}, None: -wallet.debt_micros}
