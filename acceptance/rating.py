"""What a person thinks of how it went: one rating a filing, kept and answered like a filing."""

from __future__ import annotations

from acceptance import receipts, rectification, tables
from acceptance.enrolment import Terminal, verified
from acceptance.platform import Platform
from acceptance.problems import Kind, ProblemError
from kiosk.model import Status
from kiosk.wire import messages
from kiosk.wire.envelope import digest


def take(platform: Platform, terminal: Terminal, id: str, token: str) -> str:
    """The receipt, as a token. Raises ProblemError; nothing is kept then."""
    fingerprint, table = digest(token.encode()), tables.ratings
    with platform.in_flight.alone(id):
        with platform.database.reading() as connection:
            if known := receipts.kept(connection, table, id, terminal.id, fingerprint):
                return known
        rating = verified(platform, terminal, messages.RATING, token)
        filing, grade, reasons = _read(rating, id)
        now = platform.clock()
        receipt = receipts.signed(
            platform.keys.receipts, messages.Receipt(id, fingerprint, Status.RECEIVED, now)
        )
        values = {"id": id, "terminal": terminal.id, "filing": filing, "grade": grade, "digest": fingerprint}
        with platform.database.writing() as connection:
            insert = platform.database.insert_new(
                table, **values, rating=token, received_at=now, receipt=receipt
            )
            written = connection.execute(insert).rowcount == 1
            if written:
                rated = {"filing": filing, "terminal": terminal.id, "grade": grade, "reasons": reasons}
                rectification.note(connection, platform.database, rated, now)
            known = receipts.kept(connection, table, id, terminal.id, fingerprint)
        if not written and known is None:
            raise ProblemError(Kind.ALREADY_RATED)
        return known or receipt


def _read(rating: dict[str, object], id: str) -> tuple[str, int, list[str]]:
    """Filing, grade and reasons; 1 is very dissatisfied, 5 very satisfied."""
    filing, grade, reasons = rating.get("filing"), rating.get("grade"), rating.get("reasons")
    try:
        messages.moment(rating.get("at"))
    except (TypeError, ValueError):
        raise ProblemError(Kind.ENVELOPE, "at") from None
    if rating.get("id") != id or not isinstance(filing, str):
        raise ProblemError(Kind.ENVELOPE, "id or filing")
    if not isinstance(grade, int) or isinstance(grade, bool) or not 1 <= grade <= 5:
        raise ProblemError(Kind.ENVELOPE, "grade")
    if not isinstance(reasons, list) or not all(isinstance(reason, str) for reason in reasons):
        raise ProblemError(Kind.ENVELOPE, "reasons")
    return filing, grade, reasons
