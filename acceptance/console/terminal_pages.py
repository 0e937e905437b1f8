"""The table of terminals, all that is known of one, and the offices that they ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Connection, Row, select

from acceptance import beats, machine_reports, tables
from acceptance.console import charts, command_words, notes, pages, sources, terminals, words
from acceptance.console.accounts import Role
from acceptance.console.admission import Acting, only
from acceptance.console.live import LiveHere
from acceptance.console.sessions import Staff
from acceptance.console.terminals import Machine
from acceptance.console_tables import checked
from acceptance.dependencies import PlatformHere
from acceptance.problems import Kind, ProblemError

router = APIRouter()

Operator = Annotated[Staff, Depends(only(Role.OPERATOR))]
_DAY = timedelta(hours=24)


@dataclass(frozen=True)
class Wish:
    """What the table is narrowed to."""

    site: str
    number: str
    trouble: bool

    def wants(self, machine: Machine) -> bool:
        if self.trouble and not machine.troubles:
            return False
        return machine.place.startswith(self.site) and self.number in machine.id


def wish_of(
    site: Annotated[str, Query(max_length=20)] = "",
    number: Annotated[str, Query(max_length=20)] = "",
    trouble: Annotated[str, Query(max_length=5)] = "",
) -> Wish:
    return Wish(site, number.strip(), trouble == "yes")


@router.get("/terminals")
def get_terminals(
    platform: PlatformHere, staff: Operator, live: LiveHere, wish: Annotated[Wish, Depends(wish_of)]
) -> Response:
    mark = live.mark()
    with platform.database.reading() as connection:
        known = terminals.listed(connection, platform.clock())
    return pages.page(
        "terminals.html",
        staff,
        machines=[machine for machine in known if wish.wants(machine)],
        known=known,
        sites=sorted({machine.place for machine in known}),
        wish=wish,
        mark=mark,
        now=platform.clock(),
        words=words,
    )


@router.get("/terminals/{id}")
def get_terminal(platform: PlatformHere, staff: Operator, live: LiveHere, id: str) -> Response:
    now, mark = platform.clock(), live.mark()
    with platform.database.reading() as connection:
        machine = terminals.find(connection, id, now)
        if machine is None:
            raise ProblemError(Kind.NOT_FOUND)
        stretches = beats.since(connection, id, now - _DAY)
        anomalies, written = _anomalies(connection, id), notes.of(connection, id)
        told = command_words.told(platform, connection, id, now)
        reports = machine_reports.listed(connection, id, now)
    return pages.page(
        "terminal.html",
        staff,
        machine=machine,
        queue=charts.day_of(stretches, now, lambda stretch: stretch.queued, _DAY),
        clock=charts.day_of(stretches, now, lambda stretch: abs(stretch.ahead_ms) / 1000, _DAY),
        size=(charts.WIDTH, charts.HEIGHT),
        anomalies=anomalies,
        told=told,
        reports=reports,
        recent=machine_reports.RECENT,
        offered=command_words.offered(platform),
        written=written,
        mark=mark,
        now=now,
        words=words,
    )


@router.post("/terminals/{id}/checked")
def post_checked(platform: PlatformHere, staff: Operator, said: Acting, id: str) -> Response:
    """Somebody has looked at every anomaly of the terminal that there is now."""
    table, now = tables.anomalies, platform.clock()
    with platform.database.writing() as connection:
        keys = select(table.c.terminal, table.c.kind, table.c.epoch, table.c.seq).where(
            table.c.terminal == id
        )
        for key in connection.execute(keys).mappings().all():
            values = {**key, "by": staff.name, "at": now}
            connection.execute(platform.database.insert_new(checked, **values))
    return _back(id)


@router.post("/terminals/{id}/note")
def post_note(platform: PlatformHere, staff: Operator, said: Acting, id: str) -> Response:
    with platform.database.writing() as connection:
        if terminals.find(connection, id, platform.clock()) is None:
            raise ProblemError(Kind.NOT_FOUND)
        notes.add(connection, id, staff.name, said.get("text", ""), platform.clock())
    return _back(id)


@router.get("/sources")
def get_sources(platform: PlatformHere, staff: Operator, live: LiveHere) -> Response:
    mark = live.mark()
    with platform.database.reading() as connection:
        found = sources.listed(connection, platform.clock())
    return pages.page("sources.html", staff, found=found, mark=mark, words=words)


def _anomalies(connection: Connection, id: str) -> list[Row[tuple[object, ...]]]:
    table = tables.anomalies
    same = [table.c[name] == checked.c[name] for name in ("terminal", "kind", "epoch", "seq")]
    query = select(table, checked.c.by, checked.c.at.label("checked_at"))
    for condition in same[1:]:
        same[0] = same[0] & condition
    joined = query.join_from(table, checked, same[0], isouter=True).where(table.c.terminal == id)
    return list(connection.execute(joined.order_by(table.c.at.desc()).limit(50)))


def _back(id: str) -> Response:
    return RedirectResponse(f"/terminals/{id}", 303, {"Cache-Control": "no-store"})
