"""What a bank statement would do: judged by the rows as they are, without a command for each line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple
from uuid import UUID

from services.kernel.ids import natural_id
from services.kernel.money import Money
from services.wallet.application.transfers import Transfers
from services.wallet.bank import Incoming, recorded_lines
from services.wallet.domain import BANK_LINE, BankLine, Fate, Known, fate_of
from services.wallet.projections import reference_key
from services.wallet.queries.bank_lines import bank_line_view
from services.wallet.queries.recharges import Credited
from services.wallet.queries.transfers import AnnouncedTransfer
from services.wallet.schemas import BankLineView, BankStatementView, BookedLineView, UploadBankStatement
from services.wallet.transfer_codes import codes_in

MOST_SHOWN: Final = 1_000
"""Lines that a dry run shows."""


class Foreseen(NamedTuple):
    """What would become of a line, and whose it would be."""

    line: BankLine
    fate: Fate
    account_id: UUID | None


class Foreseeing(Transfers):
    """Dry runs of statements."""

    def foreseen(self, command: UploadBankStatement, incoming: Incoming) -> BankStatementView:
        """Refuses: BankStatementIsUnreadable."""
        shown, outcomes = list[BankLineView](), Counter[str]()
        before = _Before()
        for chunk in recorded_lines(incoming):
            for line, fate, account_id in self._judged(chunk, before):
                outcomes[fate.outcome] += 1
                if len(shown) < MOST_SHOWN:
                    booked = BookedLineView(outcome=fate.outcome, cause=fate.cause, account_id=account_id)
                    shown.append(bank_line_view(line, booked))
        return BankStatementView(
            statement_id=None,
            format=command.format,
            digest=incoming.digest,
            lines=outcomes.total(),
            state="dry_run",
            done=outcomes.total(),
            outcomes=dict(sorted(outcomes.items())),
            received_at=self.clock.now(),
            finished_at=None,
            by_member_id=command.by_member_id,
            items=shown,
        )

    def credited_under(self, reference_keys: Sequence[str]) -> Mapping[str, Credited]:
        """What was credited under these references, by reference."""
        return {credit.reference_key: credit for credit in self.queries.credited_as("offline_transfer", reference_keys)}

    def _judged(self, lines: Sequence[BankLine], before: _Before) -> Iterator[Foreseen]:
        keys = {line.number: reference_key(line.reference) for line in lines}
        codes = {line.number: codes_in(line.text) for line in lines}
        items = {line.number: natural_id("review_item", BANK_LINE, line.subject(keys[line.number])) for line in lines}
        credited = self.credited_under([*keys.values()])
        announced = self.queries.announced([code for found in codes.values() for code in found])
        reviews = self.queries.review_states([*items.values()])
        now = self.clock.now()
        for line in lines:
            key = keys[line.number]
            earlier = before.credited.get(key) or (credited[key].amount if key in credited else None)
            named = [before.seen(announced[code]) for code in codes[line.number] if code in announced]
            fate = fate_of(line, Known(credited=earlier, review=reviews.get(items[line.number]), announced=named), at=now)
            if fate.outcome == "credited":
                before.note(key, line.amount, named[0])
            known = credited.get(key) if fate.outcome == "repeated" else named[0] if fate.outcome == "credited" else None
            yield Foreseen(line, fate, known.account_id if known else None)


class _Before:
    """What earlier lines of the file would have done."""

    def __init__(self) -> None:
        self.credited: dict[str, Money] = {}
        self._codes: set[str] = set()

    def note(self, reference_key: str, amount: Money, order: AnnouncedTransfer) -> None:
        self.credited[reference_key] = amount
        self._codes.add(order.code)

    def seen(self, order: AnnouncedTransfer) -> AnnouncedTransfer:
        return order._replace(status="credited") if order.code in self._codes else order
