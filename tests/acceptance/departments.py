"""A platform in this process whose clock stands still, with one filing that several departments work on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from acceptance import branches, tables
from acceptance.branch_tables import branches as rows
from acceptance.branches import Kinds, Word
from acceptance.database import Database
from acceptance.desks import Desks
from acceptance.front_desk import accept, round_of_work
from acceptance.judgement import Case, Verdict
from acceptance.keys import Keys
from acceptance.platform import CHINA, Platform
from acceptance.population import Population
from acceptance.sandbox import Sandbox
from kiosk.flows.calendar import Limit, Unit
from kiosk.flows.definition import Branch
from kiosk.flows.session import Session
from kiosk.flows.text import Text
from kiosk.model import Applicant, Status
from kiosk.wire import messages
from kiosk.wire.envelope import canonical
from tests import shipped

FLOW = shipped.items()["school-enrolment"]
TERMINAL, REGION = "330521-0001-001", "330521"
MONDAY = datetime(2026, 6, 1, 10, 0, tzinfo=CHINA)


@dataclass
class Clock:
    now: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.now

    def goes_on(self, **time: float) -> None:
        self.now += timedelta(**time)


def branch(key: str, *needs: str, **more: Any) -> Branch:
    name = Text(key, key, key)
    return Branch(key, name, Text(more.pop("office", "公安部门"), "", ""), name, "12345", needs, **more)


def minutes(count: int) -> Limit:
    return Limit(count, Unit.MINUTES)


@dataclass
class Departments:
    platform: Platform
    clock: Clock
    filing: str = "f"

    @classmethod
    def work_on(
        cls, database: Database, folder: Path, *parts: Branch, desks: Desks | None = None
    ) -> Departments:
        clock = Clock()
        known = {
            "layout": None,
            "faces": None,
            "schedule": None,
            "public_url": "https://platform",
            "flows": {},
        }
        platform = Platform(
            database=database,
            keys=Keys.open(folder / "keys"),
            population=Population({}),
            clock=clock,
            sandbox=Sandbox(),
            desks=desks or Desks(),
            **known,
        )
        made = cls(platform, clock)
        made._received(parts)
        return made

    def _received(self, parts: tuple[Branch, ...]) -> None:
        session = Session(self.filing, replace(FLOW, branches=parts), MONDAY.date())
        confirmed = session.learn("confirmation", {"state": "confirmed"})
        case = Case(Applicant("", "nobody"), confirmed, Verdict(Status.RECEIVED))
        with self.platform.database.writing() as connection:
            terminal = {"id": TERMINAL, "region": REGION, "site": "0001", "number": "001"}
            connection.execute(tables.terminals.insert().values(**terminal))
            filing = {column.name: None for column in tables.filings.c if column.nullable}
            filing |= {column.name: "x" for column in tables.filings.c if not column.nullable}
            filing |= {"id": self.filing, "terminal": TERMINAL, "seq": 1, "region": REGION}
            filing |= {"filed_at": self.clock(), "received_at": self.clock(), "status": "received"}
            connection.execute(tables.filings.insert().values(filing))
            connection.execute(tables.parts.insert().values(**self._body()))
            branches.plan(connection, case)

    def _body(self) -> dict[str, Any]:
        """As a terminal seals it."""
        body = messages.FilingBody(self.filing, "x", {}, {"topic": "lift"}, {}, {})
        sealed = self.platform.keys.opening.public.seal(canonical(body.payload()), self.filing, "body")
        return {"filing": self.filing, "name": "body", "media_type": "x", "digest": "x", "sealed": sealed}

    def accept(self) -> bool:
        with self.platform.database.writing() as connection:
            return accept(connection, self.platform, self.filing)

    def say(self, key: str, kind: Kinds = Kinds.DONE, reason: str | None = None, **result: str) -> None:
        with self.platform.database.writing() as connection:
            branches.record(connection, self.platform, self.filing, key, Word(kind, result, reason))

    def round(self) -> int:
        return round_of_work(self.platform)

    @property
    def states(self) -> dict[str, str]:
        return {row.key: row.state for row in self._rows()}

    @property
    def lights(self) -> dict[str, str]:
        return {row.key: row.light for row in self._rows()}

    def row(self, key: str) -> Any:
        return next(row for row in self._rows() if row.key == key)

    def _rows(self) -> list[Any]:
        with self.platform.database.reading() as connection:
            return list(connection.execute(select(rows).order_by(rows.c.place)))

    @property
    def status(self) -> tuple[str, str | None]:
        filings = tables.filings
        with self.platform.database.reading() as connection:
            row = connection.execute(select(filings).where(filings.c.id == self.filing)).one()
        return row.status, row.reason

    @property
    def events(self) -> list[messages.Event]:
        events, key = tables.events, self.platform.keys.receipts.public
        with self.platform.database.reading() as connection:
            tokens = connection.scalars(select(events.c.token).order_by(events.c.seq)).all()
        return [messages.Event.read(key.verify(messages.EVENT, token)) for token in tokens]
