"""Kernel: what at least three rooms need and that contains no business noun.

Owns:      money ids clock errors schemas eventstore commandlog follower rpc database migrate config telemetry.
Promises:  nothing in here knows an account's rules, a price or a ticket; the list above is complete (a test fails on an unlisted file).
Never:     grows a module called utils, helpers, common, misc or manager.
"""
