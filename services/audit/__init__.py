"""Audit: its own copy of every book, from which every figure is derived again.

Owns:      the copies of all books and of the usage ledger, and the record of its examinations.
Promises:  nothing is copied whose seal does not hold; a replay names every difference (what, where, expected, found); evidence can be
           checked without us.
Never:     writes to any other room, or believes a figure that it can derive.
Listens:   every book: identity, settlement, billing, wallet, tickets (raw, not the published language)

Beyond the furniture: `sealing` (whether a page of a book can be true) · `replay/` (events folded again, and compared with what the rooms
answer and with their tables) · `verify` (chains, gaps, digests) · `explain` (a bill, from events to funds) · `evidence` (what a bill
follows from, as one file) · `verify_bill` (checks such a file with nothing but Python) · `jobs` (examinations in processes of their own)
· `__main__` (the command line).
"""
