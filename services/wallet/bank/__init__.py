"""What banks tell us: where our accounts are, and statements in their formats. Every file is taken for an attack until it is read."""

from services.wallet.bank.details import BankAccount, BankDetails
from services.wallet.bank.files import Incoming, received, recorded_lines

__all__ = ["BankAccount", "BankDetails", "Incoming", "received", "recorded_lines"]
