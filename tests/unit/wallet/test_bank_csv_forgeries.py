"""A remark that is not quoted as it should be cannot make another amount of a line, nor swallow the lines below it."""

import pytest

from services.wallet.bank.csv_statements import read_csv
from services.wallet.domain import BankStatementIsUnreadable

HEADER = "reference,value_date,text,amount,currency\n"


@pytest.mark.parametrize(
    "lines",
    [
        "R1,2026-11-23,7K3MQ2XP9A,1000000.00,CNY,0.01,CNY\n",
        'R1,2026-11-23,"a remark\n', 'R1,2026-11-23,"one,1.00,CNY\nR2,2026-11-23,two",2.00,CNY\n',
        "R1,2026-11-23,text,1.00\n",
    ],
    ids=["columns are shifted", "a quote never ends", "lines are swallowed", "a cell is missing"],
)  # fmt: skip
def test_a_line_of_another_width_or_height_makes_the_file_unreadable(lines):
    with pytest.raises(BankStatementIsUnreadable):
        list(read_csv(HEADER + lines))


def test_empty_cells_at_the_end_say_nothing():
    (line,) = read_csv(HEADER + "R1,2026-11-23,text,1.00,CNY,,\n")

    assert (line.reference, line.amount) == ("R1", "1.00")
