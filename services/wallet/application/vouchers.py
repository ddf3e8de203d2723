"""Chapter two: vouchers are issued by operators and activated by customers."""

from __future__ import annotations

import hashlib
import hmac
from typing import Final
from uuid import UUID

from services.kernel.eventstore import Turn, once
from services.kernel.ids import new_id
from services.wallet import codes
from services.wallet.application.room import Room, of_known_account, total_of, wallet_of
from services.wallet.domain import RedeemingIsLocked, VoucherBatch, VoucherCode, VoucherCodeIsUnknown, VoucherTerms, years_after
from services.wallet.schemas import ActivateVoucher, IssueVouchers, VoucherBatchView, VoucherView

VOUCHERS_LAST_YEARS: Final = 1
"""How long vouchers are valid unless the batch says otherwise. Source: decision 14."""


class Vouchers(Room):
    """Issuing and activating."""

    @once
    def issue_vouchers(self, turn: Turn, command: IssueVouchers) -> VoucherBatchView:
        """Issue a batch. The codes are told to the first caller and stored as keyed hashes only (decision 15).

        Refuses: AmountIsOutOfRange, AmountIsTooFine, ValidityIsOver.
        """
        valid_until = command.valid_until or years_after(turn.now, VOUCHERS_LAST_YEARS)
        terms = VoucherTerms(command.kind, command.face, valid_until, command.campaign)
        batch_id = new_id()
        turn.add(VoucherBatch.issue(batch_id, terms, count=command.count, by_member_id=command.by_member_id, at=turn.now))
        issued = [codes.new_code() for _ in range(command.count)]
        for code in issued:
            turn.add(VoucherCode.issue(self._code_id(code), terms, batch_id=batch_id, at=turn.now))
        turn.secret(codes=issued)
        return VoucherBatchView(
            batch_id=batch_id,
            kind=terms.kind,
            face=terms.face,
            count=command.count,
            campaign=terms.campaign,
            valid_until=terms.valid_until,
        )

    def activate_voucher(self, command: ActivateVoucher) -> VoucherView:
        """Turn a code into a fund of the wallet; it pays at once the debts it may.

        Refuses: NotFound, RedeemingIsLocked, VoucherCodeIsUnknown, VoucherIsUsed, VoucherIsExpired, CurrencyDiffers.
        """
        try:
            return self._activate_voucher(command)
        except VoucherCodeIsUnknown:
            self.queries.note_unknown_code(command.account_id, at=self.clock.now())
            raise

    @of_known_account
    @once
    def _activate_voucher(self, turn: Turn, command: ActivateVoucher) -> VoucherView:
        wallet = wallet_of(turn, command.account_id)
        locked_until = self.queries.redeeming_is_locked_until(command.account_id, at=turn.now)
        if locked_until is not None:
            raise RedeemingIsLocked(until=locked_until)
        code = turn.find(VoucherCode, self._code_id(command.code))
        if code is None:
            raise VoucherCodeIsUnknown()
        code.redeem(command.account_id, at=turn.now)
        repaid = wallet.activate_voucher(code.id, code.terms, batch_id=code.batch_id, at=turn.now)
        face, spent = code.terms.face, total_of(repaid, wallet.currency)
        return VoucherView(
            account_id=wallet.account_id,
            voucher_id=code.id,
            kind=code.terms.kind,
            face=face,
            repaid=spent,
            balance=face - spent,
            campaign=code.terms.campaign,
            activated_at=turn.now,
            valid_until=code.terms.valid_until,
        )

    def _code_id(self, text: str) -> UUID:
        """Refuses: VoucherCodeIsUnknown (no code of ours can look like this)."""
        code = codes.read_code(text)
        if code is None:
            raise VoucherCodeIsUnknown()
        return codes.code_id(code, hmac.digest(self.secret_key, b"wallet voucher codes", hashlib.sha256))
