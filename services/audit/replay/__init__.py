"""Replay: `wallets` and `usage` fold, `bills` prices, `tables` says which rows should be there, `rooms` asks, `run` puts them together."""
