"""What is counted over days: done at once or not, and why not; ratings; each terminal's day.

The page and the file are made of the same rows.
"""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import Column, ColumnElement, Connection, select

from acceptance import second_trips
from acceptance.console_tables import quarantined
from acceptance.console_tables import second_trips as trips
from acceptance.platform import CHINA
from acceptance.quarantine import Ending
from acceptance.second_trips import Why
from acceptance.tables import calls, filings, ratings
from kiosk.model import Status

LONGEST = 366  # days
COLUMNS = ("收件", "已受理", "需再办", "拒绝", "撤回", "核验", "退回待处理", "评价", "平均分")
_DONE = (Status.ACCEPTED, Status.IN_PROGRESS, Status.RESULT_READY, Status.CONCLUDED)


@dataclass(frozen=True)
class Period:
    """Whole days of China, both ends included; of one site, or of all."""

    first: date
    last: date
    site: str = ""  # as in 330521-0001, or a region of sites

    def holds(self, at: Column[datetime]) -> tuple[ColumnElement[bool], ...]:
        """What a row has to fulfil whose table says at which terminal it was."""
        begin = datetime.combine(self.first, time(), CHINA)
        end = datetime.combine(self.last + timedelta(days=1), time(), CHINA)
        here = at.table.c.terminal.startswith(f"{self.site}-", autoescape=True)
        return at >= begin, at < end, *((here,) if self.site else ())


@dataclass(frozen=True)
class Once:
    """Of the matters that came: how many were done without anything being asked again."""

    matters: int
    again: int
    causes: Mapping[Why, int]  # a matter may have several

    @property
    def rate(self) -> float | None:
        """In per cent."""
        return 100 * (self.matters - self.again) / self.matters if self.matters else None


@dataclass(frozen=True)
class Row:
    """What one terminal did in a day, or in the whole period."""

    day: date | None
    terminal: str
    counts: tuple[int, ...]  # as COLUMNS, without the mean
    mean: float | None  # of the ratings


@dataclass(frozen=True)
class Figures:
    period: Period
    once: Once
    grades: Mapping[int, int]
    daily: tuple[Row, ...]

    @property
    def by_terminal(self) -> tuple[Row, ...]:
        return tuple(_sum(None, terminal, rows) for terminal, rows in _grouped(self.daily).items())

    @property
    def total(self) -> Row:
        return _sum(None, "合计", self.daily)


def of(connection: Connection, period: Period) -> Figures:
    once, grades = _once(connection, period), Counter[int]()
    counted: dict[tuple[date, str], Counter[str]] = defaultdict(Counter)
    query = select(filings.c.received_at, filings.c.terminal, filings.c.status, filings.c.id)
    again = _again(connection, period)
    first = filings.c.parent.is_(None)
    for at, terminal, status, id in connection.execute(
        query.where(first, *period.holds(filings.c.received_at))
    ):
        count = counted[_day(at), terminal]
        count.update(("收件", _STATUS.get(Status(status), "")))
        count["需再办"] += id in again
    for at, terminal in connection.execute(
        select(calls.c.at, calls.c.terminal).where(*period.holds(calls.c.at))
    ):
        counted[_day(at), terminal]["核验"] += 1
    waits = select(quarantined.c.at, quarantined.c.terminal).where(*period.holds(quarantined.c.at))
    for at, terminal in connection.execute(waits):
        counted[_day(at), terminal]["退回待处理"] += 1
    given = select(ratings.c.received_at, ratings.c.terminal, ratings.c.grade)
    for at, terminal, grade in connection.execute(given.where(*period.holds(ratings.c.received_at))):
        counted[_day(at), terminal].update({"评价": 1, "grades": grade})
        grades[grade] += 1
    daily = tuple(_row(day, terminal, count) for (day, terminal), count in sorted(counted.items()))
    return Figures(period, once, {grade: grades[grade] for grade in range(5, 0, -1)}, daily)


def as_csv(figures: Figures) -> str:
    """With the mark by which spreadsheets know UTF-8."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(("日期", "终端", *COLUMNS))
    period = f"{figures.period.first} 至 {figures.period.last}"
    total = replace(figures.total, terminal=figures.period.site or figures.total.terminal)
    for row in (*figures.daily, *figures.by_terminal, total):
        writer.writerow((row.day or period, row.terminal, *row.counts, shown_mean(row.mean)))
    return out.getvalue()


def shown_mean(mean: float | None) -> str:
    return "" if mean is None else f"{mean:.2f}"


_STATUS = {
    **dict.fromkeys(_DONE, "已受理"),
    Status.REFUSED: "拒绝",
    Status.WITHDRAWN: "撤回",
}


def _once(connection: Connection, period: Period) -> Once:
    """A filing that takes up an earlier one is a second visit, and no matter of its own."""
    came = select(filings.c.id).where(filings.c.parent.is_(None), *period.holds(filings.c.received_at))
    matters = len(connection.execute(came).all())
    again = _again(connection, period)
    lost = select(quarantined.c.filing).where(
        quarantined.c.ending == Ending.AGAIN.value, *period.holds(quarantined.c.at)
    )
    never_came = set(connection.scalars(lost)) - again.keys()
    causes = Counter(why for found in again.values() for why in found)
    causes[Why.NOT_FILED] += len(never_came)
    return Once(matters + len(never_came), len(again) + len(never_came), {why: causes[why] for why in Why})


def _again(connection: Connection, period: Period) -> dict[str, set[Why]]:
    query = select(trips.c.filing, trips.c.reason).join_from(trips, filings, trips.c.filing == filings.c.id)
    found: dict[str, set[Why]] = defaultdict(set)
    first = filings.c.parent.is_(None)
    for filing, reason in connection.execute(query.where(first, *period.holds(filings.c.received_at))):
        found[filing].add(second_trips.why(reason))
    return found


def _row(day: date | None, terminal: str, count: Counter[str]) -> Row:
    mean = count["grades"] / count["评价"] if count["评价"] else None
    return Row(day, terminal, tuple(count[name] for name in COLUMNS[:-1]), mean)


def _sum(day: date | None, terminal: str, rows: tuple[Row, ...]) -> Row:
    sums = tuple(sum(row.counts[place] for row in rows) for place in range(len(COLUMNS) - 1))
    rated = [(row.mean or 0) * row.counts[-1] for row in rows]
    return Row(day, terminal, sums, sum(rated) / sums[-1] if sums[-1] else None)


def _grouped(rows: tuple[Row, ...]) -> dict[str, tuple[Row, ...]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.terminal].append(row)
    return {terminal: tuple(found[terminal]) for terminal in sorted(found)}


def _day(at: datetime) -> date:
    return at.astimezone(CHINA).date()
