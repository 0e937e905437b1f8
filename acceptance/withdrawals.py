"""A person takes back what they filed, as long as nobody has accepted it.

A withdrawal is a filing of its own that names the other as its parent. What it finds decides it, in the
transaction that keeps it: the parent is withdrawn and the withdrawal concluded, or neither changes.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, Row, select, update

from acceptance import appointments, feed, orders, paid_filings, tables
from acceptance.judgement import Verdict
from acceptance.platform import Platform
from kiosk.model import WITHDRAWAL, Status
from kiosk.wire.envelope import unbase64
from kiosk.wire.messages import FilingObject

_OPEN = (Status.RECEIVED, Status.AWAITING_SIGNATURES, Status.CORRECTION_REQUIRED)
_OVER = {Status.WITHDRAWN: "ALREADY_WITHDRAWN", Status.REFUSED: "NOTHING_TO_WITHDRAW"}


def taken_back(connection: Connection, platform: Platform, filing: FilingObject, person: str) -> Verdict:
    """What becomes of a withdrawal whose person is proved, before it is written. `person`: the keyed hash."""
    parent = _parent(connection, filing)
    if parent is None:
        return Verdict(Status.REFUSED, "NOTHING_TO_WITHDRAW")
    if reason := _refusal(parent, person):
        return Verdict(Status.REFUSED, reason)
    for terminal in sorted({parent.terminal, filing.terminal}):  # both will be told: in one order, for all
        feed.hold(connection, terminal)
    of_parent, asked = tables.filings.c.id == parent.id, tables.invitations
    waiting = (asked.c.filing == parent.id, asked.c.state == "waiting")
    connection.execute(update(asked).where(*waiting).values(state="expired"))
    withdrawn = {"status": Status.WITHDRAWN.value, "reason": None}
    connection.execute(update(tables.filings).where(of_parent).values(**withdrawn))
    paid_filings.give_back(connection, platform, parent.id)
    appointments.given_back(connection, platform.clock(), parent.id)
    news = feed.News(parent.id, Status.WITHDRAWN, platform.clock())
    feed.append(connection, platform.keys.receipts, platform.database.epoch, parent.terminal, news)
    return Verdict(Status.CONCLUDED)


def _parent(connection: Connection, filing: FilingObject) -> Row[Any] | None:
    """The filing that is named, of the same item, which nobody else changes until the transaction ends.
    Its invitations and its payments are held first, as by those who answer and pay."""
    asked, filings = tables.invitations, tables.filings
    of_it = asked.c.filing == filing.parent
    connection.execute(select(asked.c.id).where(of_it).with_for_update()).all()
    orders.again(connection, str(filing.parent))
    named = (filings.c.id == filing.parent, filings.c.item == filing.item)
    return connection.execute(select(filings).where(*named).with_for_update()).first()


def _refusal(parent: Row[Any], person: str) -> str | None:
    if parent.person != person:
        return "NOT_YOURS"
    if _relation(parent.envelope) == WITHDRAWAL:
        return "NOTHING_TO_WITHDRAW"
    status = Status(parent.status)
    return None if status in _OPEN else _OVER.get(status, "TOO_LATE")


def _relation(envelope: str) -> object:
    """As the terminal signed it, which was verified when it came."""
    return json.loads(unbase64(envelope.split(".")[1])).get("relation")
