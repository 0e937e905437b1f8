"""A technician's one-time code, and how its key stands in the roll of a site.

The code is TOTP (RFC 6238: HMAC-SHA-1, 30 s, six digits), so that any authenticator app makes it without a
line. The key is sealed with what scrypt makes of the technician's card: a disk alone tells nobody a code.
"""

from __future__ import annotations

import hmac
from base64 import b32encode
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import scrypt
from typing import Any
from urllib.parse import quote

KEY_BYTES, DIGITS, PERIOD = 20, 6, 30  # the key of RFC 4226 §4, and seconds that a code lasts
DRIFT = 2  # steps that the two clocks may be apart, either way
_COST = {"n": 2**14, "r": 8, "p": 1, "maxmem": 64 * 1024 * 1024, "dklen": KEY_BYTES}


def code(key: bytes, step: int) -> str:
    """HOTP of RFC 4226 §5.3 at this step of time."""
    mac = hmac.digest(key, step.to_bytes(8, "big"), "sha1")
    offset = mac[-1] & 15
    number = int.from_bytes(mac[offset : offset + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def step_of(at: datetime) -> int:
    return int(at.timestamp()) // PERIOD


def sealed(key: bytes, card: str, salt: str) -> str:
    """Hex; the same call with what it gave gives the key back."""
    stream = scrypt(card.encode(), salt=f"technician\0{salt}".encode(), **_COST)
    return bytes(a ^ b for a, b in zip(key, stream, strict=True)).hex()


def address(account: str, key: bytes) -> str:
    """What an authenticator app takes from a QR code: otpauth://totp/…"""
    secret, label = b32encode(key).decode(), quote(f"kiosk:{account}")
    return f"otpauth://totp/{label}?secret={secret}&issuer=kiosk&digits={DIGITS}&period={PERIOD}"


@dataclass(frozen=True)
class Technician:
    """Who may look after the machines of a site. `name` is masked already: 王*."""

    id: str
    name: str = field(repr=False)
    card: str = field(repr=False)  # kiosk.wire.staff.card_proof
    salt: str = field(repr=False)
    key: str = field(repr=False)  # sealed

    def step(self, card: str, typed: bytes, at: datetime) -> int | None:
        """Of which step of time this code is, near `at`; None where it is of none."""
        key, found = bytes.fromhex(sealed(bytes.fromhex(self.key), card, self.salt)), None
        for step in range(step_of(at) - DRIFT, step_of(at) + DRIFT + 1):
            if step >= 0 and hmac.compare_digest(code(key, step).encode(), typed):
                found = step
        return found

    def payload(self) -> dict[str, Any]:
        return dict(vars(self))
