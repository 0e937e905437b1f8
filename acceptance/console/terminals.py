"""How each terminal is, by its last heartbeat and by what did not fit together; the worst comes first."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, select

from acceptance import machine_reports, tables
from acceptance.console import words
from acceptance.console_tables import checked
from kiosk.wire import messages

UNSEEN = timedelta(minutes=3)  # three heartbeats missed
CLOCK_WARNS, CLOCK_FAILS = timedelta(seconds=2), timedelta(seconds=120)  # as the terminal's own doctor
QUEUE_WARNS, QUEUE_FAILS = timedelta(minutes=10), timedelta(hours=4)
PRINTERS = ("receipt_printer", "document_printer")
_SHOWN = 40  # characters of what a terminal says of itself


@dataclass(frozen=True)
class Trouble:
    text: str
    serious: bool


@dataclass(frozen=True)
class Said:
    """The last heartbeat: nothing in it is trusted to be of any length or kind."""

    at: datetime
    queued: int
    oldest: timedelta
    ahead: timedelta  # the terminal's clock before ours
    version: str
    devices: Mapping[str, str]
    supplies: Mapping[str, Mapping[str, str]]
    faults: Mapping[str, tuple[str, ...]]

    @property
    def paper(self) -> str | None:
        """The worse of the printers; none where none says anything of paper."""
        order = ("out", "low", "unknown", "full")
        known = [self.supplies.get(kind, {}).get("paper") for kind in PRINTERS]
        return next((supply for supply in order if supply in known), None)


@dataclass(frozen=True)
class Machine:
    id: str
    place: str  # region and site
    revoked: bool
    said: Said | None
    anomalies: int  # that nobody has looked at
    troubles: tuple[Trouble, ...] = field(default=())

    @property
    def rank(self) -> tuple[int, int, str]:
        serious = sum(trouble.serious for trouble in self.troubles)
        return (-serious, -len(self.troubles), self.id)

    @property
    def light(self) -> str:
        if self.revoked:
            return "off"
        return "red" if any(t.serious for t in self.troubles) else "yellow" if self.troubles else "green"


def listed(connection: Connection, now: datetime) -> list[Machine]:
    """The worst first; those that are not admitted any more at the end."""
    query = _terminals().order_by(tables.terminals.c.id)
    open_ones, reports = _open(connection), machine_reports.lately(connection, now)
    rows = connection.execute(query)
    found = [_machine(row, open_ones.get(row.id, 0), reports.get(row.id, 0), now) for row in rows]
    return sorted(found, key=lambda machine: (machine.revoked, machine.rank))


def find(connection: Connection, id: str, now: datetime) -> Machine | None:
    row = connection.execute(_terminals().where(tables.terminals.c.id == id)).first()
    if row is None:
        return None
    reports = machine_reports.lately(connection, now)
    return _machine(row, _open(connection).get(id, 0), reports.get(id, 0), now)


def sites(connection: Connection) -> list[str]:
    known = tables.terminals
    pairs = select(known.c.region, known.c.site).distinct().order_by(known.c.region, known.c.site)
    return [f"{region}-{site}" for region, site in connection.execute(pairs)]


def _terminals() -> Any:
    known, states = tables.terminals, tables.states
    return select(known, states.c.received_at, states.c.heartbeat).join_from(
        known, states, states.c.terminal == known.c.id, isouter=True
    )


def _open(connection: Connection) -> dict[str, int]:
    """Anomalies by terminal, without those that somebody has looked at."""
    table = tables.anomalies
    key = ("terminal", "kind", "epoch", "seq")
    seen = [table.c[name] == checked.c[name] for name in key]
    looked_at = select(checked.c.terminal).where(*seen).exists()
    query = select(table.c.terminal, func.count()).where(~looked_at).group_by(table.c.terminal)
    return {terminal: count for terminal, count in connection.execute(query)}


def _machine(row: Row[Any], anomalies: int, reports: int, now: datetime) -> Machine:
    said = read(row.heartbeat, row.received_at) if row.heartbeat else None
    revoked = row.revoked_at is not None
    found = () if revoked else troubles(said, anomalies, now, reports)
    return Machine(row.id, f"{row.region}-{row.site}", revoked, said, anomalies, found)


def read(heartbeat: str, received_at: datetime) -> Said:
    claim = json.loads(heartbeat)
    return Said(
        at=received_at,
        queued=claim["queued"],
        oldest=timedelta(seconds=max(0.0, min(10.0**9, float(claim["oldest_age_s"] or 0)))),
        ahead=messages.moment(claim["at"]) - received_at,
        version=str(claim.get("version", ""))[:_SHOWN],
        devices=_texts(claim["devices"]),
        supplies={_short(kind): _texts(value) for kind, value in claim.get("supplies", {}).items()},
        faults={
            _short(kind): tuple(_short(code) for code in codes)
            for kind, codes in claim.get("faults", {}).items()
            if isinstance(codes, list)
        },
    )


def troubles(said: Said | None, anomalies: int, now: datetime, reports: int = 0) -> tuple[Trouble, ...]:
    """`reports`: how many people said in the last day that it has a problem."""
    return (*_troubles(said, anomalies, now), *_reported(reports))


def _reported(reports: int) -> Iterator[Trouble]:
    if reports:
        yield Trouble(f"群众报修 {reports} 次", False)


def _troubles(said: Said | None, anomalies: int, now: datetime) -> Iterator[Trouble]:
    if anomalies:
        yield Trouble(f"办件链异常 {anomalies} 处", True)
    if said is None:
        yield Trouble("还没有报过平安", True)
        return
    if now - said.at > UNSEEN:
        yield Trouble("失联", True)
    for kind, state in said.devices.items():
        if state in ("fault", "absent"):
            yield Trouble(f"{words.device(kind)}{words.STATES[state]}", True)
    if said.paper in ("out", "low"):
        yield Trouble("纸用完了" if said.paper == "out" else "纸快用完", said.paper == "out")
    if said.queued and said.oldest > QUEUE_WARNS:
        yield Trouble("办件积压", said.oldest > QUEUE_FAILS)
    if abs(said.ahead) > CLOCK_WARNS:
        yield Trouble("时钟不准", abs(said.ahead) > CLOCK_FAILS)


def _texts(said: object) -> dict[str, str]:
    return {_short(name): _short(value) for name, value in said.items()} if isinstance(said, dict) else {}


def _short(said: object) -> str:
    return str(said)[:_SHOWN]
