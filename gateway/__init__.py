"""Gateway: HTTP to the outside, RPC to the rooms. Who is calling is established here; what they may do here and in the room.

Owns:      nothing: no data, no rules. What it holds (whose credential it saw in the last five seconds) may be lost at any time.
Promises:  every error is a problem document (RFC 9457) and tells nothing of the inside; every write of money has an
           Idempotency-Key; usage that got a receipt is stored by the broker.
Never:     imports a room beyond its `schemas`, opens a database, or computes a figure.
Tables:    `permissions` who may call what · `errors` which refusal is which status · `api/*` which route calls which method.
"""
