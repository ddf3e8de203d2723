"""Who is counted when a code is guessed: the account, and the network address it came from (decision 15)."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from uuid import UUID


def guessers(account_id: UUID, client_address: str, *, key: bytes) -> list[str]:
    """Under which names a guess is counted. An address is kept as a keyed hash: it is a person's."""
    place = network_of(client_address)
    if not place:
        return [f"account:{account_id}"]
    hidden = hmac.digest(key, b"wallet client address\x00" + place.encode(), hashlib.sha256).hex()
    return [f"account:{account_id}", f"address:{hidden}"]


def network_of(client_address: str) -> str:
    """The IPv4 address, or the first 64 bits of an IPv6 one: who has one address of such a network has all of them."""
    try:
        address = ipaddress.ip_address(client_address.partition("%")[0])
    except ValueError:
        return client_address
    if isinstance(address, ipaddress.IPv6Address):
        return str(address.ipv4_mapped or ipaddress.ip_network((address, 64), strict=False))
    return str(address)
