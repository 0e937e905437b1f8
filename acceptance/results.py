"""Result documents: decided with the filing, drawn when first asked for or just before, then kept.

Drawing takes half a second of computing; a backlog of filings must not wait for it, and a document that
is pure in its content may be drawn later and be the same.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, select, update

from acceptance import credit_report, feed, social_insurance, tables, tax_rating
from acceptance.certificate import Certificate
from acceptance.judgement import COLLECTION, Case, Verdict
from acceptance.keys import hashed
from acceptance.platform import Platform
from acceptance.population import Person
from acceptance.problems import Kind, ProblemError
from acceptance.social_insurance import NoRecordError
from kiosk.flows.session import Session
from kiosk.model import Applicant, Status
from kiosk.wire import messages, papers
from kiosk.wire.envelope import digest

_log = logging.getLogger(__name__)

DOWNLOAD_LIFE = timedelta(minutes=10)
NO_RECORD = "NO_RECORD"  # the office has nothing to certify
_NEWEST = 20  # as many as a screen can show
_WHILE_WAITING = 3  # as many as are drawn while a person waits; the others are there at the next asking

ISSUERS: Mapping[str, Callable[[Session, Applicant, Person, datetime], Certificate]] = {
    "si-certificate": social_insurance.certificate,
    "credit-report": credit_report.certificate,
    "tax-rating": tax_rating.certificate,
}


@dataclass(frozen=True)
class Draft:
    """The verdict once more, because an office may have nothing to certify; and what it certifies."""

    verdict: Verdict
    content: Certificate | None = field(repr=False, default=None)


@dataclass(frozen=True)
class Claim:
    """Whose results are asked for, and the item that the person confirmed: it opens its own results only."""

    id_number: str = field(repr=False)
    item: str


@dataclass(frozen=True)
class Listed:
    token: str
    pages: int


def draft(platform: Platform, case: Case, now: datetime) -> Draft:
    session = case.session
    if case.verdict.status is not Status.ACCEPTED or session is None or session.flow.item not in ISSUERS:
        return Draft(case.verdict)
    try:
        return Draft(case.verdict, content(platform, session, case.applicant, now))
    except NoRecordError:
        return Draft(Verdict(Status.REFUSED, NO_RECORD))


def content(platform: Platform, session: Session, applicant: Applicant, now: datetime) -> Certificate:
    """What an item of ISSUERS certifies. Raises NoRecordError."""
    person = platform.population.find(applicant.id_number, applicant.name)
    if person is None:
        raise NoRecordError
    return ISSUERS[session.flow.item](session, applicant, person, now)


def publish(connection: Connection, platform: Platform, filing: str, content: Certificate) -> None:
    """In the transaction that keeps or ends the filing; whoever follows the feed hears of it. A filing has
    one result, so the filing's id finds it; its own id is not the filing's."""
    filings, id = tables.filings, platform.keys.token("result", filing)
    row = connection.execute(select(filings).where(filings.c.id == filing)).one()
    connection.execute(
        tables.results.insert().values(
            id=id,
            terminal=row.terminal,
            filing=filing,
            person=row.person,
            item=row.item,
            issued_at=content.issued_at,
            verification_code=platform.keys.verification_code(id),
            content=content.json(),
        )
    )
    news = feed.News(filing, Status.RESULT_READY, content.issued_at)
    feed.append(connection, platform.keys.receipts, platform.database.epoch, row.terminal, news)


def draw_ahead(platform: Platform, filing: str) -> None:
    """Soon, on a thread beside."""
    platform.ahead.submit(_draw_for, platform, filing)


def filing(platform: Platform, claim: Claim, number: str) -> RowMapping | None:
    """Id, status and reason of the person's own filing of that number; none for somebody else's."""
    filings = tables.filings
    own = (filings.c.number == number, filings.c.person == platform.keys.pseudonym(claim.id_number))
    columns = filings.c.id, filings.c.status, filings.c.reason
    wanted = select(*columns).where(*own).order_by(filings.c.received_at.desc())
    if claim.item != COLLECTION:
        wanted = wanted.where(filings.c.item == claim.item)
    with platform.database.reading() as connection:
        return connection.execute(wanted.limit(1)).mappings().first()


def query(platform: Platform, claim: Claim, wanted: str | None = None) -> list[Listed]:
    """A person's results that are drawn, newest first, whichever terminal they were filed at; before them
    that of the filing `wanted`, however old."""
    results = tables.results
    order = (results.c.filing == wanted).desc(), results.c.issued_at.desc(), results.c.id
    newest = _claimed(platform, claim).order_by(*order).limit(_NEWEST)
    with platform.database.reading() as connection:
        rows = connection.execute(newest).mappings().all()
    listed, drawn = [], 0
    for row in rows:
        document = _kept(platform, row["id"])
        if document is None and drawn < _WHILE_WAITING:
            document, drawn = _document(platform, row), drawn + 1
        if document is None:
            draw_ahead(platform, row["filing"])
        else:
            listed.append(Listed(document["token"], document["pages"]))
    return listed


def fetch(platform: Platform, id: str, claim: Claim) -> tuple[str, bytes]:
    """The signed object and the document. Raises ProblemError for what is not this person's to open."""
    document = _document(platform, _own(platform, id, claim))
    return document["token"], document["pdf"]


def offer(platform: Platform, terminal: str, id: str, claim: Claim) -> tuple[str, datetime]:
    """An address from which a phone may load the document once, soon. Raises ProblemError."""
    row = _own(platform, id, claim)
    _document(platform, row)
    token, expires_at = secrets.token_urlsafe(24), platform.clock() + DOWNLOAD_LIFE
    with platform.database.writing() as connection:
        connection.execute(
            tables.downloads.insert().values(
                hash=hashed(token), terminal=terminal, result=row["id"], expires_at=expires_at
            )
        )
    return f"{platform.public_url}/r/{token}", expires_at


def download(platform: Platform, token: str) -> bytes:
    """The document; the token is used up. Raises ProblemError."""
    downloads, now = tables.downloads, platform.clock()
    good = (downloads.c.hash == hashed(token), downloads.c.used_at.is_(None), downloads.c.expires_at > now)
    with platform.database.writing() as connection:
        used = update(downloads).where(*good).values(used_at=now).returning(downloads.c.result)
        documents = tables.documents
        query = select(documents.c.pdf).where(documents.c.result == connection.scalar(used))
        pdf = connection.scalar(query)
    if pdf is None:
        raise ProblemError(Kind.GONE)
    return bytes(pdf)


def verify(platform: Platform, code: str) -> Certificate | None:
    """What the platform issued under this code; none if it issued nothing."""
    plain = "".join(c for c in code.upper() if c.isalnum())
    query = select(tables.results.c.content).where(tables.results.c.verification_code == plain)
    with platform.database.reading() as connection:
        content = connection.scalar(query)
    return Certificate.read(content) if content else None


def _draw_for(platform: Platform, filing: str) -> None:
    """Nobody waits for it; what fails here is met again, and answered, when the result is asked for."""
    try:
        with platform.database.reading() as connection:
            wanted = select(tables.results).where(tables.results.c.filing == filing)
            row = connection.execute(wanted).mappings().first()
        if row is not None:
            _document(platform, row)
    except Exception as error:
        _log.error("a document was not drawn ahead: %s", type(error).__name__)


def _claimed(platform: Platform, claim: Claim) -> Select[Any]:
    results = tables.results
    own = select(results).where(results.c.person == platform.keys.pseudonym(claim.id_number))
    return own if claim.item == COLLECTION else own.where(results.c.item == claim.item)


def _own(platform: Platform, id: str, claim: Claim) -> RowMapping:
    with platform.database.reading() as connection:
        wanted = _claimed(platform, claim).where(tables.results.c.id == id)
        row = connection.execute(wanted).mappings().first()
    if row is None:
        raise ProblemError(Kind.NOT_FOUND)
    return row


def _document(platform: Platform, result: RowMapping) -> RowMapping:
    """What was drawn before, or is drawn now; the first drawing stays."""
    with platform.drawing:
        return _kept(platform, result["id"]) or _draw(platform, result)


def _kept(platform: Platform, result: str) -> RowMapping | None:
    query = select(tables.documents).where(tables.documents.c.result == result)
    with platform.database.reading() as connection:
        return connection.execute(query).mappings().first()


def _address(platform: Platform, content: Certificate, code: str) -> str:
    """Where a phone asks whether the paper is genuine, and what a terminal proves without asking."""
    who = content.masked_name, content.masked_id
    paper = papers.PaperObject(code, content.title, *who, content.authority, content.issued_at)
    token = platform.keys.receipts.sign(papers.PAPER, paper.payload())
    return papers.address(platform.public_url, code, token)


def _draw(platform: Platform, result: RowMapping) -> RowMapping:
    from acceptance.certificate_pdf import render  # a third of the start, for what is drawn later or never

    content, code = Certificate.read(result["content"]), result["verification_code"]
    drawn = render(platform.layout, content, code, _address(platform, content, code))
    signed = messages.ResultObject(
        id=result["id"],
        filing=result["filing"],
        item=result["item"],
        title=content.title,
        digest=digest(drawn.pdf),
        issued_at=content.issued_at,
        verification_code=code,
    )
    token = platform.keys.receipts.sign(messages.RESULT, signed.payload())
    values = {"result": result["id"], "pdf": drawn.pdf, "pages": drawn.pages, "token": token}
    with platform.database.writing() as connection:
        connection.execute(platform.database.insert_new(tables.documents, **values))
        query = select(tables.documents).where(tables.documents.c.result == result["id"])
        return connection.execute(query).mappings().one()
