"""Usage: batches in, receipts out. A batch goes to the queue, not to a room; its receipt is billing's."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from flask import Response, jsonify, request

from gateway import bodies, usage
from gateway.auth import admit
from gateway.documents import problem_responses
from gateway.door import door
from gateway.permissions import PERMISSIONS
from gateway.routes import RoomRoutes
from services.kernel.errors import InvalidInput
from services.kernel.ids import new_id
from services.kernel.schemas import View, dump, schema_of, shape

USAGE: Final = RoomRoutes("usage", tag="usage", description="What was used: reported by machines, in batches.")

_PERMISSION: Final = PERMISSIONS["usage.accept"]
_EXAMPLE: Final = {
    "specversion": "1.0",
    "type": "usage.sample.v1",
    "source": "cn1/collector-7",
    "id": "logs-2026-11-23T08-default",
    "subject": "0193529c-5f8a-7cc0-9f2e-2f4b6d1f0a55",
    "time": "2026-11-23T08:00:00Z",
    "data": {"item": "logs", "quantity": 1_204_331, "retention_days": 30, "index": "default"},
}


@shape
class UsageAcceptedView(View):
    """The batch is stored and will be counted; the receipt says what became of each event."""

    receipt_id: UUID
    events: int


@USAGE.route("/v1/usage/events", methods=["POST"], endpoint="accept")
@USAGE.response(202, schema_of(UsageAcceptedView), description="Stored; each event is judged next, and the receipt tells.")
@USAGE.doc(
    operationId="report_usage",
    tags=["usage"],
    summary="Report what was used, in batches of up to 10,000 events.",
    description="CloudEvents 1.0: a JSON batch, a single event, or one event a line. `Content-Encoding: gzip` is taken; 10 MiB as sent, "
    "64 MiB unpacked. Sending a batch again is safe: an event (workspace, local day, source, id) counts once, for ever.\n\n"
    + _PERMISSION.sentence,
    requestBody={
        "required": True,
        "content": {
            usage.BATCH: {
                "schema": {"type": "array", "maxItems": usage.LARGEST_BATCH_EVENTS, "items": {"$ref": "#/components/schemas/UsageEvent"}}
            },
            usage.SINGLE: {"schema": {"$ref": "#/components/schemas/UsageEvent"}, "example": _EXAMPLE},
            usage.LINES: {"schema": {"type": "string"}},
        },
    },
    responses=problem_responses(400, 401, 403, 413, 415, 422, 429, 503),
)
def accept() -> Response:
    """Check the envelope and hand the batch to the broker. Refuses: what `bodies`, `usage` and `intake` refuse."""
    guest = admit(request, _PERMISSION)
    _refuse_parameters()
    media_type = bodies.require_media_type(request, *usage.MEDIA_TYPES)
    body = bodies.raw(request, packed_limit_bytes=usage.PACKED_LIMIT_BYTES, limit_bytes=usage.LIMIT_BYTES)
    batch = usage.read_batch(body, media_type)
    receipt_id = new_id()
    message = usage.message(batch, receipt_id=receipt_id, account_id=guest.require_account(), received_at=door().clock.now())
    door().intake.publish(message, message_id=str(receipt_id))
    return _accepted(UsageAcceptedView(receipt_id=receipt_id, events=batch.size))


def _accepted(view: UsageAcceptedView) -> Response:
    response = jsonify(dump(view))
    response.status_code = 202
    response.headers["Location"] = f"/v1/usage/receipts/{view.receipt_id}"
    return response


def _refuse_parameters() -> None:
    if request.args:
        raise InvalidInput([{"pointer": f"/{name}", "detail": "Unknown query parameter."} for name in request.args])


def usage_event_schemas() -> dict[str, dict[str, Any]]:
    """The CloudEvent of product decision 22, for the document; at the door only its envelope is checked."""
    text = {"type": "string", "minLength": 1, "maxLength": 256}
    count = {"type": "integer", "minimum": 0, "maximum": 2**63 - 1}
    data = {
        "type": "object",
        "description": "How much of an item was used in the hour. A retraction needs no data.",
        "required": ["item", "quantity"],
        "properties": {
            "item": {**text, "example": "logs"},
            "quantity": {**count, "description": "in base units: records, bytes, calls, series, sessions"},
            "retention_days": {"type": "integer", "description": "how long the data is kept; wins over the workspace's setting"},
            "index": {**text, "description": "the log index, for logs"},
            "rule": {**text, "description": "the forwarding rule, for forwarding"},
            "spans": {**count, "description": "for trace"},
            "rum_events": {**count, "description": "for page views: resource, long task, error and action events"},
        },
    }
    event = {
        "type": "object",
        "description": "A CloudEvent that says how much of an item a workspace used in an hour, or takes such an event back.",
        "required": ["specversion", "type", "source", "id"],
        "properties": {
            "specversion": {"type": "string", "enum": ["1.0"]},
            "type": {**text, "description": "usage.sample.v1 or usage.retraction.v1"},
            "source": {**text, "description": "what reports; with id it names the event"},
            "id": {**text, "description": "unique within source and local day"},
            "subject": {**text, "description": "the workspace's id"},
            "time": {"type": "string", "format": "date-time", "description": "the start of a whole UTC hour"},
            "data": {"$ref": "#/components/schemas/UsageData"},
        },
        "example": _EXAMPLE,
    }
    return {"UsageData": data, "UsageEvent": event}
