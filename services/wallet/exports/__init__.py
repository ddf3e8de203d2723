"""The journal in the words of programs for double-entry bookkeeping, each a `preamble` and a `transaction` for every entry.

Their sign is ours: debits positive, credits negative. Amounts are exact, to six decimals; days are in UTC.
"""
