"""Chapter two: operators issue codes and give vouchers away, and see what became of them."""

from __future__ import annotations

from typing import Final

from services.kernel.eventstore import Turn, once
from services.kernel.ids import derived_id, new_id
from services.kernel.schemas import Page
from services.wallet import codes
from services.wallet.application.room import Room, of_known_account, total_of, wallet_of
from services.wallet.domain import VoucherBatch, VoucherCode, VoucherTerms, years_after
from services.wallet.schemas import (
    BatchOf,
    BatchView,
    CodeView,
    GrantVoucher,
    IssueVouchers,
    ListBatches,
    ListCodes,
    VoucherBatchView,
    VoucherView,
    WithdrawalView,
    WithdrawBatch,
)

VOUCHERS_LAST_YEARS: Final = 1
"""How long vouchers and codes of cards are valid unless the batch says otherwise. Source: decision 14."""


class Vouchers(Room):
    """Issuing, granting, withdrawing."""

    @once
    def issue_vouchers(self, turn: Turn, command: IssueVouchers) -> VoucherBatchView:
        """Issue a batch. The codes are told to the first caller and stored as keyed hashes only (decision 15).

        Refuses: AmountIsOutOfRange, AmountIsTooFine, ValidityIsOver, CardAmountIsInvalid.
        """
        if command.kind == "card":
            self.card_terms.require_sellable(command.face.amount_micros)
        valid_until = command.valid_until or years_after(turn.now, VOUCHERS_LAST_YEARS)
        terms = VoucherTerms(command.kind, command.face, valid_until, command.campaign)
        batch_id = new_id()
        turn.add(VoucherBatch.issue(batch_id, terms, count=command.count, by_member_id=command.by_member_id, at=turn.now))
        issued = [codes.new_code() for _ in range(command.count)]
        for code in issued:
            turn.add(VoucherCode.issue(codes.code_id(code.replace("-", ""), self.code_key), terms, batch_id=batch_id, at=turn.now))
        turn.secret(codes=issued)
        return VoucherBatchView(
            batch_id=batch_id,
            kind=terms.kind,
            face=terms.face,
            count=command.count,
            campaign=terms.campaign,
            valid_until=terms.valid_until,
        )

    @once
    def withdraw_batch(self, turn: Turn, command: WithdrawBatch) -> WithdrawalView:
        """Make the unused codes of a batch worthless. Refuses: NotFound, BatchIsWithdrawn."""
        batch = turn.load(VoucherBatch, command.batch_id)
        batch.withdraw(reason=command.reason, by_member_id=command.by_member_id, at=turn.now)
        redeemed = self.queries.batch(batch.id, at=turn.now).redeemed_count
        return WithdrawalView(batch_id=batch.id, withdrawn_count=batch.count - redeemed, reason=command.reason, withdrawn_at=turn.now)

    @of_known_account
    @once
    def grant_voucher(self, turn: Turn, command: GrantVoucher) -> VoucherView:
        """Put a voucher straight onto an account; it pays at once the debts it may.

        Refuses: NotFound, CurrencyDiffers, AmountIsOutOfRange, AmountIsTooFine, ValidityIsOver.
        """
        wallet = wallet_of(turn, command.account_id)
        valid_until = command.valid_until or years_after(turn.now, VOUCHERS_LAST_YEARS)
        terms, voucher_id = VoucherTerms(command.kind, command.face, valid_until, command.reason), derived_id(command.id, "voucher")
        spent = total_of(wallet.grant_voucher(voucher_id, terms, by_member_id=command.by_member_id, at=turn.now), wallet.currency)
        return VoucherView(
            account_id=wallet.account_id,
            voucher_id=voucher_id,
            kind=terms.kind,
            face=terms.face,
            repaid=spent,
            balance=terms.face - spent,
            campaign=terms.campaign,
            activated_at=turn.now,
            valid_until=valid_until,
        )

    def list_batches(self, question: ListBatches) -> Page[BatchView]:
        return self.queries.batches(question, at=self.clock.now())

    def batch_of(self, question: BatchOf) -> BatchView:
        """Refuses: NotFound."""
        return self.queries.batch(question.batch_id, at=self.clock.now())

    def list_codes(self, question: ListCodes) -> Page[CodeView]:
        """Refuses: NotFound."""
        now = self.clock.now()
        self.queries.batch(question.batch_id, at=now)
        return self.queries.codes(question, at=now)
