"""What a service point does once its filings are made: whom it called back, which papers it handed over, what
a month came to. All of it stands in the journal: numbers and codes, and nobody's name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk.model import Role, Status
from kiosk.store import journal
from kiosk.store.database import Database, stamp
from kiosk.store.journal import Event


@dataclass(frozen=True)
class Month:
    """Of all clerks at this terminal. What was printed: while one of them was on duty."""

    filings: Mapping[tuple[str, Role], int]  # by account and role
    states: Mapping[Status, int]  # of these filings, as they stand now
    persons: int
    slips: int
    pages: int
    calls: Mapping[str, int]  # by result
    lists: int
    papers: int
    keys: int


class Duties:
    def __init__(self, database: Database) -> None:
        self._db = database

    def call(self, filing: str, result: str, at: datetime) -> None:
        """`result`: a code."""
        with self._db.write() as db:
            journal.write(db, Event.CALLED_BACK, at, filing, {"result": result})

    def called(self) -> dict[str, str]:
        """The last result of each filing that somebody called about."""
        sql = "select subject, json_extract(detail, '$.result') as result from journal where event = ?"
        rows = self._db.rows(f"{sql} order by seq", (Event.CALLED_BACK,))
        return {row["subject"]: row["result"] for row in rows}

    def next_list(self, day: datetime) -> str:
        """The number of the next hand-over list of that day: J260105-01."""
        prefix = f"J{day:%y%m%d}-"
        sql = "select count(*) as n from journal where event = ? and subject like ?"
        return f"{prefix}{self._db.rows(sql, (Event.LIST_SIGNED, f'{prefix}%'))[0]['n'] + 1:02d}"

    def hand_over(self, list: str, papers: Mapping[str, int], keys: int, at: datetime) -> None:
        """Both have signed the list: how many originals of each filing left this place. Once a list."""
        with self._db.write() as db:
            sql = "select 1 from journal where event = ? and subject = ?"
            if db.execute(sql, (Event.LIST_SIGNED, list)).fetchone():
                return
            for filing, count in papers.items():
                journal.write(db, Event.HANDED_OVER, at, filing, {"list": list, "papers": count})
            journal.write(db, Event.LIST_SIGNED, at, list, {"papers": sum(papers.values()), "keys": keys})

    def handed_over(self) -> frozenset[str]:
        """The filings whose papers left."""
        rows = self._db.rows("select subject from journal where event = ?", (Event.HANDED_OVER,))
        return frozenset(row["subject"] for row in rows)

    def month(self, since: datetime, until: datetime) -> Month:
        """What was filed, printed, called and handed over from `since` on, before `until`."""
        span = (stamp(since), stamp(until))
        made = "from assisted join filing on filing.id = assisted.filing where filed_at >= ? and filed_at < ?"
        hands = self._db.rows(f"select account, role, count(*) as n {made} group by account, role", span)
        states = self._db.rows(f"select status, count(*) as n {made} group by status", span)
        persons = self._db.rows(f"select count(distinct person) as n {made}", span)[0]["n"]
        lists = self._noted("count(*)", Event.LIST_SIGNED, span)
        calls = self._db.rows(
            "select json_extract(detail, '$.result') as result, count(*) as n from journal"
            " where event = ? and at >= ? and at < ? group by result",
            (Event.CALLED_BACK, *span),
        )
        return Month(
            filings={(row["account"], Role(row["role"])): row["n"] for row in hands},
            states={Status(row["status"]): row["n"] for row in states},
            persons=persons,
            slips=self._noted("count(json_extract(detail, '$.by'))", Event.SLIP_PRINTED, span),
            pages=self._noted(
                "sum(iif(json_extract(detail, '$.by') is null, 0, json_extract(detail, '$.pages')))",
                *(Event.RESULT_PRINTED, span),
            ),
            calls={row["result"]: row["n"] for row in calls},
            lists=lists,
            papers=self._noted("sum(json_extract(detail, '$.papers'))", Event.LIST_SIGNED, span),
            keys=self._noted("sum(json_extract(detail, '$.keys'))", Event.LIST_SIGNED, span),
        )

    def _noted(self, what: str, event: Event, span: tuple[Any, Any]) -> int:
        sql = f"select coalesce({what}, 0) as n from journal where event = ? and at >= ? and at < ?"
        return int(self._db.rows(sql, (event, *span))[0]["n"])
