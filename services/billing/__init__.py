"""Billing: what was used, what it costs, and the bill of each day.

Owns:      the usage ledger, workspaces' terms, price books, daily bills.
Promises:  a workspace's day is billed once; any bill can be derived again from the book up to the positions that it names.
Never:     moves money.
Listens:   settlement.workspace_bound.v1, settlement.bill_settled.v1
Extras:    catalogue (items, sites) · counting (samples to billable figures) · pricing (figures to lines) · pricebook/ (prices as data) ·
           calendar (local days) · intake/ (the worker that writes the usage ledger) · backlog (whether it is behind)
"""
