"""What may happen to a wallet, as rules of a Hypothesis machine: each does the same to the wallet, and to the plain second one."""
