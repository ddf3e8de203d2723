"""Reference codes of announced transfers: ten characters of Crockford base 32 in two groups of five, the last one a check.

Customers put the code into the transfer's remark; banks wrap, break and rewrite remarks. So a code is found anywhere in a text, across
blanks, hyphens and line ends, in any case, with O for 0, I and L for 1. It names an order and is worth nothing to whoever knows it.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from typing import Final
from uuid import UUID

from services.wallet.codes import ALPHABET, check_character

LENGTH: Final = 10
MOST_TEXT: Final = 1_000
"""Characters of a remark that are looked at; bank messages carry 140, some several times."""
_AS_MEANT: Final = str.maketrans("OIL", "011")
_OTHER: Final = re.compile(r"[^0-9A-Z]+", re.ASCII)
_RUN: Final = re.compile(f"[{ALPHABET}]{{{LENGTH},}}", re.ASCII)


def transfer_code(command_id: UUID, attempt: int = 0, *, key: bytes) -> str:
    """The code of the order that a command places, without its hyphen: 45 bits, so another attempt is next to never needed.

    Keyed: a customer who chose its command's id could look for one whose code stands in other people's remarks.
    """
    message = b"wallet transfer codes" + command_id.bytes + attempt.to_bytes(4)
    number = int.from_bytes(hmac.digest(key, message, hashlib.sha256)[:8])
    body = "".join(ALPHABET[number >> 5 * place & 31] for place in range(LENGTH - 1))
    return body + check_character(body)


def shown_code(code: str) -> str:
    """As people see it: "7K3MQ-2XP9A"."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def read_transfer_code(text: str) -> str | None:
    """The code that a person meant, or None if no code of ours can look like this."""
    squeezed = _squeezed(text)
    return squeezed if len(squeezed) == LENGTH and squeezed in codes_in(squeezed) else None


def codes_in(text: str) -> list[str]:
    """Whatever in a remark can be a code, each once. One place in 32 can be by chance: who asks looks which of them exist."""
    found: dict[str, None] = {}
    for run in _RUN.findall(_squeezed(text[:MOST_TEXT])):
        for start in range(len(run) - LENGTH + 1):
            candidate = run[start : start + LENGTH]
            if candidate[-1] == check_character(candidate[:-1]):
                found[candidate] = None
    return [*found]


def _squeezed(text: str) -> str:
    """Letters and digits alone, in capitals, wide forms as narrow ones."""
    return _OTHER.sub("", unicodedata.normalize("NFKC", text).upper()).translate(_AS_MEANT)
