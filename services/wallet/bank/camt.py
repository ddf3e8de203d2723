"""Statements as ISO 20022 camt.053, read by pycamt. Before it sees the file, a hardened parser has gone through it once.

pycamt looks for elements anywhere below an entry. So what decides about money (amount, direction, references) is read here from its own
place: a charge within a transfer, or an amount in the payer's currency, must not pass for the transfer's. Hazard: pycamt's methods that are
used here are not part of its documented interface; its version is locked, and tests hold what is relied on.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any, Final
from xml.sax import ContentHandler, SAXException

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser
from lxml import etree
from pycamt.parser import Camt053ParseError, Camt053Parser

from services.wallet.bank.lines import MOST_LINES, SaidLine
from services.wallet.domain import BankStatementIsUnreadable

MOST_DEPTH: Final = 32
MOST_ELEMENTS: Final = 2_000_000
_CHUNK: Final = 1 << 16
_DOCUMENT: Final = re.compile(r"urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.\d\d", re.ASCII)
_DECIMAL: Final = re.compile(r"(\d{1,13})(?:\.(\d{1,17}))?", re.ASCII)
_NO_END_TO_END: Final = frozenset({"NOTPROVIDED", "NOT PROVIDED", "NONREF"})
_BREATHES_EVERY: Final = 100


def read_camt(content: bytes) -> Iterator[SaidLine]:
    """`content`: XML in UTF-8. Refuses: BankStatementIsUnreadable (no camt.053, a document type or entities, absurd depth or size)."""
    _look_through(content)
    try:
        statement = _Statement(content)
        entries = statement.entries()
    except (etree.XMLSyntaxError, Camt053ParseError) as fault:
        raise BankStatementIsUnreadable(reason=f"this is no camt.053: {str(fault)[:200]}") from None
    for at, entry in enumerate(entries, start=1):
        if at % _BREATHES_EVERY == 0:
            time.sleep(0)  # let the other requests of this process have a turn
        yield from statement.lines(entry, at)


def _look_through(content: bytes) -> None:
    """Refuses: BankStatementIsUnreadable. Nothing is built and nothing is fetched meanwhile."""
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(_Limits())
    try:
        for start in range(0, len(content), _CHUNK):
            parser.feed(content[start : start + _CHUNK])
            time.sleep(0)
        parser.close()
    except DefusedXmlException:
        raise BankStatementIsUnreadable(reason="the file has a document type or entities, which no statement needs") from None
    except (SAXException, ValueError) as fault:
        raise BankStatementIsUnreadable(reason=f"this is no XML: {str(fault)[:200]}") from None


class _Limits(ContentHandler):
    """Counts, and refuses what no bank sends."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = self._elements = self._lines = 0

    def startElement(self, name: str, attrs: Any) -> None:
        self._depth += 1
        self._elements += 1
        self._lines += name.rpartition(":")[2] == "Ntry"
        if self._depth > MOST_DEPTH or self._elements > MOST_ELEMENTS or self._lines > MOST_LINES:
            raise BankStatementIsUnreadable(reason=f"more than {MOST_LINES} lines, or nested absurdly")

    def endElement(self, name: str) -> None:
        self._depth -= 1


class _Statement(Camt053Parser):  # type: ignore[misc]  # pycamt is untyped
    """A parsed file. Raises what its parser raises, and refuses BankStatementIsUnreadable."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        namespace = etree.QName(self.tree).namespace or ""
        if not _DOCUMENT.fullmatch(namespace):
            raise BankStatementIsUnreadable(reason="the document is not of camt.053")
        self.namespaces = {None: namespace}  # whatever prefix the bank likes

    def entries(self) -> list[Any]:
        """Those of all statements in the file."""
        return [entry for whole in self._find_statements_or_reports() for entry in whole.findall("Ntry", self.namespaces)]

    def lines(self, entry: Any, at: int) -> Iterator[SaidLine]:
        """A line for each transfer in the entry, where the bank says of each how much it was; otherwise one for all."""
        details = entry.findall("NtryDtls/TxDtls", self.namespaces)
        common = self._common(entry, at)
        reference = self._text(entry, "AcctSvcrRef")
        if len(details) < 2:
            detail = self._extract_transaction_details(details[0]) if details else {}
            reference = reference or (self._text(details[0], "Refs/AcctSvcrRef") if details else "")
            text = _remark({**detail, "entry": self._text(entry, "AddtlNtryInf")})
            yield SaidLine(**common, reference=reference, text=text, payer=detail.get("DebtorName", ""))
            return
        parts = self._parts(entry, details)
        if parts is None:
            yield SaidLine(**common, reference=reference, text=self._text(entry, "AddtlNtryInf"), is_whole=False)
            return
        for number, (part, amount) in enumerate(zip(details, parts, strict=True), start=1):
            detail = self._extract_transaction_details(part)
            own = self._text(part, "Refs/AcctSvcrRef")
            own = own if own and own != reference else f"{reference}/{number}" if reference else ""
            yield SaidLine(**{**common, "amount": amount}, reference=own, text=_remark(detail), payer=detail.get("DebtorName", ""))

    def _common(self, entry: Any, at: int) -> dict[str, Any]:
        said = self._extract_common_entry_data(entry, entry)  # given the statement, pycamt would search all of it for each entry
        direction, amount = self._text(entry, "CdtDbtInd"), entry.find("Amt", self.namespaces)
        if direction not in ("CRDT", "DBIT") or amount is None:
            raise BankStatementIsUnreadable(reason="an entry has no direction or no amount", line=at)
        return {
            "at": at,
            "value_date": said["ValueDate"] or said["BookingDate"] or "",
            "amount": _decimal(amount.text, at),
            "currency": amount.get("Ccy") or "",
            "is_debit": direction == "DBIT",
            "is_reversal": self._text(entry, "RvslInd").lower() in ("true", "1"),
            "is_booked": (said["Status"] or "").strip() == "BOOK",
        }

    def _parts(self, entry: Any, details: list[Any]) -> list[str] | None:
        """How much each transfer of a lump was, if that is said in the entry's currency and direction, and adds up."""
        booked = entry.find("Amt", self.namespaces)
        amounts = []
        for detail in details:
            amount = detail.find("Amt", self.namespaces)
            amount = detail.find("AmtDtls/TxAmt/Amt", self.namespaces) if amount is None else amount
            direction = self._text(detail, "CdtDbtInd") or self._text(entry, "CdtDbtInd")
            if amount is None or amount.get("Ccy") != booked.get("Ccy") or direction != self._text(entry, "CdtDbtInd"):
                return None
            amounts.append(amount.text or "")
        if any(not _DECIMAL.fullmatch(amount.strip()) for amount in amounts):
            return None
        total = sum(_scaled(amount) for amount in amounts)
        return [_decimal(amount, 0) for amount in amounts] if total == _scaled(booked.text) else None

    def _text(self, element: Any, path: str) -> str:
        """The text at this very place, or nothing."""
        return (self._find_text(element, path) or "").strip()


def _decimal(text: str | None, at: int) -> str:
    """An XML decimal as six digits after the point, which nobody can read in two ways. Refuses: BankStatementIsUnreadable."""
    match = _DECIMAL.fullmatch((text or "").strip())
    decimals = (match[2] or "").rstrip("0") if match else ""
    if match is None or len(decimals) > 6:
        raise BankStatementIsUnreadable(reason="the amount is no decimal number, or too fine", line=at)
    return f"{match[1]}.{decimals:0<6}"


def _scaled(text: str) -> int:
    """An XML decimal as a whole number of 10⁻¹⁷, to be added up exactly."""
    whole, _, decimals = text.strip().partition(".")
    return int(whole) * 10**17 + int(decimals.ljust(17, "0"))


def _remark(said: dict[str, str]) -> str:
    """All that the payer may have written."""
    end_to_end = said.get("EndToEndId", "")
    words = [
        said.get("RemittanceInformationFull", ""),
        said.get("RemittanceInformation", ""),
        said.get("AdditionalRemittanceInformation", ""),
        "" if end_to_end.strip().upper() in _NO_END_TO_END else end_to_end,
        said.get("entry", ""),
    ]
    return " | ".join(dict.fromkeys(word.strip() for word in words if word and word.strip()))
