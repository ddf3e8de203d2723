"""Batches of codes: what became of them, and withdrawing the rest."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from services.kernel.money import Money
from services.kernel.schemas import Command, Question, View, shape
from services.wallet.schemas.words import BatchState, ByMember, Campaign, CodeKind, CodeState, Cursor, Limit, Why


@shape
class ListBatches(Question):
    """Batches of codes, the newest first. A campaign may have several."""

    kind: CodeKind | None = None
    campaign: Campaign | None = None
    state: BatchState | None = None
    limit: Limit = 50
    cursor: Cursor | None = None


@shape
class BatchOf(Question):
    """A batch of codes, and what became of them."""

    batch_id: UUID


@shape
class BatchView(View):
    """A batch: each of its `count` codes was redeemed, can be, or cannot be any more (expired or withdrawn)."""

    batch_id: UUID
    kind: CodeKind
    face: Money
    count: int
    campaign: str
    state: BatchState
    issued_at: datetime
    valid_until: datetime
    redeemed_count: int
    unused_count: int
    expired_count: int
    withdrawn_count: int
    issued: Money
    redeemed: Money
    withdrawn_at: datetime | None
    withdrawn_reason: str | None


@shape
class ListCodes(Question):
    """The codes of a batch by their ids; the codes themselves nobody knows any more."""

    batch_id: UUID
    state: CodeState | None = None
    limit: Limit = 50
    cursor: Cursor | None = None


@shape
class CodeView(View):
    """What became of a code. Its id is that of the fund it became."""

    code_id: UUID
    state: CodeState
    redeemed_by: UUID | None
    redeemed_at: datetime | None


@shape
class WithdrawBatch(Command):
    """Make the unused codes of a batch worthless, for good. What was redeemed stays."""

    batch_id: UUID
    reason: Why
    by_member_id: ByMember | None = None


@shape
class WithdrawalView(View):
    """A withdrawn batch, and how many codes it was of."""

    batch_id: UUID
    withdrawn_count: int
    reason: str
    withdrawn_at: datetime
    state: Literal["withdrawn"] = "withdrawn"
