"""A channel's own account of a day, compared with our journal. What does not match is for a person; a file alone credits nothing."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from services.kernel.eventstore import Turn, once
from services.wallet.application.recharging import Recharging
from services.wallet.application.reviews import open_review
from services.wallet.domain import Finding, PaymentChannel, RechargeOrder, SettlementFile, SettlementFileIsUnreadable
from services.wallet.payments import SettledRow
from services.wallet.projections import reference_key
from services.wallet.queries.recharges import Credited
from services.wallet.schemas import CompareSettlementFile, SettlementFileView

MOST_FINDINGS: Final = 1_000
"""A day with more differences is no day of ours: nobody could look at them one by one."""


class SettlementFiles(Recharging):
    """Reconciliation with payment channels."""

    def compare_settlement_file(self, command: CompareSettlementFile) -> SettlementFileView:
        """Compare, ask the channel about payments we lack, and open review items for the rest.

        Refuses: ChannelIsUnavailable, ChannelDoesNotAnswer, SettlementFileIsUnreadable.
        """
        channel = self.channels.named(command.channel)
        given = command.content
        rows = channel.settlement_file(command.day) if given is None else channel.read_settlement_file(_unpacked(given))
        since, until = _bounds(command.day, channel.zone)
        if any(not since <= row.at < until for row in rows):
            raise SettlementFileIsUnreadable(reason=f"not all of it is of {command.day}")
        credited = 0 if command.dry_run else self._credit_what_was_missed(command.channel, rows)

        @once
        def compare(app: SettlementFiles, turn: Turn, command: CompareSettlementFile) -> SettlementFileView:
            return app._compare(turn, command, rows, credited=credited, since=since, until=until)

        return compare(self, command)

    def _credit_what_was_missed(self, channel: PaymentChannel, rows: Sequence[SettledRow]) -> int:
        """Ask the channel about the orders that were paid and not credited; how many it confirmed.

        Refuses: ChannelDoesNotAnswer.
        """
        known = {credit.reference_key for credit in self.queries.credited_as(channel, [reference_key(row.reference) for row in rows])}
        missed = [row for row in rows if row.kind == "payment" and reference_key(row.reference) not in known]
        return sum(self._credit_if_confirmed(row, channel) for row in missed)

    def _credit_if_confirmed(self, row: SettledRow, channel: PaymentChannel) -> bool:
        order_id = row.order_id
        order = self.read(RechargeOrder, order_id) if order_id else None
        if not isinstance(order, RechargeOrder) or order.channel != channel or order.state == "paid":
            return False
        return self.ask_channel(order.id)

    def _compare(
        self,
        turn: Turn,
        command: CompareSettlementFile,
        rows: Sequence[SettledRow],
        *,
        credited: int,
        since: datetime,
        until: datetime,
    ) -> SettlementFileView:
        payments = {reference_key(row.reference): row for row in rows if row.kind == "payment"}
        ours = {credit.reference_key: credit for credit in self.queries.credited_as(command.channel, [*payments])}
        of_day = self.queries.credited_on(command.channel, since=since, until=until)
        findings = [
            *(_differing(command.channel, row, ours.get(key)) for key, row in payments.items()),
            *(_missing_with_them(command, credit) for credit in of_day if credit.reference_key not in payments),
            *(_reversed(command.channel, row) for row in rows if row.kind == "reversal"),
        ]
        real = [finding for finding in findings if finding is not None]
        if len(real) > MOST_FINDINGS:
            raise SettlementFileIsUnreadable(reason=f"more than {MOST_FINDINGS} differences: is it of this account?")
        found = [open_review(turn, finding).id for finding in real]
        matched = sum(key in ours and ours[key].amount == row.amount for key, row in payments.items())
        file_id = SettlementFile.id_of(command.channel, command.day)
        file = turn.find(SettlementFile, file_id) or turn.add(SettlementFile.expect(command.channel, command.day))
        file.compare(
            digest=hashlib.sha256(msgspec.json.encode(rows)).hexdigest(),
            rows=len(rows),
            matched=matched,
            credited=credited,
            found=found,
            by_member_id=command.by_member_id,
            at=turn.now,
        )
        return SettlementFileView(
            channel=command.channel, day=command.day, rows=len(rows), matched=matched, credited=credited, found=found
        )


def _differing(channel: str, row: SettledRow, ours: Credited | None) -> Finding | None:
    """What is wrong with a payment of the file, if anything is."""
    details = {"reference": row.reference, "order": row.order, "theirs": str(row.amount), "at": row.at.isoformat()}
    if ours is None:
        return Finding("payment_missing_with_us", f"{channel} {row.reference}", details)
    if ours.amount != row.amount:
        return Finding("payment_amount_differs", f"{channel} {row.reference}", {**details, "ours": str(ours.amount)}, ours.account_id)
    return None


def _missing_with_them(command: CompareSettlementFile, credit: Credited) -> Finding:
    details = {"reference": credit.reference_key, "ours": str(credit.amount), "day": command.day.isoformat()}
    return Finding("payment_missing_with_channel", f"{command.channel} {credit.reference_key}", details, credit.account_id)


def _reversed(channel: str, row: SettledRow) -> Finding:
    details = {"reference": row.reference, "order": row.order, "theirs": str(row.amount), "at": row.at.isoformat()}
    return Finding("payment_reversed", f"{channel} {row.reference} {row.at.isoformat()}", details)


def _bounds(day: date, zone: str) -> tuple[datetime, datetime]:
    """The first instant of the channel's day, and that of the next."""
    tomorrow = day + timedelta(days=1)
    return (
        datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)),
        datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=ZoneInfo(zone)),
    )


def _unpacked(content: str) -> bytes:
    """Refuses: SettlementFileIsUnreadable."""
    try:
        return base64.b64decode(content, validate=True)
    except binascii.Error:
        raise SettlementFileIsUnreadable(reason="no base 64") from None
