"""What a paper says of itself in its code, under the platform's signature: it is proved without a line.

The code is an address for phones. What stands behind its `#` no phone sends on; a terminal reads it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kiosk.wire.envelope import SignatureError, VerifyingKey
from kiosk.wire.messages import MessageError, moment

PAPER = "paper"
_ADDRESS = re.compile(r"https?://[^#]+/verify/([0-9A-Za-z]+)#([\w.-]+)", re.ASCII)


@dataclass(frozen=True)
class PaperObject:
    """What whoever holds the paper compares: a code of another paper does not fit what stands on this one."""

    code: str  # for people to type
    title: str
    name: str = field(repr=False)  # masked, as the number
    number: str = field(repr=False)
    authority: str
    issued_at: datetime

    def payload(self) -> dict[str, Any]:
        return {**vars(self), "issued_at": self.issued_at.isoformat(timespec="minutes")}

    @classmethod
    def read(cls, payload: Mapping[str, Any]) -> PaperObject:
        try:
            names = [name for name in cls.__dataclass_fields__ if name != "issued_at"]
            texts = {name: payload[name] for name in names}
            if not all(isinstance(text, str) for text in texts.values()):
                raise TypeError("not a text")
            return cls(**texts, issued_at=moment(payload["issued_at"]))
        except (KeyError, TypeError, ValueError) as error:
            raise MessageError(f"paper: {type(error).__name__}") from None


def address(public_url: str, code: str, token: str) -> str:
    return f"{public_url}/verify/{code}#{token}"


def proved(key: VerifyingKey, text: str) -> PaperObject | None:
    """What the platform signed of the paper with this code; none where it did not, or of another code."""
    found = _ADDRESS.fullmatch(text)
    if found is None:
        return None
    try:
        paper = PaperObject.read(key.verify(PAPER, found[2]))
    except (SignatureError, MessageError):
        return None
    return paper if paper.code == found[1] else None
