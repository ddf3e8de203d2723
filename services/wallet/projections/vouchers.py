"""Batches of codes as they were issued and withdrawn, and orders of Huawei's marketplace."""

from __future__ import annotations

from services.kernel.eventstore import Rowset
from services.wallet.domain import HuaweiOrder, VoucherBatch, VoucherCode
from services.wallet.projections.projector import PROJECTOR
from services.wallet.projections.tables import BATCHES, CODES, HUAWEI_CORRECTIONS, HUAWEI_ORDERS, WITHDRAWN


@PROJECTOR.on(VoucherBatch.Issued)
def _issued(fact: VoucherBatch.Issued, rows: Rowset) -> None:
    rows.add(
        BATCHES,
        batch_id=fact.originator_id,
        kind=fact.terms.kind,
        currency=fact.terms.face.currency,
        face_micros=fact.terms.face.amount_micros,
        count=fact.count,
        campaign=fact.terms.campaign,
        valid_until=fact.terms.valid_until,
        issued_at=fact.occurred_at,
    )


@PROJECTOR.on(VoucherBatch.Withdrawn)
def _withdrawn(fact: VoucherBatch.Withdrawn, rows: Rowset) -> None:
    rows.add(WITHDRAWN, batch_id=fact.originator_id, reason=fact.reason, by_member_id=fact.by_member_id, withdrawn_at=fact.occurred_at)


@PROJECTOR.on(VoucherCode.Issued)
def _code_issued(fact: VoucherCode.Issued, rows: Rowset) -> None:
    rows.add(CODES, batch_id=fact.batch_id, code_id=fact.originator_id)


@PROJECTOR.on(HuaweiOrder.Recorded)
def _huawei_order_recorded(fact: HuaweiOrder.Recorded, rows: Rowset) -> None:
    rows.add(
        HUAWEI_ORDERS,
        order_id=fact.originator_id,
        order_number=fact.order_number,
        huawei_account_id=fact.huawei_account_id,
        quantity=fact.quantity,
        by_member_id=fact.by_member_id,
        recorded_at=fact.occurred_at,
    )


@PROJECTOR.on(HuaweiOrder.Corrected)
def _huawei_order_corrected(fact: HuaweiOrder.Corrected, rows: Rowset) -> None:
    rows.add(
        HUAWEI_CORRECTIONS,
        order_id=fact.originator_id,
        huawei_account_id=fact.huawei_account_id,
        quantity=fact.quantity,
        reason=fact.reason,
        by_member_id=fact.by_member_id,
        corrected_at=fact.occurred_at,
    )
