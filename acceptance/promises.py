"""What somebody promised instead of a paper is looked at afterwards: the office that could not say is asked
once more, under the authorisation of the filing. (Domain S-37, §6.2.)

A no is no verdict. The filing is put before somebody, and the person reads that an office will call them.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, select, update

from acceptance import data, feed, opened, quarantine, tables
from acceptance.branches import told
from acceptance.data import Call
from acceptance.enrolment import Terminal
from acceptance.judgement import Case
from acceptance.platform import Platform
from acceptance.promise_tables import promises
from kiosk.flows.definition import Rung
from kiosk.flows.materials import NO_ANSWER, OFFICES, SUFFICIENT, Standing, State
from kiosk.model import Status

_log = logging.getLogger(__name__)

AFTER = timedelta(days=5)  # no office said when; it has had time to hear of it
AGAIN = timedelta(days=5)
UNTIL = timedelta(days=30)  # from then on nobody asks any more
REASON = "PROMISE_IN_DOUBT"
_IN_ORDER = (Status.ACCEPTED, Status.RECEIVED)
_OVER = (Status.WITHDRAWN, Status.REFUSED, Status.CORRECTION_REQUIRED)
_MOST = 50  # in one round


class Found(StrEnum):
    KEPT = "kept"
    BROKEN = "broken"
    UNKNOWN = "unknown"


def note(connection: Connection, case: Case, status: Status, at: datetime) -> None:
    """In the transaction that keeps the filing: what there is to ask about later."""
    if case.session is None or status not in _IN_ORDER:
        return
    for standing in case.session.standings:
        if _office(standing):
            values = {"filing": case.session.id, "material": standing.material.key, "look_at": at + AFTER}
            connection.execute(promises.insert().values(**values))


def look(platform: Platform) -> int:
    """Asks about those that are due; how many those were. Each on its own, as the office is asked outside of
    any transaction."""
    due = select(promises.c.filing, promises.c.material).where(promises.c.look_at <= platform.clock())
    with platform.database.reading() as connection:
        found = connection.execute(due.order_by(promises.c.look_at).limit(_MOST)).all()
    for filing, material in found:
        try:
            _look(platform, filing, material)
        except opened.UnreadableError as error:
            _log.error("promise: %s at %s", type(error).__name__, material)
            _write(platform, filing, material, Found.UNKNOWN)
    return len(found)


def _look(platform: Platform, filing: str, material: str) -> None:
    with platform.database.reading() as connection:
        session = opened.session(connection, platform, filing)
        row = connection.execute(select(tables.filings).where(tables.filings.c.id == filing)).one()
        terminals = tables.terminals
        here = connection.execute(select(terminals).where(terminals.c.id == row.terminal)).one()
    if Status(row.status) in _OVER:  # no office is asked about what came to nothing, or was taken back
        _write(platform, filing, material, Found.UNKNOWN)
        return
    standing = next(s for s in session.standings if s.material.key == material)
    rung, applicant = _office(standing), session.applicant
    if rung is None or applicant is None:
        raise opened.UnreadableError("promise")
    arguments = {name: str(rule(session.context)) for name, rule in rung.arguments.items()}
    call = Call(filing, applicant.id_number, applicant.name, None, rung.source, arguments)
    said = data.inquire(platform, Terminal(here.id, here.region, here.site, here.number), rung.kind, call)
    if said is None or said.state in NO_ANSWER:
        over = platform.clock() - row.received_at >= UNTIL
        _write(platform, filing, material, Found.UNKNOWN if over else None)
    else:
        _write(platform, filing, material, Found.KEPT if said.state in SUFFICIENT else Found.BROKEN)


def _write(platform: Platform, filing: str, material: str, found: Found | None) -> None:
    now = platform.clock()
    own = (promises.c.filing == filing, promises.c.material == material, promises.c.look_at.is_not(None))
    values = {"found": found.value, "look_at": None} if found else {"look_at": now + AGAIN}
    with platform.database.writing() as connection:
        mine = connection.execute(update(promises).where(*own).values(**values)).rowcount == 1
        if mine and found is Found.BROKEN:
            _flag(connection, platform, filing, now)


def _flag(connection: Connection, platform: Platform, filing: str, now: datetime) -> None:
    filings = tables.filings
    row = connection.execute(select(filings).where(filings.c.id == filing)).one()
    connection.execute(update(filings).where(filings.c.id == filing).values(reason=REASON))
    quarantine.doubt(connection, platform.database, row.terminal, filing, now)
    news = feed.News(filing, Status(row.status), now, REASON, branches=told(connection, filing))
    feed.append(connection, platform.keys.receipts, platform.database.epoch, row.terminal, news)


def _office(standing: Standing) -> Rung | None:
    """Of a promise: the last office that was asked before it, if there is one."""
    if standing.state is not State.SIGNED:
        return None
    above = standing.material.rungs[: standing.index]
    return next((rung for rung in reversed(above) if rung.kind in OFFICES), None)
