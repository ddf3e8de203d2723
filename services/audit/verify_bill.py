"""Check the evidence of a bill with nothing but Python: `python verify_bill.py evidence.json`. Imports nothing of the Billing Center.

Checked: the seal of every commit, from each event up its path, and the chain; usage digests; the fold; each line's price and rounding; the
total; how the bill was paid; the file's own digest. Exit status 1: what does not follow is printed. What this proves, "proves" says.
"""

import hashlib
import json
import sys
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path

FORMAT, EPOCH, SAMPLE, RETRACTION = "billing-center evidence 2", datetime(1970, 1, 1, tzinfo=timezone.utc), 1, 2  # noqa: UP017  # any Python 3
text_of = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def expect(where, expected, written):
    if expected != written:
        yield f"{where}: {written} is written, {expected} follows"


def root_above(event, place, count):
    """The root of the Merkle tree (RFC 6962) of a commit's `count` events, up the path from that at `place`."""
    *path, digest = (int(text, 16).to_bytes(32, "big") for text in (*event["path"], event.get("leaf", "0")))  # none shifts others
    if "state" in event:
        texts = event["topic"].encode(), text_of(event["state"]).encode()
        named = int(event["originator_id"].replace("-", ""), 16).to_bytes(16, "big") + event["originator_version"].to_bytes(8, "big")
        digest = sha256(b"\0", named, *(len(text).to_bytes(4, "big") + text for text in texts))
    while count > 1:
        if place % 2 or place + 1 < count:
            digest = sha256(b"\1", path.pop(0), digest) if place % 2 else sha256(b"\1", digest, path.pop(0))
        place, count = place // 2, (count + 1) // 2
    return digest if not path else sha256()  # no event's root


def check_seals(evidence):
    """Each commit's digest follows from the digest before it, its heading and the root above each event; neighbours are chained."""
    ends = {}
    for commit in evidence["commits"]:
        first, last, previous = commit["from_position"], commit["to_position"], commit["previous"]
        where = f"{commit['book']}, commit {first} to {last}"
        yield from expect(f"{where}: digest before", ends.get((commit["book"], first), previous), previous)
        ends[commit["book"], last + 1] = commit["digest"]
        recorded_us = (datetime.fromisoformat(commit["recorded_at"].replace("Z", "+00:00")) - EPOCH) // timedelta(microseconds=1)
        heading = int(previous, 16).to_bytes(32, "big") + b"".join(number.to_bytes(8, "big") for number in (first, last, recorded_us))
        roots = {root_above(event, range(first, last + 1).index(event["position"]), last + 1 - first) for event in commit["events"]}
        seals = {sha256(b"\2", heading, root).hex() for root in roots}
        yield from expect(f"{where}: the seal does not hold", ", ".join(sorted(seals)), commit["digest"])


def check_usage(evidence, bill, facts):
    """Each batch's rows are those that were digested; and the digest is the one in the sealed event, where that is here."""
    recorded = {fact["batch"]: [(position, fact)] for topic, position, fact in facts if topic == "billing.usage_recorded"}
    workspace_day = {"workspace_id": bill["workspace_id"], "day": bill["day"]}
    for part in evidence["usage"]:
        where, kinds = f"usage batch {part['batch']}", [row[4] for row in part["rows"]]
        said = {"samples": kinds.count(SAMPLE), "retractions": kinds.count(RETRACTION)}
        said["digest"] = sha256(*(text_of(row).encode() + b"\n" for row in part["rows"])).hex()
        yield from expect(f"{where}: rows", said, {name: part[name] for name in said})
        yield from expect(f"{where}: workspace and day", {tuple(workspace_day.values())}, {tuple(row[:2]) for row in part["rows"]})
        yield from expect(f"{where}: is after the bill's usage_position", False, part["position"] > bill["usage_position"])
        for position, fact in recorded.get(part["batch"], ()):
            days = [day for day in fact["days"] if workspace_day.items() <= day.items()]
            yield from expect(f"{where}: the sealed event", (position, days), (part["position"], [{**workspace_day, **said}]))


def fold(evidence, terms):
    """{(item, retention, key): (quantity, billable)} of the samples that were not taken back."""
    items, rows = {item["item"]: item for item in evidence["catalogue"]}, [row for part in evidence["usage"] for row in part["rows"]]
    gone = {(row[2], row[3]) for row in rows if row[4] == RETRACTION}
    largest, sums, folded = {}, {}, {}
    counted = (row for row in rows if row[4] == SAMPLE and (row[2], row[3]) not in gone)
    for *_, item, hour, quantity, retention, key, spans, rum_events in counted:
        retention = (retention or terms["default_retentions"][item]) if items[item]["tiered"] else None
        if items[item]["fold"] == "max":
            mine = (-quantity, datetime.fromisoformat(hour.replace("Z", "+00:00")), retention or 0, retention)
            largest[item, key] = min(largest.get((item, key), mine), mine)
        else:
            before = sums.get((item, retention, key), (0, 0, 0))
            sums[item, retention, key] = [*map(int.__add__, before, (quantity, spans or 0, rum_events or 0))]
    sums |= {(item, retention, key): [-minus, 0, 0] for (item, key), (minus, _, _, retention) in largest.items()}
    for (item, retention, key), (quantity, spans, rum_events) in sums.items():
        other = {"": Fraction(), "spans": Fraction(spans, 10), "rum_events": Fraction(rum_events, 100)}[items[item]["companion"]]
        folded[item, retention, key] = quantity, max(Fraction(quantity), other)
    return {line: figures for line, figures in folded.items() if figures[1]}


def check_lines(evidence, bill, terms):
    """The lines are the fold, each priced from its cell and rounded once, half to even; the total is their sum."""
    items = {item["item"]: item for item in evidence["catalogue"]}
    cells = {(cell["item"], cell["retention_days"], cell["region"], cell["currency"]): cell for cell in evidence["price_book"]["cells"]}
    folded = fold(evidence, terms)
    for line in bill["lines"]:
        named = line["item"], line["retention_days"], line["key"]
        quantity, billable = folded.pop(named, (0, Fraction(0)))
        price = cells[(*named[:2], terms["region"], bill["currency"])]["unit_price_micros"]
        amount = round(billable * Fraction(price, items[line["item"]]["unit_size"]))  # fractions round half to even
        expected = {"quantity": quantity, "billable": str(billable), "unit_price_micros": price, "amount_micros": amount}
        expected |= {name: items[line["item"]][name] for name in ("unit_size", "vouchers_may_pay")}
        for name, value in expected.items():
            yield from expect(f"line {named}: {name}", value, line[name])
    yield from (f"line {named}: is missing from the bill" for named in folded)
    yield from expect("total_micros", sum(line["amount_micros"] for line in bill["lines"]), bill["total_micros"])


def check_payment(bill, charge, settlement):
    """Each line is what was taken, plus what is owed, plus what is left to the cloud; settlement says the same as the wallet."""
    billed = {line["line_id"]: line["amount_micros"] for line in bill["lines"]}
    asked, split = {line["line_id"]: line["amount_micros"] for line in charge["lines"]}, dict.fromkeys(billed, 0)
    for share in (*charge["taken"], *charge["owed"], *charge["cloud"]):
        split[share["line_id"]] = split.get(share["line_id"], 0) + share["amount_micros"]
    yield from expect("payment: micros asked for by line", billed, asked)
    yield from expect("payment: micros taken, owed and left to the cloud by line", billed, split)
    parts = ([whose[part] for part in ("taken", "owed", "cloud")] for whose in (charge, settlement or charge))
    yield from expect("payment: taken, owed and left to the cloud in the settlement", *parts)


def check(evidence):
    """Every finding, as a sentence."""
    events = [event for commit in evidence["commits"] for event in commit["events"] if "state" in event]
    facts = [(event["topic"], event["position"], event["state"]) for event in events]
    named = {topic: fact for topic, _, fact in facts if fact.get("bill_id") == evidence["bill_id"]}
    bill = named["billing.bill_issued"]
    terms = next(fact for topic, position, fact in facts if (topic, position) == ("billing.workspace_registered", bill["terms_position"]))
    yield from expect("format and price book", (FORMAT, bill["price_book"]), (evidence["format"], evidence["price_book"]["name"]))
    yield from expect("terms", (bill["workspace_id"], bill["currency"]), (terms["workspace_id"], terms["currency"]))
    yield from check_seals(evidence)
    yield from check_usage(evidence, bill, facts)
    yield from check_lines(evidence, bill, terms)
    if "wallet.charged" in named:
        yield from check_payment(bill, named["wallet.charged"], named.get("settlement.bill_settled"))
    digest = sha256(text_of({name: value for name, value in evidence.items() if name != "digest"}).encode()).hex()
    yield from expect("the file was changed after it was made: digest", digest, evidence["digest"])


if __name__ == "__main__":
    evidence = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    try:
        findings = [f"WRONG  {finding}" for finding in check(evidence)]
    except (LookupError, StopIteration, RuntimeError, TypeError, ValueError, ArithmeticError, AttributeError) as fault:
        findings = [f"WRONG  the evidence does not hang together: {type(fault).__name__} {fault}"]
    hidden = text_of(evidence).count('"leaf":')
    said = f"bill {evidence['bill_id']} follows from its evidence, {hidden} events by their digests alone; file digest {evidence['digest']}"
    print("\n".join(findings) or said)
    sys.exit(len(findings) > 0)
