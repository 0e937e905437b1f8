"""A filing comes in: checked, opened, judged, kept, answered; and answered alike for ever."""

from __future__ import annotations

import json
import logging
from base64 import b64decode
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from acceptance import (
    acting,
    assistance,
    attestations,
    awaited,
    booked_filings,
    branches,
    chain,
    doctor_reviews,
    dues,
    editions,
    feed,
    inquiries,
    joint,
    numbers,
    paid_filings,
    promises,
    quarantine,
    receipts,
    results,
    reviews,
    tables,
    wallet,
    withdrawals,
)
from acceptance.attestations import Attestation
from acceptance.enrolment import Terminal, verified
from acceptance.judgement import Arrival, Case, Verdict, judge
from acceptance.platform import Platform
from acceptance.problems import Kind, ProblemError
from acceptance.proofs import Paper, is_paper
from acceptance.statements import StatementError
from kiosk.model import WITHDRAWAL, Status
from kiosk.wire import messages
from kiosk.wire.envelope import SealError, digest
from kiosk.wire.messages import FilingBody, FilingObject, MessageError

_MAY_BE_ACCEPTED = (Status.RECEIVED, Status.AWAITING_SIGNATURES)
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Part:
    """As it came; the name and digest that count are in the signed object."""

    name: str
    data: str | None = field(repr=False)  # base64; None: it comes, or came, by an upload


@dataclass(frozen=True)
class _Taken:
    """All that one transaction writes of a filing."""

    terminal: Terminal
    object: FilingObject
    body: FilingBody = field(repr=False)
    envelope: str = field(repr=False)
    digest: str
    parts: dict[str, bytes] = field(repr=False)
    person: str = field(repr=False)


def take(platform: Platform, terminal: Terminal, id: str, envelope: str, parts: Iterable[Part]) -> str:
    """The receipt, as a token. Raises ProblemError: nothing is kept; AwaitedError: it waits."""
    fingerprint = digest(envelope.encode())
    with platform.in_flight.alone(id):
        with platform.database.reading() as connection:
            if known := receipts.kept(connection, tables.filings, id, terminal.id, fingerprint):
                return known
        filing = _object(platform, terminal, id, envelope)
        opened = _parts(platform, filing, envelope, parts)
        body = _body(platform, filing, opened)
        papers, attested = _papers(platform, filing, opened), _attested(platform, terminal, body)
        arrival = Arrival(filing, body, platform.clock(), papers, attested)
        flows = editions.meant(platform.flows, platform.earlier, filing)
        case = judge(arrival, flows, platform.keys.receipts.public)
        _check_times(platform, case)
        case = inquiries.settled(platform, terminal, paid_filings.settled(platform, case))
        case = acting.weighed(platform, reviews.weighed(platform.population, case))
        case = assistance.settled(platform, terminal, filing, body, case)
        person = platform.keys.pseudonym(case.applicant.id_number)
        taken = _Taken(terminal, filing, body, envelope, fingerprint, opened, person)
        try:
            receipt = _keep(platform, taken, case)
        except IntegrityError:  # another process of the same platform wrote this id at the same moment
            with platform.database.reading() as connection:
                earlier = receipts.kept(connection, tables.filings, id, terminal.id, fingerprint)
            if earlier is None:
                raise
            return earlier
    if case.confirmed:  # the person stands there, and will ask in a moment
        results.draw_ahead(platform, id)
    platform.sandbox.hold_answer()
    return receipt


def _check_times(platform: Platform, case: Case) -> None:
    try:
        booked_filings.check(platform, case)
    except StatementError as error:
        raise ProblemError(Kind.STATEMENT, str(error)) from None
    except (KeyError, TypeError, ValueError) as error:
        raise ProblemError(Kind.BODY, type(error).__name__) from None


def _object(platform: Platform, terminal: Terminal, id: str, envelope: str) -> FilingObject:
    payload = verified(platform, terminal, messages.FILING, envelope)
    try:
        filing = FilingObject.read(payload)
    except MessageError:
        raise ProblemError(Kind.ENVELOPE, "shape") from None
    if filing.id != id or filing.terminal != terminal.id or filing.seq < 1:
        raise ProblemError(Kind.ENVELOPE, "id, terminal or sequence")
    if not filing.number.startswith(terminal.number_prefix):
        raise ProblemError(Kind.ENVELOPE, "number")
    return filing


def _parts(
    platform: Platform, filing: FilingObject, envelope: str, parts: Iterable[Part]
) -> dict[str, bytes]:
    told = {part.name: part.data for part in parts}
    signed = {ref.name: (ref.size, ref.digest) for ref in filing.parts}
    if len(signed) != len(filing.parts) or signed.keys() != told.keys():
        raise ProblemError(Kind.PARTS)
    try:
        sent = {name: b64decode(data, validate=True) for name, data in told.items() if data is not None}
    except ValueError:
        raise ProblemError(Kind.PARTS, "base64") from None
    if any(signed[name] != (len(data), digest(data)) for name, data in sent.items()):
        raise ProblemError(Kind.PARTS)
    try:
        found = awaited.found(platform, filing, [name for name in told if name not in sent])
    except awaited.AwaitedError:
        awaited.keep(platform, filing, envelope, digest(envelope.encode()), told)
        # The last piece may have come in between, and found nothing that waited for it.
        found = awaited.found(platform, filing, [name for name in told if name not in sent])
    if any(signed[name][0] != len(data) for name, data in found.items()):
        raise ProblemError(Kind.PARTS)
    return sent | found


def _body(platform: Platform, filing: FilingObject, parts: dict[str, bytes]) -> FilingBody:
    """Opens it, and makes sure that it was sealed for this filing and no other."""
    try:
        plain = platform.keys.opening.open(parts["body"], filing.id, "body")
        body = FilingBody.read(json.loads(plain))
    except (KeyError, SealError, MessageError, ValueError, TypeError) as error:
        raise ProblemError(Kind.BODY, type(error).__name__) from None
    if (body.id, body.definition) != (filing.id, filing.definition):
        raise ProblemError(Kind.BODY, "bound to another filing")
    return body


def _papers(platform: Platform, filing: FilingObject, parts: dict[str, bytes]) -> dict[str, Paper]:
    """The parts beside the body, opened. Raises ProblemError for one that nobody asked for."""
    opening, papers = platform.keys.opening, {}
    for ref in filing.parts:
        if ref.name == "body":
            continue
        if not is_paper(ref.name):
            raise ProblemError(Kind.PARTS, "unknown")
        try:
            papers[ref.name] = Paper(ref.media_type, opening.open(parts[ref.name], filing.id, ref.name))
        except SealError:
            raise ProblemError(Kind.PARTS, "sealed for another filing or part") from None
    return papers


def _attested(platform: Platform, terminal: Terminal, body: FilingBody) -> Attestation | None:
    """What the terminal says of a confirmation that it saw itself; none where it did not sign that."""
    fact = body.facts.get("confirmation", {})
    try:
        return attestations.shown(platform, terminal, fact.get("token"))
    except (StatementError, AttributeError):  # whatever it is, it is judged as a statement of ours
        return None


def _keep(platform: Platform, taken: _Taken, case: Case) -> str:
    """One transaction: filing, parts, receipt, events, result."""
    filing, now = taken.object, platform.clock()
    draft = results.draft(platform, case, now)
    verdict = draft.verdict
    if verdict.status is Status.ACCEPTED and platform.sandbox.refuses():
        verdict = Verdict(Status.REFUSED, "REFUSED_ON_COMMAND")
    with platform.database.writing() as connection:
        known = receipts.kept(connection, tables.filings, filing.id, taken.terminal.id, taken.digest)
        if known:
            return known
        if verdict.status is Status.AWAITING_SIGNATURES and case.session:
            verdict = joint.counted(connection, platform, case.session, taken.terminal.id)
            verdict = paid_filings.signed(connection, case.session, verdict)
        verdict = booked_filings.kept(connection, platform, case, verdict, taken.person)
        if filing.relation == WITHDRAWAL and verdict.status is Status.CONCLUDED:
            verdict = withdrawals.taken_back(connection, platform, filing, taken.person)
        number = None
        if verdict.status is Status.ACCEPTED:
            number = receipts.acceptance_number(connection, platform.database, taken.terminal.region, now)
        receipt = messages.Receipt(
            filing.id, taken.digest, verdict.status, now, number, verdict.reason, verdict.questions
        )
        token = receipts.signed(platform.keys.receipts, receipt)
        _write(connection, taken, receipt, token)
        chain.check(connection, platform, filing)
        quarantine.arrived(connection, filing.id, now)
        awaited.settled(connection, filing.id)
        if verdict.status in _MAY_BE_ACCEPTED or verdict.reason == dues.REASON:
            branches.plan(connection, case)
        numbers.note(connection, platform.database, filing)
        assistance.note(connection, platform, filing, taken.body, taken.person)
        reviews.note(connection, case, verdict.status, now)
        promises.note(connection, case, verdict.status, now)
        acting.note(connection, platform, case)
        doctor_reviews.note(connection, case, verdict.status, now)
        wallet.keep(connection, case, verdict.status, taken.person, now)
        _tell(connection, platform, taken.terminal.id, receipt, verdict.due)
        paid_filings.take(connection, platform, taken.terminal.id, case, verdict)
        if verdict.status is Status.ACCEPTED and draft.content is not None:
            results.publish(connection, platform, filing.id, draft.content)
    _log.info("filing %s %s %s", filing.id, verdict.status.value, verdict.reason or "")
    return token


def _write(connection: Connection, taken: _Taken, receipt: messages.Receipt, token: str) -> None:
    filing = taken.object
    connection.execute(
        tables.filings.insert().values(
            id=filing.id,
            terminal=taken.terminal.id,
            region=taken.terminal.region,
            number=filing.number,
            item=filing.item,
            definition=filing.definition,
            epoch=filing.epoch,
            seq=filing.seq,
            digest=taken.digest,
            envelope=taken.envelope,
            person=taken.person,
            parent=filing.parent,
            filed_at=filing.filed_at,
            received_at=receipt.received_at,
            status=receipt.status.value,
            reason=receipt.reason,
            acceptance_number=receipt.acceptance_number,
            receipt=token,
        )
    )
    for ref in filing.parts:
        connection.execute(
            tables.parts.insert().values(
                filing=filing.id,
                name=ref.name,
                media_type=ref.media_type,
                digest=ref.digest,
                sealed=taken.parts[ref.name],
            )
        )


def _tell(
    connection: Connection, platform: Platform, terminal: str, receipt: messages.Receipt, due: date | None
) -> None:
    news = feed.News(receipt.object, receipt.status, receipt.received_at, receipt.reason, due)
    feed.append(connection, platform.keys.receipts, platform.database.epoch, terminal, news)
