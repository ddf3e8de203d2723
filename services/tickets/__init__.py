"""Tickets: what customers asked and what support answered.

Owns:      tickets, their conversations, their numbers.
Promises:  numbers have no gaps; a closed ticket stays closed; what people wrote can be erased without touching the ledger.
Never:     judges whether a bill is right, or moves money.
Listens:   to no room; it closes by itself what was answered and then not heard of for seven days.
Extras:    texts (what people wrote, and the seal in the ledger that proves it unchanged)
"""
