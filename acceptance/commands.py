"""What terminals are told to do: signed once, given with every heartbeat until it is answered or has run out.

The terminal's first signed answer counts, and is kept as it came.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, select, update

from acceptance import tables
from acceptance.command_tables import commands
from acceptance.enrolment import Terminal, verified
from acceptance.platform import Platform
from acceptance.problems import Kind as Trouble
from acceptance.problems import ProblemError
from kiosk.wire.commands import ACKNOWLEDGEMENT, COMMAND, OF_ITEMS, Acknowledgement, Command, Kind
from kiosk.wire.messages import MessageError

LIFE = timedelta(hours=24)  # a terminal that is dark for longer is told nothing that nobody remembers
MOST = 20  # waiting for one terminal
_SHOWN = 20


class NotPossibleError(Exception):
    """Says why, in the words of the console."""


@dataclass(frozen=True)
class Wanted:
    kind: Kind
    item: str = ""


def read(platform: Platform, kind: str, item: str) -> Wanted:
    """What somebody chose. Raises NotPossibleError."""
    if kind not in list(Kind):
        raise NotPossibleError("没有这样的命令")
    wanted = Kind(kind)
    if wanted not in OF_ITEMS:
        return Wanted(wanted)
    if item not in platform.flows:
        raise NotPossibleError("请选择一个事项")
    return Wanted(wanted, item)


def issue(platform: Platform, terminals: Sequence[str], wanted: Wanted, by: str) -> None:
    """To all of them or to none. One that waits already is not given twice. Raises NotPossibleError."""
    now = platform.clock()
    with platform.database.writing() as connection:
        for terminal in terminals:
            waiting = _waiting(connection, terminal, now)
            if any((row.kind, row.subject) == (wanted.kind, wanted.item) for row in waiting[-1:]):
                continue
            if len(waiting) >= MOST:
                raise NotPossibleError(f"终端 {terminal} 还有 {MOST} 条命令没有答复")
            command = Command(str(uuid4()), terminal, wanted.kind, wanted.item, now, now + LIFE)
            token = platform.keys.receipts.sign(COMMAND, command.payload())
            connection.execute(commands.insert().values(**vars(command), by=by, token=token))


def waiting(platform: Platform, terminal: str) -> list[str]:
    """For the answer to a heartbeat, in the order in which they were issued."""
    with platform.database.reading() as connection:
        return [row.token for row in _waiting(connection, terminal, platform.clock())]


def acknowledge(platform: Platform, terminal: Terminal, id: str, token: str) -> None:
    """Raises ProblemError."""
    try:
        said = Acknowledgement.read(verified(platform, terminal, ACKNOWLEDGEMENT, token))
    except MessageError:
        raise ProblemError(Trouble.ENVELOPE, "acknowledgement") from None
    if said.id != id or len(json.dumps(said.report)) > 200_000:
        raise ProblemError(Trouble.ENVELOPE, "id or report")
    own = (commands.c.id == id, commands.c.terminal == terminal.id)
    values = {"answered_at": platform.clock(), "outcome": said.outcome.value, "detail": said.detail}
    with platform.database.writing() as connection:
        row = connection.execute(select(commands.c.outcome).where(*own).with_for_update()).first()
        if row is None:
            raise ProblemError(Trouble.NOT_FOUND)
        if row.outcome is None:
            connection.execute(update(commands).where(*own).values(**values, acknowledgement=token))
        elif row.outcome != said.outcome.value:
            raise ProblemError(Trouble.CONFLICT)


def of(connection: Connection, terminal: str) -> Sequence[Row[tuple[Any, ...]]]:
    """The last ones first."""
    query = select(commands).where(commands.c.terminal == terminal)
    return connection.execute(query.order_by(commands.c.issued_at.desc(), commands.c.id).limit(_SHOWN)).all()


def report(platform: Platform, terminal: str, id: str) -> dict[str, Any] | None:
    """What the terminal reported; None where it reported nothing."""
    own = (commands.c.id == id, commands.c.terminal == terminal)
    with platform.database.reading() as connection:
        token = connection.scalar(select(commands.c.acknowledgement).where(*own))
        row = connection.execute(select(tables.terminals).where(tables.terminals.c.id == terminal)).first()
    if token is None or row is None:
        return None
    who = Terminal(row.id, row.region, row.site, row.number)
    return dict(Acknowledgement.read(verified(platform, who, ACKNOWLEDGEMENT, token)).report) or None


def _waiting(connection: Connection, terminal: str, now: datetime) -> Sequence[Row[tuple[Any, ...]]]:
    own = (commands.c.terminal == terminal, commands.c.answered_at.is_(None), commands.c.expires_at > now)
    return connection.execute(
        select(commands).where(*own).order_by(commands.c.issued_at, commands.c.id)
    ).all()
