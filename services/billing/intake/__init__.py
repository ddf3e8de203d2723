"""Usage intake: from the queue to the usage ledger, each event once, however often it comes.

A plain process without eventlet. It merges what waits into batches of up to twenty thousand events, judges each event, stores the good ones
with COPY, and acknowledges when all of it is durable: rows, the event that gives them their position, the day's work list and the receipts.
"""
