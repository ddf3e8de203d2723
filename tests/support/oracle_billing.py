"""The billing oracle: the price list and the counting rules once more, in plain Python and fractions, written from the product facts alone.

It shares no line with `services.billing`; where the two agree, both were read from the same page and not from one another.
"""

from fractions import Fraction

CATALOGUE_ORDER = [
    "time_series", "logs", "logs_ingested", "trace", "profile", "pv",
    "scan", "report", "fwd_ext", "fwd_int", "net_host", "replay", "trigger", "pipeline", "sms", "synthetic",
]  # fmt: skip
UNIT = {
    "time_series": 10**3, "logs": 10**6, "logs_ingested": 10**9, "trace": 10**6, "profile": 10**4, "pv": 10**4, "scan": 10**9, "report": 1,
    "fwd_ext": 10**9, "fwd_int": 10**9, "net_host": 1, "replay": 10**3, "trigger": 10**4, "pipeline": 10**9, "sms": 10, "synthetic": 10**4,
}  # fmt: skip
TAKES_THE_LARGEST = {"time_series", "fwd_int", "net_host", "replay"}
VOUCHERS_MAY_NOT_PAY = {"sms", "synthetic"}
USUAL_RETENTION = {"time_series": 7, "logs": 14, "logs_ingested": 14, "trace": 14, "profile": 14, "pv": 14}

COLUMNS = (("CNY", "CN"), ("CNY", "INTL"), ("USD", "CN"), ("USD", "INTL"))
BASIC = """
scan       0.1    0.2    0.014  0.028
report     1      2      0.14   0.28
fwd_ext    0.35   0.7    0.05   0.1
fwd_int    0.007  0.014  0.001  0.002
net_host   2      4      0.29   0.6
replay     2.5    2.5    0.35   0.35
synthetic  1      10     0.143  1.43
trigger    1      2      0.14   0.3
sms        1      -      -      -
pipeline   0.1    0.2    0.014  0.028
"""
TIERED = """
              3     7     14    30    60     180   360
time_series   0.6   0.7   0.8   1     -      4     7
time_series   1.6   1.8   2.2   2.4   -      8     14
time_series   0.09  0.1   0.12  0.14  -      0.58  1
time_series   0.23  0.26  0.32  0.35  -      1.2   2
logs          1     1.2   1.5   2     2.5    -     -
logs          2     2.4   3     4     5      -     -
logs          0.15  0.17  0.22  0.28  0.36   -     -
logs          0.3   0.4   0.5   0.6   0.8    -     -
logs_ingested 0.6   0.85  1     1.2   1.5    -     -
logs_ingested 1.4   2.1   2.8   3.08  3.36   -     -
logs_ingested 0.1   0.15  0.2   0.22  0.24   -     -
logs_ingested 0.2   0.3   0.4   0.44  0.48   -     -
trace         2     3     6     10.8  19.44  -     -
trace         6     10    20    36    64.8   -     -
trace         0.29  0.43  0.86  1.54  2.78   -     -
trace         0.9   1.4   2.8   5.14  9.26   -     -
profile       0.2   0.3   0.5   -     -      -     -
profile       0.4   0.6   1     -     -      -     -
profile       0.03  0.04  0.07  -     -      -     -
profile       0.06  0.09  0.14  -     -      -     -
pv            0.7   1     2     3.6   6.48   -     -
pv            2     3     5     9     16.2   -     -
pv            0.1   0.14  0.29  0.51  0.93   -     -
pv            0.29  0.43  0.71  1.29  2.31   -     -
"""
NOVEMBER_2023 = {
    ("trace", 30): "18 60 2.58 8.4",
    ("trace", 60): "60 200 8.58 28",
    ("pv", 30): "6 15 0.87 2.13",
    ("pv", 60): "20 50 2.9 7.1",
    ("replay", None): "10 15.4 1.43 2.2",
}


def current_prices():
    """{(item, retention or None, currency, region): price} of the list in force from 2024-02-01."""
    prices = {}
    for row in BASIC.split("\n")[1:-1]:
        item, *cells = row.split()
        prices |= {(item, None, *column): Fraction(cell) for column, cell in zip(COLUMNS, cells, strict=True) if cell != "-"}
    heading, *rows = TIERED.split("\n")[1:-1]
    for place, row in enumerate(rows):
        item, *cells = row.split()
        column = COLUMNS[place % 4]
        prices |= {(item, int(days), *column): Fraction(cell) for days, cell in zip(heading.split(), cells, strict=True) if cell != "-"}
    return prices


def prices_on(day):
    """The list in force on an ISO day."""
    prices = current_prices()
    if day < "2024-02-01":
        for (item, days), cells in NOVEMBER_2023.items():
            prices |= {(item, days, *column): Fraction(cell) for column, cell in zip(COLUMNS, cells.split(), strict=True)}
    return prices


def bill_of(samples, *, day, currency, region):
    """The bill of a day's samples: [(item, retention, key, quantity, amount in micros)], or None if something in it has no price.

    A sample is a dict: item, quantity, hour (anything that sorts), and maybe retention_days, key, spans, rum_events.
    """
    lines, prices = [], prices_on(day)
    for item, retention, key, quantity, exact in _figures(samples):
        if (item, retention, currency, region) not in prices:
            return None
        amount = exact / UNIT[item] * prices[item, retention, currency, region] * 10**6
        lines.append((item, retention, key, quantity, _half_even(amount)))
    return lines


def _figures(samples):
    groups = {}
    for sample in samples:
        item = sample["item"]
        retention = (sample.get("retention_days") or USUAL_RETENTION[item]) if item in USUAL_RETENTION else None
        group = (item, None if item in TAKES_THE_LARGEST else retention, sample.get("key", ""))
        groups.setdefault(group, []).append({**sample, "retention_days": retention})
    figures = []
    for (item, retention, key), members in groups.items():
        quantities = [member["quantity"] for member in members]
        quantity = max(quantities) if item in TAKES_THE_LARGEST else sum(quantities)
        exact = Fraction(quantity)
        if item in TAKES_THE_LARGEST:
            retention = min((m["hour"], m["retention_days"] or 0) for m in members if m["quantity"] == quantity)[1] or None
        if item == "trace":
            exact = max(exact, Fraction(sum(member.get("spans") or 0 for member in members)) / 10)
        if item == "pv":
            exact = max(exact, Fraction(sum(member.get("rum_events") or 0 for member in members)) / 100)
        if exact > 0:
            figures.append((item, retention, key, quantity, exact))
    return sorted(figures, key=lambda figure: (CATALOGUE_ORDER.index(figure[0]), figure[1] or 0, figure[2]))


def _half_even(exact):
    floor = exact.numerator // exact.denominator
    rest = exact - floor
    if rest == Fraction(1, 2):
        return floor + floor % 2
    return floor + (rest > Fraction(1, 2))
