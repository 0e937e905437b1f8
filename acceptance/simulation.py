"""A fleet comes back after an outage, on a clock of its own: how often each terminal is turned away, and when
the last filing is in.

What decides is what decides in earnest: the terminals' own pacing and batching, the reading of answers, the
platform's admission, and its table of filings with its keys. Left out are sockets, seals and judgements.
"""

from __future__ import annotations

import heapq
import random
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from acceptance import problem_answers, tables
from acceptance.admission import Admission
from acceptance.database import Database
from acceptance.problems import ProblemError
from kiosk.wire import pacing
from kiosk.wire.batching import Batching
from kiosk.wire.troubles import Answer, UnreachableError, trouble

MOST_REJECTIONS = 1.3  # a terminal
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Fleet:
    terminals: int
    filings: int  # that wait at each of them
    rate: float  # filings a second that the platform takes
    lost_answers: float = 0.01  # of the requests that were taken
    seed: int = 1


@dataclass
class _Terminal:
    name: str
    waiting: list[str]
    failures: int = 0
    rejections: int = 0
    batching: Batching = field(default_factory=Batching)


class _Intake:
    """The platform: admission, and one transaction a request in which an id counts once."""

    def __init__(self, folder: Path, fleet: Fleet, now: list[float]) -> None:
        self.database = Database(f"sqlite:///{folder / 'platform.sqlite'}")
        self.admission = Admission(fleet.rate, lambda: now[0])
        self.taken = 0

    def enrol(self, names: list[str]) -> None:
        row = {"region": "330521", "site": "0001", "number": "001"}
        with self.database.writing() as connection:
            connection.execute(tables.terminals.insert(), [{"id": name, **row} for name in names])

    def answer(self, terminal: str, ids: list[str]) -> Answer:
        try:
            self.admission.admit(terminal, len(ids))
        except ProblemError as problem:
            told = problem_answers.response(problem.kind, problem.detail, problem.retry_after)
            return Answer(told.status_code, {k.lower(): v for k, v in told.headers.items()}, bytes(told.body))
        with self.database.writing() as connection:
            known = set(connection.scalars(select(tables.filings.c.id).where(tables.filings.c.id.in_(ids))))
            rows = [_row(terminal, id) for id in ids if id not in known]
            if rows:
                connection.execute(tables.filings.insert(), rows)
            self.taken += len(rows)
        return Answer(207, {"content-type": "application/json"}, b"")

    def kept(self) -> int:
        with self.database.reading() as connection:
            return int(connection.scalar(select(func.count()).select_from(tables.filings)) or 0)


def simulate(fleet: Fleet) -> dict[str, Any]:
    """{"ok", "rejections_per_terminal", "lost", "doubled", "drained_s", "peak_requests_per_s", …}"""
    chance, now = random.Random(fleet.seed), [0.0]
    terminals = [
        _Terminal(f"t{n}", [f"{n}-{number}" for number in range(fleet.filings)])
        for n in range(fleet.terminals)
    ]
    with tempfile.TemporaryDirectory(prefix="fleet-") as folder:
        intake = _Intake(Path(folder), fleet, now)
        intake.enrol([terminal.name for terminal in terminals])
        # The outage was long: each waits its longest wait, and each began at another moment.
        due = [(chance.uniform(0, pacing.LONGEST_WAIT), n) for n in range(fleet.terminals)]
        heapq.heapify(due)
        requests: Counter[int] = Counter()
        while due:
            now[0], n = heapq.heappop(due)
            requests[int(now[0])] += 1
            if wait := _ask(terminals[n], intake, chance, fleet):
                heapq.heappush(due, (now[0] + wait, n))
        kept = intake.kept()
        intake.database.close()
    return _told(fleet, terminals, (kept, intake.taken), requests) | {"drained_s": round(now[0], 1)}


def _ask(terminal: _Terminal, intake: _Intake, chance: random.Random, fleet: Fleet) -> float:
    """One request; returns the seconds until the next, 0 when nothing waits any more."""
    batch = list(next(terminal.batching.groups(terminal.waiting, lambda _: 4_000)))
    answer = intake.answer(terminal.name, batch)
    if answer.status == 207 and chance.random() >= fleet.lost_answers:
        terminal.waiting, terminal.failures = terminal.waiting[len(batch) :], 0
        return 0.001 if terminal.waiting else 0.0
    terminal.failures += 1
    if answer.status == 207:  # kept, and the terminal never hears of it
        return pacing.after_failures(terminal.failures, chance)
    terminal.rejections += 1
    absence = trouble(answer)
    slot = absence.retry_after if isinstance(absence, UnreachableError) else None
    return pacing.after_failures(terminal.failures, chance) if slot is None else pacing.in_slot(slot, chance)


def _told(
    fleet: Fleet, terminals: list[_Terminal], filings: tuple[int, int], requests: Counter[int]
) -> dict[str, Any]:
    kept, taken = filings
    sent = fleet.terminals * fleet.filings
    rejections = sum(terminal.rejections for terminal in terminals) / fleet.terminals
    lost = sent - kept + sum(len(terminal.waiting) for terminal in terminals)
    doubled = max(0, taken - sent)
    return {
        "ok": rejections <= MOST_REJECTIONS and not lost and not doubled,
        **{name: getattr(fleet, name) for name in ("terminals", "filings", "rate", "lost_answers", "seed")},
        "rejections_per_terminal": round(rejections, 3),
        "most_rejections": max(terminal.rejections for terminal in terminals),
        "lost": lost,
        "doubled": doubled,
        "ideal_s": round(sent / fleet.rate, 1),
        "requests": sum(requests.values()),
        "peak_requests_per_s": max(requests.values()),
    }


def _row(terminal: str, id: str) -> dict[str, Any]:
    texts = ("region", "number", "item", "definition", "epoch", "digest", "envelope", "person", "receipt")
    values = {name: "x" for name in texts} | {"status": "received", "seq": 1}
    return {**values, "id": id, "terminal": terminal, "filed_at": _EPOCH, "received_at": _EPOCH}
