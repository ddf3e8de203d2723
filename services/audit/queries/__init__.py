"""The audit's reads and copies: `copies` (what was copied, and how it is added to), `streams` (long reads for a replay)."""
