"""What somebody filed, opened once more for the department that works on it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from acceptance import tables
from acceptance.platform import Platform
from kiosk.wire.envelope import SealError
from kiosk.wire.messages import FilingBody, MessageError


class UnreadableError(Exception):
    """What is kept of the filing cannot be opened with the keys that are here."""


@dataclass(frozen=True)
class Dossier:
    """`answers` in their normal form."""

    filing: str
    region: str  # of the terminal
    answers: Mapping[str, Any] = field(repr=False)
    applicant: Mapping[str, Any] = field(repr=False)


def dossier(connection: Connection, platform: Platform, filing: str) -> Dossier:
    """Raises UnreadableError."""
    parts, filings = tables.parts, tables.filings
    own = (parts.c.filing == filing, parts.c.name == "body")
    sealed = connection.scalar(select(parts.c.sealed).where(*own))
    region = connection.scalar(select(filings.c.region).where(filings.c.id == filing))
    try:
        plain = platform.keys.opening.open(bytes(sealed or b""), filing, "body")
        body = FilingBody.read(json.loads(plain))
    except (SealError, MessageError, ValueError) as error:
        raise UnreadableError(type(error).__name__) from None
    return Dossier(filing, str(region), body.answers, body.applicant)
