"""Alipay's daily file of trades: a zip of CSVs in GBK, remarks in lines that begin with #."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from services.kernel.errors import Refusal
from services.kernel.money import Money, parse_amount
from services.wallet.domain import SettlementFileIsUnreadable
from services.wallet.payments.port import SettledRow

LARGEST_UNPACKED_BYTES: Final = 256 << 20
REFERENCE: Final = "支付宝交易号"
ORDER: Final = "商户订单号"
KIND: Final = "业务类型"
FINISHED: Final = "完成时间"
AMOUNT: Final = "订单金额（元）"  # noqa: RUF001  # so Alipay writes it
_KINDS: Final = {"交易": "payment", "退款": "reversal"}


def read(content: bytes, *, zone: ZoneInfo) -> list[SettledRow]:
    """The file's payments and reversals, in its order. Refuses: SettlementFileIsUnreadable."""
    try:
        return [row for text in _texts(content) for row in _rows(text, zone)]
    except (zipfile.BadZipFile, UnicodeDecodeError, ValueError, KeyError, RuntimeError, csv.Error, Refusal) as wrong:
        if isinstance(wrong, SettlementFileIsUnreadable):
            raise
        raise SettlementFileIsUnreadable(reason=type(wrong).__name__) from wrong


def _texts(content: bytes) -> Iterator[str]:
    """The details of the trades: those files of the zip that are no summary; or the content itself, if it is no zip."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        yield content.decode("gbk")
        return
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for member in packed.infolist():
            if member.file_size > LARGEST_UNPACKED_BYTES:
                raise SettlementFileIsUnreadable(reason="too large")
            text = packed.read(member).decode("gbk")
            if REFERENCE in text:
                yield text


def _rows(text: str, zone: ZoneInfo) -> Iterator[SettledRow]:
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if not lines or REFERENCE not in lines[0]:
        raise SettlementFileIsUnreadable(reason="no header")
    for raw in csv.DictReader(lines):
        row = {(name or "").strip(): (value or "").strip() for name, value in raw.items() if isinstance(value, str)}
        kind = _KINDS.get(row[KIND])
        if kind is None:
            raise SettlementFileIsUnreadable(reason=f"unknown kind {row[KIND][:20]}")
        yield SettledRow(
            kind=kind,  # type: ignore[arg-type]  # the values of _KINDS
            reference=row[REFERENCE],
            order=row[ORDER],
            amount=Money(parse_amount(row[AMOUNT]), "CNY"),
            at=datetime.strptime(row[FINISHED], "%Y-%m-%d %H:%M:%S").replace(tzinfo=zone).astimezone(UTC),
        )
