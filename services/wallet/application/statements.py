"""Bank statements: received once they are read to their end, worked off line by line, listed with what became of each line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from services.kernel.errors import Refusal
from services.kernel.eventstore import Turn, once
from services.kernel.ids import derived_id
from services.kernel.schemas import Page
from services.wallet.application.bank_lines import PAGE, BankLines
from services.wallet.bank import Incoming, received, recorded_lines
from services.wallet.domain import BankStatement
from services.wallet.schemas import (
    BankLineView,
    BankStatementOf,
    BankStatementView,
    ListBankLines,
    ListBankStatements,
    ReceiveBankStatement,
    StatementReceivedView,
    UploadBankStatement,
)


class Statements(BankLines):
    """Bank statements."""

    def __init__(self, **parts: Any) -> None:
        super().__init__(**parts)
        self.on_statement: Callable[[], object] = lambda: None
        """Called when there is a statement to work off."""

    def upload_bank_statement(self, command: UploadBankStatement) -> BankStatementView:
        """Refuses: BankStatementIsUnreadable (nothing of the file is taken), CommandIdIsReused."""
        incoming = received(command.format, command.content)
        if command.dry_run:
            return self.foreseen(command, incoming)
        statement_id = derived_id(command.id, f"bank statement {incoming.digest}")
        try:
            lines = self._keep(statement_id, incoming)
            self._receive(
                ReceiveBankStatement(
                    id=command.id,
                    statement_id=statement_id,
                    format=command.format,
                    digest=incoming.digest,
                    lines=lines,
                    by_member_id=command.by_member_id,
                )
            )
        except Refusal:
            self.queries.forget_lines(statement_id)
            raise
        self.work_off(statement_id, by_member_id=command.by_member_id, most=PAGE)
        self.on_statement()
        return self._statement_seen(statement_id)

    def bank_statement_of(self, question: BankStatementOf) -> BankStatementView:
        """Refuses: NotFound."""
        return self.queries.bank_statement(question.statement_id)

    def list_bank_statements(self, question: ListBankStatements) -> Page[BankStatementView]:
        return self.queries.bank_statements(question)

    def list_bank_lines(self, question: ListBankLines) -> Page[BankLineView]:
        """Refuses: NotFound."""
        return self.queries.bank_lines(question)

    @once
    def _receive(self, turn: Turn, command: ReceiveBankStatement) -> StatementReceivedView:
        turn.add(
            BankStatement.receive(
                command.statement_id,
                command.format,
                digest=command.digest,
                lines=command.lines,
                by_member_id=command.by_member_id,
                at=turn.now,
            )
        )
        return StatementReceivedView(statement_id=command.statement_id)

    def _keep(self, statement_id: UUID, incoming: Incoming) -> int:
        """How many lines there are. Refuses: BankStatementIsUnreadable."""
        lines = 0
        for chunk in recorded_lines(incoming):
            self.queries.keep_lines(statement_id, chunk)
            lines += len(chunk)
        return lines

    def _statement_seen(self, statement_id: UUID) -> BankStatementView:
        items = self.queries.bank_lines(ListBankLines(statement_id=statement_id, limit=PAGE)).items
        return replace(self.queries.bank_statement(statement_id), items=items)
