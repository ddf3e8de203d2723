"""Statements as camt.053: what decides about money is read from its own place, and forged files do nothing."""

from datetime import date

import pytest

from services.wallet.bank import received, recorded_lines
from services.wallet.domain import BankStatementIsUnreadable
from tests.support.bank_files import camt_of, entry, in_base64
from tests.support.wallets import yuan


def lines_of(content):
    return [line for chunk in recorded_lines(received("camt053", in_base64(content))) for line in chunk]


def line(*args, **fields):
    (only,) = lines_of(camt_of(entry(*args, **fields)))
    return only


def refusal(content):
    with pytest.raises(BankStatementIsUnreadable) as unreadable:
        lines_of(content)
    return unreadable.value.details["reason"]


def part(amount="", reference="", text="", *, inner=""):
    amount = f'<Amt Ccy="CNY">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>' if amount else ""
    reference = f"<Refs><AcctSvcrRef>{reference}</AcctSvcrRef></Refs>" if reference else ""
    return f"<TxDtls>{reference}{amount}{inner}<RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls>"


@pytest.mark.parametrize("version", ["02", "04", "08", "10", "13"])
def test_an_entry_says_what_came_when_under_which_reference(version):
    (read,) = lines_of(camt_of(entry("TT-1", "1234.5", "thanks 7K3MQ-2XP9A"), version=version))

    assert (read.reference, read.direction, read.amount, read.value_date) == ("TT-1", "credit", yuan("1234.50"), date(2026, 11, 20))
    assert (read.text, read.is_named, read.is_reversal, read.is_booked, read.is_whole) == ("thanks 7K3MQ-2XP9A", True, False, True, True)


def test_any_prefix_is_understood():
    content = camt_of(entry("TT-1", "1.00", "x")).replace("<", "<b:").replace("<b:/", "</b:").replace("<b:?", "<?")

    (read,) = lines_of(content.replace("xmlns=", "xmlns:b="))

    assert (read.reference, read.amount) == ("TT-1", yuan("1.00"))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"direction": "DBIT"}, ("debit", False, True)),
        ({"more": "<RvslInd>true</RvslInd>", "direction": "DBIT"}, ("debit", True, True)),
        ({"more": "<RvslInd>1</RvslInd>"}, ("credit", True, True)),
        ({"more": "<RvslInd>false</RvslInd>"}, ("credit", False, True)),
        ({"status": "<Sts><Cd>PDNG</Cd></Sts>"}, ("credit", False, False)),
        ({"status": "<Sts>BOOK</Sts>"}, ("credit", False, True)),
        ({"status": ""}, ("credit", False, False)),
    ],
)
def test_direction_reversal_and_booking_are_the_entrys_own(fields, expected):
    read = line("TT-1", **fields)

    assert (read.direction, read.is_reversal, read.is_booked) == expected


def test_an_amount_in_the_payers_currency_is_not_taken_for_ours():
    abroad = '<AmtDtls><InstdAmt><Amt Ccy="USD">13.90</Amt></InstdAmt></AmtDtls>'

    read = line("TT-1", "100.00", details=[part(inner=abroad)])

    assert read.amount == yuan("100.00")


def test_a_charge_within_a_transfer_does_not_turn_it_round():
    charge = '<Chrgs><Rcrd><Amt Ccy="CNY">5.00</Amt><CdtDbtInd>DBIT</CdtDbtInd></Rcrd></Chrgs>'

    read = line("TT-1", "100.00", details=[part(inner=charge)])

    assert (read.direction, read.amount) == ("credit", yuan("100.00"))


def test_transfers_that_the_bank_booked_together_are_lines_of_their_own():
    parts = [part("60.00", "TT-1a", "one"), part("30.00", "", "two"), part("10.00", "TT-1", "three")]

    read = lines_of(camt_of(entry("TT-1", "100.00", details=parts)))

    assert [(one.reference, one.amount, one.text, one.is_whole) for one in read] == [
        ("TT-1a", yuan("60.00"), "one", True),
        ("TT-1/2", yuan("30.00"), "two", True),
        ("TT-1/3", yuan("10.00"), "three", True),
    ]


@pytest.mark.parametrize(
    "parts",
    [
        [part(text="one"), part(text="two")],
        [part("60.00"), part("30.00")],
        [part("60.00"), part("40.00").replace("CNY", "USD")],
        [part("160.00"), part("60.00").replace("CRDT", "DBIT")],
        [part("60.00"), part("4e1")],
    ],
)
def test_a_lump_whose_parts_are_not_clear_is_one_line_for_a_person(parts):
    (read,) = lines_of(camt_of(entry("TT-1", "100.00", details=parts)))

    assert (read.reference, read.amount, read.is_whole) == ("TT-1", yuan("100.00"), False)


def test_all_that_the_payer_may_have_written_is_the_remark():
    written = (
        "<TxDtls><Refs><EndToEndId>E2E-7</EndToEndId></Refs><RltdPties><Dbtr><Nm>ACME</Nm></Dbtr></RltdPties><RmtInf><Ustrd>one</Ustrd>"
        "<Ustrd>two</Ustrd><Strd><CdtrRefInf><Ref>RF18</Ref></CdtrRefInf></Strd></RmtInf></TxDtls>"
    )
    read = line("TT-1", details=[written])

    assert (read.text, read.payer) == ("one two | RF18 | E2E-7", "ACME")
    assert line("TT-1", details=[written.replace("E2E-7", "NOTPROVIDED")]).text == "one two | RF18"


def test_a_line_without_a_reference_is_named_by_what_it_says():
    read = line("", "1.00", "x")

    assert not read.is_named
    assert line("", "1.00", "x").reference == read.reference


@pytest.mark.parametrize("amount", ["-1.00", "1,00", "NaN", "1e3", "", "1.0000001", "9" * 14, "\u0663"])
def test_amounts_that_are_none_are_refused(amount):
    assert "amount" in refusal(camt_of(entry("TT-1", amount)))


@pytest.mark.parametrize(
    ("written", "encoding"), [("UTF-8", "utf-8"), ("utf-8", "utf-8-sig"), ("GBK", "gb18030"), ("GB2312", "gb18030"), ("UTF-16", "utf-16")]
)
def test_declared_encodings_are_read(written, encoding):
    content = camt_of(entry("TT-1", "1.00", "充值"), declaration=f'<?xml version="1.0" encoding="{written}"?>').encode(encoding)

    assert [read.text for read in lines_of(content)] == ["充值"]


@pytest.mark.parametrize("written", ["UTF-7", "EBCDIC", "rot13", "utf-16", "unicode_escape"])
def test_encodings_that_readers_might_see_differently_are_refused(written):
    assert "encoding" in refusal(camt_of(entry(), declaration=f'<?xml version="1.0" encoding="{written}"?>'))


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
FORGED = {
    "billion laughs": f'<!DOCTYPE Document [<!ENTITY l0 "ha">{LAUGHS}]>',
    "quadratic blowup": f'<!DOCTYPE Document [<!ENTITY a "{"a" * 50_000}">]>',
    "a file of ours": '<!DOCTYPE Document [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    "a server of theirs": '<!DOCTYPE Document [<!ENTITY % a SYSTEM "http://127.0.0.1:9/x.dtd"> %a;]>',
    "an outer document type": '<!DOCTYPE Document SYSTEM "http://127.0.0.1:9/x.dtd">',
    "a bare document type": "<!DOCTYPE Document>",
}


@pytest.mark.parametrize("doctype", FORGED.values(), ids=FORGED)
def test_a_file_with_a_document_type_is_refused_before_it_is_read(doctype):
    assert "document type" in refusal(camt_of(entry("TT-1", "1.00", "x"), doctype=doctype))


def test_an_entity_that_nobody_declared_is_refused():
    assert "no XML" in refusal(camt_of(entry("TT-1")).replace("S1", "&a;"))


def test_xinclude_and_processing_instructions_do_nothing():
    content = camt_of(entry("TT-1", "1.00", "x")).replace(
        "<Id>S1</Id>",
        '<?evil run?><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/><Id>S1</Id>',
    )

    assert [read.text for read in lines_of(content)] == ["x"]


def test_what_no_bank_nests_or_sends_is_refused():
    assert "absurdly" in refusal(camt_of("<a>" * 10_000 + "</a>" * 10_000))
    assert "absurdly" in refusal(camt_of("<Ntry/>" * 20_001))


@pytest.mark.parametrize(
    "content",
    [
        "",
        "no XML",
        "<a/>",
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"/>',
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"/>',
        camt_of(entry("TT-1"))[:-5],
        camt_of(entry("TT-1")) + "<a/>",
        camt_of(),
        camt_of("<Ntry/>"),
        camt_of(entry("TT-1").replace("CRDT", "SIDEWAYS")),
        camt_of(entry("TT-1").replace("<Dt>2026-11-20</Dt>", "<Dt>soon</Dt>")),
        camt_of(entry("TT-1", currency="")),
    ],
)
def test_what_is_no_statement_is_refused(content):
    assert refusal(content)
