"""The audit: replays and verifications as jobs, and what proves a bill."""

from __future__ import annotations

from typing import Final

from gateway.routes import RoomRoutes
from services.audit import schemas as s

AUDIT: Final = RoomRoutes("audit", tag="audit", description="Proof that every figure follows from the ledger.")

LONG_S: Final = 60
"""What reads a whole bill's events may take this long."""

AUDIT.ask("/v1/audit/status", s.StatusOf, s.StatusView, call="status")
AUDIT.tell("POST", "/v1/audit/replays", s.StartReplay, s.ExaminationView, call="start_replay", status=202)
AUDIT.tell("POST", "/v1/audit/verifications", s.StartVerify, s.ExaminationView, call="start_verify", status=202)
AUDIT.ask("/v1/audit/examinations/<uuid:job_id>", s.ExaminationOf, s.ExaminationView, call="examination_of")
AUDIT.ask("/v1/audit/bills/<uuid:bill_id>/explanation", s.ExplanationOf, s.ExplanationView, call="explain", timeout_s=LONG_S)
AUDIT.ask("/v1/audit/bills/<uuid:bill_id>/evidence", s.EvidenceOf, s.EvidenceView, call="evidence", timeout_s=LONG_S)
