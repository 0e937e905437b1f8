"""What somebody filed, opened once more for the department that works on it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from acceptance import branch_tables, tables
from acceptance.platform import Platform
from kiosk.flows.session import Session
from kiosk.wire.envelope import SealError
from kiosk.wire.messages import FilingBody, MessageError


class UnreadableError(Exception):
    """What is kept of the filing cannot be opened with the keys that are here."""


@dataclass(frozen=True)
class Dossier:
    """`answers` in their normal form."""

    filing: str
    region: str  # of the terminal
    answers: Mapping[str, Any] = field(
        repr=False
    )  # of those that were given, what the branch's form asks for
    applicant: Mapping[str, Any] = field(repr=False)


def dossier(connection: Connection, platform: Platform, filing: str, branch: str) -> Dossier:
    """What this branch is given of it. Raises UnreadableError."""
    filings = tables.filings
    region = connection.scalar(select(filings.c.region).where(filings.c.id == filing))
    body = _body(connection, platform, filing)
    forms = branch_tables.branch_forms
    form = (forms.c.filing == filing, forms.c.key == branch)
    uses = connection.scalar(select(forms.c.uses).where(*form))
    wanted = body.answers.keys() if uses is None else set(json.loads(uses))
    answers = {key: value for key, value in body.answers.items() if key in wanted}
    return Dossier(filing, str(region), answers, body.applicant)


def session(connection: Connection, platform: Platform, filing: str) -> Session:
    """The walk of whoever filed it, by the rules that it was filed by. Raises UnreadableError."""
    filings = tables.filings
    row = connection.execute(select(filings).where(filings.c.id == filing)).one()
    editions = (*platform.flows.values(), *platform.earlier.values())
    flow = next((flow for flow in editions if flow.hash == row.definition), None)
    if flow is None:
        raise UnreadableError("edition")
    body = _body(connection, platform, filing)
    return Session(filing, flow, row.filed_at.date(), dict(body.answers), body.facts)


def _body(connection: Connection, platform: Platform, filing: str) -> FilingBody:
    parts = tables.parts
    own = (parts.c.filing == filing, parts.c.name == "body")
    sealed = connection.scalar(select(parts.c.sealed).where(*own))
    try:
        plain = platform.keys.opening.open(bytes(sealed or b""), filing, "body")
        return FilingBody.read(json.loads(plain))
    except (SealError, MessageError, ValueError) as error:
        raise UnreadableError(type(error).__name__) from None
