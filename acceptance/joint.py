"""A filing that waits for people who were asked by phone: what their answers make of it, and when it is over.

Whoever answers and whatever files may come in any order, each in a transaction that holds the invitations of
the filing, so that the last of them sees all the others.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, select, update

from acceptance import dues, feed, tables
from acceptance.joint_signatures import asked
from acceptance.judgement import Verdict
from acceptance.platform import Platform
from kiosk.flows.session import Session
from kiosk.flows.session.party import Presence
from kiosk.flows.session.summary import TooLongError, summary
from kiosk.model import Status


def counted(connection: Connection, platform: Platform, session: Session, terminal: str) -> Verdict:
    """What a filing is that came with people still to sign: their invitations count from now on, and those of
    everybody else for the same filing are over."""
    table = tables.invitations
    own = (table.c.filing == session.id, table.c.terminal == terminal)
    rows = {row.id: row for row in connection.execute(select(table).where(*own).with_for_update())}
    wanted = asked(session, Presence.INVITED)
    others = (*own, table.c.id.not_in([bound.id for bound in wanted]), table.c.state == "waiting")
    connection.execute(update(table).where(*others).values(state="expired"))
    for bound in wanted:
        row, person = rows.get(bound.id), platform.population.by_number.get(bound.id_number)
        theirs = row is not None and person is not None and row.person == person.id
        if row is None or not theirs or (row.form, row.of) != (bound.form, bound.of):
            return Verdict(Status.CORRECTION_REQUIRED, "PEOPLE_MISSING")
        if row.summary != _summary(session):
            return Verdict(Status.CORRECTION_REQUIRED, "PEOPLE_MISSING")
    connection.execute(update(table).where(*own, table.c.id.in_([b.id for b in wanted])).values(counts=True))
    states = [_state(rows[bound.id], platform) for bound in wanted]
    return _verdict(states)


def settle(connection: Connection, platform: Platform, filing: str) -> None:
    """Somebody answered, or did not in time: the filing that waits for them may wait no longer."""
    filings, table = tables.filings, tables.invitations
    row = connection.execute(select(filings).where(filings.c.id == filing).with_for_update()).first()
    if row is None or row.status != Status.AWAITING_SIGNATURES:
        return
    own = (table.c.filing == filing, table.c.counts.is_(True))
    verdict = _verdict([_state(each, platform) for each in connection.execute(select(table).where(*own))])
    if verdict.status is Status.RECEIVED and dues.stops(connection, filing):
        verdict = Verdict(Status.CORRECTION_REQUIRED, dues.REASON)
    if verdict.status is Status.AWAITING_SIGNATURES:
        return
    changes = {"status": verdict.status.value, "reason": verdict.reason}
    connection.execute(update(filings).where(filings.c.id == filing).values(**changes))
    news = feed.News(filing, verdict.status, platform.clock(), verdict.reason)
    feed.append(connection, platform.keys.receipts, platform.database.epoch, row.terminal, news)


def _verdict(states: list[str]) -> Verdict:
    if "declined" in states:
        return Verdict(Status.CORRECTION_REQUIRED, "SIGNATURE_DECLINED")
    if "expired" in states:
        return Verdict(Status.CORRECTION_REQUIRED, "SIGNATURE_EXPIRED")
    return Verdict(Status.AWAITING_SIGNATURES if "waiting" in states else Status.RECEIVED)


def _state(row: Any, platform: Platform) -> str:
    over = row.state == "waiting" and row.expires_at <= platform.clock()
    return "expired" if over else str(row.state)


def _summary(session: Session) -> str | None:
    try:
        return json.dumps([list(row) for row in summary(session)], ensure_ascii=False)
    except TooLongError:
        return None
