"""Two programs for double-entry bookkeeping, which read our journal and add it up for themselves."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import warnings
from decimal import Decimal
from pathlib import Path

import pytest

from deploy.local import debian

Sums = dict[tuple[str, str], Decimal]
"""By account, as the program names it, and currency. What sums to zero is left out."""


def hledger_program() -> str:
    """Debian's hledger, installed when it is missing; where that cannot be done the test is skipped, loudly."""
    if shutil.which("hledger") is None:
        if not debian.may_install():
            warnings.warn("HLEDGER IS MISSING and may not be installed: what it reads is NOT tested", stacklevel=2)
            pytest.skip("hledger is missing, and this account may not install it: apt-get install hledger")
        debian.install("hledger")
    return "hledger"


def read_by_hledger(file: Path, program: str) -> Sums:
    """It refuses what does not balance, what it cannot read, and accounts and currencies that were not declared."""
    said(program, "check", "accounts", "commodities", "-f", str(file))
    table = said(program, "balance", "--flat", "--no-total", "-O", "csv", "-f", str(file))
    sums: Sums = {}
    for row in csv.DictReader(io.StringIO(table)):
        for amount in row["balance"].split(", "):
            number, _, currency = amount.partition(" ")
            if Decimal(number):
                sums[row["account"], currency] = Decimal(number)
    return sums


def read_by_beancount(file: Path) -> Sums:
    """Its loader checks every transaction; what it complains of fails the test."""
    from beancount import loader
    from beancount.core import data, realization

    entries, errors, _ = loader.load_file(str(file))
    assert errors == [], errors[:3]
    sums: Sums = {}
    root = realization.realize([entry for entry in entries if isinstance(entry, data.Transaction)])
    for account in realization.iter_children(root):
        for position in account.balance:
            if position.units.number:
                sums[account.account, position.units.currency] = position.units.number
    return sums


def said(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout
