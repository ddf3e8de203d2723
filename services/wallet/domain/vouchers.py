"""Vouchers and cards before they are funds: batches that operators issue, and codes that customers redeem once."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal
from uuid import UUID

import msgspec

from services.kernel.eventstore import Aggregate, event
from services.kernel.money import MICROS, Money, require_whole_minor_units
from services.wallet.domain.refusals import (
    AmountIsOutOfRange,
    BatchIsWithdrawn,
    CodeIsOfAnotherKind,
    ValidityIsOver,
    VoucherIsExpired,
    VoucherIsUsed,
)

CodeKind = Literal["voucher", "discount_voucher", "card"]
LEAST_FACE_MICROS: Final = MICROS // 100
MOST_FACE_MICROS: Final = 1_000_000 * MICROS


class VoucherTerms(msgspec.Struct, frozen=True):
    """What a voucher is worth, why it is given, and until when (not at that instant any more) it can be activated and used.

    Of a card, `valid_until` is the end of its code; the card itself lasts from when it is redeemed.
    """

    kind: CodeKind
    face: Money
    valid_until: datetime
    campaign: str

    def require_issuable(self, *, at: datetime) -> None:
        """Refuses: AmountIsOutOfRange, AmountIsTooFine, ValidityIsOver."""
        if not LEAST_FACE_MICROS <= self.face.amount_micros <= MOST_FACE_MICROS:
            raise AmountIsOutOfRange(amount_micros=self.face.amount_micros, least_micros=LEAST_FACE_MICROS, most_micros=MOST_FACE_MICROS)
        require_whole_minor_units(self.face)
        if self.valid_until <= at:
            raise ValidityIsOver(valid_until=self.valid_until, now=at)


class VoucherBatch(Aggregate):
    """Vouchers, or cards, of the same terms, issued at once by an operator."""

    TOPIC = "wallet.voucher_batch"
    terms: VoucherTerms
    count: int
    is_withdrawn: bool

    class Event(Aggregate.Event):
        TOPIC = "wallet.voucher_batch.event"

    class Issued(Event, Aggregate.Created):
        TOPIC = "wallet.vouchers_issued"
        terms: VoucherTerms
        count: int
        by_member_id: UUID | None
        occurred_at: datetime

    class Withdrawn(Event):
        """The codes that were not used until then are worth nothing any more; what was redeemed stays."""

        TOPIC = "wallet.vouchers_withdrawn"
        reason: str
        by_member_id: UUID | None
        occurred_at: datetime

    @classmethod
    def issue(cls, batch_id: UUID, terms: VoucherTerms, *, count: int, at: datetime, by_member_id: UUID | None = None) -> VoucherBatch:
        """Refuses: AmountIsOutOfRange, AmountIsTooFine, ValidityIsOver."""
        terms.require_issuable(at=at)
        return cls._create(cls.Issued, id=batch_id, terms=terms, count=count, by_member_id=by_member_id, occurred_at=at)

    def withdraw(self, *, reason: str, by_member_id: UUID | None = None, at: datetime) -> None:
        """Make the unused codes worthless, for good. Refuses: BatchIsWithdrawn."""
        if self.is_withdrawn:
            raise BatchIsWithdrawn(batch_id=self.id)
        self.trigger_event(self.Withdrawn, reason=reason, by_member_id=by_member_id, occurred_at=at)

    @event(Issued)
    def __init__(self, terms: VoucherTerms, count: int) -> None:
        self.terms = terms
        self.count = count
        self.is_withdrawn = False

    @event(Withdrawn)
    def _withdrawn(self) -> None:
        self.is_withdrawn = True


class VoucherCode(Aggregate):
    """One code. Its id is made of the keyed hash of the code (`codes.code_id`), so that a code finds it and it betrays no code.

    The id is also the id of the fund that the code becomes.
    """

    TOPIC = "wallet.voucher_code"
    batch_id: UUID
    terms: VoucherTerms
    redeemed_by: UUID | None

    class Event(Aggregate.Event):
        TOPIC = "wallet.voucher_code.event"

    class Issued(Event, Aggregate.Created):
        TOPIC = "wallet.voucher_code_issued"
        batch_id: UUID
        terms: VoucherTerms
        occurred_at: datetime

    class Redeemed(Event):
        TOPIC = "wallet.voucher_code_redeemed"
        account_id: UUID
        occurred_at: datetime

    @classmethod
    def issue(cls, code_id: UUID, terms: VoucherTerms, *, batch_id: UUID, at: datetime) -> VoucherCode:
        """A new code of a batch; its terms are those that the batch was issued with."""
        return cls._create(cls.Issued, id=code_id, batch_id=batch_id, terms=terms, occurred_at=at)

    def redeem(self, account_id: UUID, *, is_card: bool = False, at: datetime) -> None:
        """Use the code up. `is_card`: as what it was entered. Refuses: CodeIsOfAnotherKind, VoucherIsUsed, VoucherIsExpired."""
        if is_card != (self.terms.kind == "card"):
            raise CodeIsOfAnotherKind(kind=self.terms.kind)
        if self.redeemed_by is not None:
            raise VoucherIsUsed(voucher_id=self.id)
        if at >= self.terms.valid_until:
            raise VoucherIsExpired(voucher_id=self.id, valid_until=self.terms.valid_until)
        self.trigger_event(self.Redeemed, account_id=account_id, occurred_at=at)

    @event(Issued)
    def __init__(self, batch_id: UUID, terms: VoucherTerms) -> None:
        self.batch_id = batch_id
        self.terms = terms
        self.redeemed_by = None

    @event(Redeemed)
    def _redeemed(self, account_id: UUID) -> None:
        self.redeemed_by = account_id
