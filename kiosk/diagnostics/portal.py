"""A network that lets nobody through until they log in on a page: its DNS has one address for every name."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from ipaddress import ip_address

Resolve = Callable[[str], Sequence[str]]  # addresses of a name; raises OSError where it has none


def sign(host: str, addresses: Sequence[str], resolve: Resolve) -> str:
    """What gives such a network away, or nothing. Asks for two names that nobody can have registered."""
    if _is_address(host):
        return ""
    for _ in range(2):
        # The dot at the end keeps the machine's own search domain out, which may answer every name too.
        invented = f"kiosk-{secrets.token_hex(8)}.com."
        try:
            found = resolve(invented)
        except (OSError, UnicodeError):
            return ""
        if not set(found) & set(addresses):
            return ""
    return f"DNS 把不存在的名字也指到 {addresses[0]}"


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
