"""Measurements: ratios to the physical limit in the same run, medians of several, written to RESULTS.md.

`make bench` runs them all, `make bench ARGS=ledger` some. Each script prints one JSON object of figures; the table of what they mean and
which targets they are held to stands in `targets.py`. No test has a time limit; a target that is missed is printed as missed.
"""
