"""Words for tests about bank statements: lines, and files of them as banks write them."""

from __future__ import annotations

import base64
import gzip
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from services.kernel.ids import new_id
from services.wallet.application import Wallets
from services.wallet.schemas import BankStatementView, UploadBankStatement

HEADER = "reference,value_date,amount,currency,text"


def in_base64(content: bytes | str, *, is_packed: bool = False) -> str:
    raw = content.encode() if isinstance(content, str) else content
    return base64.b64encode(gzip.compress(raw) if is_packed else raw).decode()


def csv_of(*lines: str, header: str = HEADER) -> str:
    return "\n".join([header, *lines]) + "\n"


def line_of(reference: str, amount: str, text: str, *, currency: str = "CNY", value_date: str = "2026-11-20") -> str:
    return f'{reference},{value_date},{amount},{currency},"{text}"'


def entry(
    reference: str = "",
    amount: str = "100.00",
    text: str = "",
    *,
    currency: str = "CNY",
    direction: str = "CRDT",
    status: str = "<Sts><Cd>BOOK</Cd></Sts>",
    more: str = "",
    details: Sequence[str] | None = None,
) -> str:
    """An entry of a camt.053 statement; `details`: its transfers, where there are several or none."""
    reference = f"<AcctSvcrRef>{escape(reference)}</AcctSvcrRef>" if reference else ""
    parts = [f"<TxDtls><RmtInf><Ustrd>{escape(text)}</Ustrd></RmtInf></TxDtls>"] if details is None else details
    return (
        f'<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{direction}</CdtDbtInd>{more}{status}<BookgDt><Dt>2026-11-20</Dt></BookgDt>'
        f"<ValDt><Dt>2026-11-20</Dt></ValDt>{reference}<NtryDtls>{''.join(parts)}</NtryDtls></Ntry>"
    )


def camt_of(*entries: str, version: str = "08", declaration: str = '<?xml version="1.0" encoding="UTF-8"?>', doctype: str = "") -> str:
    return (
        f'{declaration}{doctype}<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"><BkToCstmrStmt>'
        "<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-21T00:00:00Z</CreDtTm></GrpHdr><Stmt><Id>S1</Id>"
        f"<Acct><Id><Othr><Id>0001</Id></Othr></Id><Ccy>CNY</Ccy></Acct>{''.join(entries)}</Stmt></BkToCstmrStmt></Document>"
    )


def upload(room: Wallets, content: bytes | str, *, format: str = "csv", is_packed: bool = False, **fields: Any) -> BankStatementView:
    fields.setdefault("id", new_id())
    return room.upload_bank_statement(
        UploadBankStatement(format=format, content=in_base64(content, is_packed=is_packed), **fields)  # type: ignore[arg-type]
    )
