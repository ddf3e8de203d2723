"""Refunds of unused cash: requested by one operator, who has it kept apart, and decided by another. Source: decision 16."""

from __future__ import annotations

from uuid import UUID

from services.kernel.errors import NotAllowed, NotFound
from services.kernel.eventstore import Turn, once
from services.kernel.ids import derived_id
from services.kernel.schemas import Page
from services.wallet.application.room import Room, of_known_account, refused_where_taken, wallet_of
from services.wallet.domain import PayoutIsRecorded, Refund
from services.wallet.projections import reference_key
from services.wallet.queries.refunds import refund_view
from services.wallet.schemas import ApproveRefund, ListRefunds, RefundOf, RefundView, RejectRefund, RequestRefund


class Refunds(Room):
    """Refunds. Vouchers and cards are never paid out: a refund's hold is of cash alone."""

    @of_known_account
    @once
    def request_refund(self, turn: Turn, command: RequestRefund) -> RefundView:
        """Refuses: NotFound, NotAllowed, CurrencyDiffers, AmountIsOutOfRange, AmountIsTooFine, TooManyHolds, FundsAreInsufficient."""
        wallet = wallet_of(turn, command.account_id)
        refund = Refund.request(
            derived_id(command.id, "refund"),
            wallet.account_id,
            command.amount,
            reason=command.reason,
            payout_account=command.payout_account,
            by_member_id=_member(command.by_member_id),
            at=turn.now,
        )
        wallet.reserve(refund.hold_id, refund.order, expires_at=refund.expires_at, at=turn.now)
        return refund_view(turn.add(refund), at=turn.now)

    def approve_refund(self, command: ApproveRefund) -> RefundView:
        """Refuses: NotFound, NotAllowed, RefundIsOver, RefundNeedsAnotherOperator, PayoutIsRecorded."""
        with refused_where_taken("transfer_pkey", PayoutIsRecorded(reference=command.reference)):
            return self._approve_refund(command)

    @once
    def _approve_refund(self, turn: Turn, command: ApproveRefund) -> RefundView:
        refund = _refund_of(turn, command.refund_id)
        wallet = wallet_of(turn, refund.account_id)
        member_id = _member(command.by_member_id)
        refund.approve(command.reference, by_member_id=member_id, at=turn.now)
        if command.dry_run and self.queries.is_credited(channel="refund", reference_key=reference_key(command.reference)):
            raise PayoutIsRecorded(reference=command.reference)
        wallet.refund(refund.hold_id, reference=command.reference, by_member_id=member_id, at=turn.now)
        return refund_view(refund, at=turn.now)

    @once
    def reject_refund(self, turn: Turn, command: RejectRefund) -> RefundView:
        """Refuses: NotFound, NotAllowed, RefundIsOver."""
        refund = _refund_of(turn, command.refund_id)
        wallet = wallet_of(turn, refund.account_id)
        refund.reject(command.reason, by_member_id=_member(command.by_member_id), at=turn.now)
        wallet.release(refund.hold_id, at=turn.now)
        return refund_view(refund, at=turn.now)

    def refund_of(self, question: RefundOf) -> RefundView:
        """Refuses: NotFound, for another account's too."""
        refund = self.read(Refund, question.refund_id)
        if not isinstance(refund, Refund) or question.account_id not in (None, refund.account_id):
            raise NotFound("refund", question.refund_id)
        return refund_view(refund, at=self.clock.now())

    def list_refunds(self, question: ListRefunds) -> Page[RefundView]:
        return self.queries.refunds(question, at=self.clock.now())


def _member(member_id: UUID | None) -> UUID:
    """Two people decide on a refund, so each must be somebody. Refuses: NotAllowed."""
    if member_id is None:
        raise NotAllowed()
    return member_id


def _refund_of(turn: Turn, refund_id: UUID) -> Refund:
    """Refuses: NotFound."""
    refund = turn.find(Refund, refund_id)
    if refund is None:
        raise NotFound("refund", refund_id)
    return refund
