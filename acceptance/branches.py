"""The departments' parts of a matter, as a graph that lives in the database.

All wait while the filing is not accepted. With the acceptance those start that need nothing else; what ends
starts, in the same transaction, whatever waited for it. Whoever changes a graph holds the filing's row first,
so that two departments that end at the same moment see each other.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, select, update

from acceptance import branch_rows, dues, feed, issuing, tables
from acceptance.branch_tables import branch_cases, branch_forms, branches
from acceptance.judgement import Case
from acceptance.platform import Platform
from acceptance.problems import Kind, ProblemError
from kiosk.flows import fees, handling
from kiosk.flows.calendar import Light
from kiosk.flows.definition.branches import asked
from kiosk.model import Status
from kiosk.wire.branch_news import BranchNews, BranchState

_RUNS = (BranchState.STARTED, BranchState.PAUSED)
EARLIER = "EARLIER_RETURNED"  # what it needs came to nothing
SOME = "BRANCH_RETURNED"  # the matter ends, and one part of it came to nothing


class Kinds(StrEnum):
    DONE = "done"
    CANNOT = "cannot"
    WAITS = "waits"  # for the person
    RESUMES = "resumes"


_ENDS = {Kinds.DONE: BranchState.DONE, Kinds.CANNOT: BranchState.RETURNED}


@dataclass(frozen=True)
class Word:
    """What a department says of its branch; `result` by the names of what it gives."""

    kind: Kinds
    result: Mapping[str, str] = field(repr=False, default_factory=dict)
    reason: str | None = None  # a code
    note: str | None = field(repr=False, default=None)  # for the departments that go on after it


def plan(connection: Connection, case: Case) -> None:
    """The branches of a filing, in the transaction that keeps it: all of them wait."""
    session = case.session
    if session is None or not session.flow.branches or handling.at_once(session):
        return
    values = {"filing": session.id, "item": session.flow.item, "ready": _is_ready(case)}
    connection.execute(branch_cases.insert().values(**values))
    for place, branch in enumerate(asked(session.flow.branches, session.context)):
        connection.execute(
            branches.insert().values(
                filing=session.id,
                key=branch.key,
                place=place,
                department=branch.department.zh,
                needs=json.dumps(branch.needs),
                takes=json.dumps(branch.takes),
                output=branch.output,
                charge=branch.charge if fees.apart(session.flow) else "",
                optional=branch.optional,
                limit_count=branch.limit.count if branch.limit else None,
                limit_unit=branch.limit.unit.value if branch.limit else None,
                state=BranchState.WAITING.value,
                light=Light.WAITING.value,
            )
        )
        if branch.uses:
            form = {"filing": session.id, "key": branch.key, "uses": json.dumps(branch.uses)}
            connection.execute(branch_forms.insert().values(**form))


def _is_ready(case: Case) -> bool:
    """Nothing of ours stands in its way. A certificate is opened by card and phone only, so that who has not
    confirmed yet loses nothing by its being made."""
    certificate = case.session is not None and case.session.flow.type == "certificate"
    return (case.confirmed or certificate) and not case.waits


def begin(connection: Connection, platform: Platform, filing: str) -> None:
    """The filing was accepted, and its row is held: the branches start that need nothing else."""
    now = platform.clock()
    connection.execute(update(branch_cases).where(branch_cases.c.filing == filing).values(accepted_at=now))
    _go_on(connection, platform, filing, now)
    _tell(connection, platform, filing, Status.IN_PROGRESS)


def record(connection: Connection, platform: Platform, filing: str, key: str, word: Word) -> None:
    """A department's word, and what it starts, in the caller's transaction. Raises ProblemError for a branch
    that is not open, and for one that would end before what it takes is there."""
    now = platform.clock()
    hold(connection, filing)
    row = next((row for row in branch_rows.of(connection, filing) if row.key == key), None)
    if row is None:
        raise ProblemError(Kind.NOT_FOUND)
    if row.state not in _RUNS or (word.kind is Kinds.RESUMES and row.state != BranchState.PAUSED):
        raise ProblemError(Kind.BRANCH_CLOSED)
    if word.kind is Kinds.DONE:
        _check_result(connection, row, word)
    if word.kind is Kinds.WAITS:
        branch_rows.rest(connection, row, word.reason, now)
    else:
        branch_rows.wake(connection, row, now)
    if word.kind in _ENDS:
        branch_rows.end(connection, row, _ENDS[word.kind], now, word.result, word.reason)
        _go_on(connection, platform, filing, now)
    status = _concluded(connection, filing, now)
    _tell(connection, platform, filing, status)
    if status is Status.CONCLUDED:
        issuing.issue(connection, platform, filing, item(connection, filing))


def paid(connection: Connection, platform: Platform, filing: str) -> None:
    """The fee came in that a branch waited for."""
    hold(connection, filing)
    waiting = [row for row in branch_rows.of(connection, filing) if row.charge and row.reason == dues.REASON]
    for row in waiting:
        branch_rows.wake(connection, row, platform.clock())
    if waiting:
        _tell(connection, platform, filing, None)


def tick(connection: Connection, platform: Platform, filing: str) -> None:
    """The light of the branches of a filing, as it is by now; whoever follows the feed hears of a change."""
    now, changed = platform.clock(), False
    hold(connection, filing)
    for row in branch_rows.of(connection, filing):
        if row.state == BranchState.STARTED and row.look_at is not None and row.look_at <= now:
            changed = branch_rows.shine(connection, row, now) or changed
    if changed:
        _tell(connection, platform, filing, None)


def inputs(connection: Connection, filing: str, key: str) -> dict[str, str]:
    """What other branches gave that this one takes."""
    rows = branch_rows.of(connection, filing)
    wanted: list[str] = next((json.loads(row.takes) for row in rows if row.key == key), [])
    made = {row.output: json.loads(row.result or "{}") for row in rows if row.output}
    return {name: str(made[name][name]) for name in wanted if name in made.get(name, {})}


def told(connection: Connection, filing: str) -> tuple[BranchNews, ...]:
    return tuple(branch_rows.news(connection, row) for row in branch_rows.of(connection, filing))


def hold(connection: Connection, filing: str) -> None:
    """Nobody else changes the graph of this filing until the transaction ends."""
    filings = tables.filings
    connection.execute(select(filings.c.id).where(filings.c.id == filing).with_for_update()).first()


def _check_result(connection: Connection, row: Row[Any], word: Word) -> None:
    if row.output and not word.result.get(row.output):
        raise ProblemError(Kind.BRANCH_RESULT, row.output)
    if missing := set(json.loads(row.takes)) - inputs(connection, row.filing, row.key).keys():
        raise ProblemError(Kind.BRANCH_TOO_EARLY, ", ".join(sorted(missing)))


def _go_on(connection: Connection, platform: Platform, filing: str, now: datetime) -> None:
    """Starts what can start now, and gives up what never will."""
    rows = branch_rows.of(connection, filing)
    states = {row.key: row.state for row in rows}
    owes = dues.holds(connection, filing)
    moved = True
    while moved:
        moved = False
        for row in (row for row in rows if states[row.key] == BranchState.WAITING):
            needed = {states[key] for key in json.loads(row.needs)}
            if BranchState.RETURNED in needed | _of_makers(rows, states, row):
                branch_rows.end(connection, row, BranchState.RETURNED, now, {}, EARLIER)
                states[row.key], moved = BranchState.RETURNED, True
            elif needed <= {BranchState.DONE}:
                branch_rows.start(
                    connection, row, now, platform.desks.after(item(connection, filing), row.key)
                )
                states[row.key] = BranchState.STARTED
                if row.charge and owes:
                    branch_rows.rest(connection, row, dues.REASON, now)


def _of_makers(rows: Sequence[Row[Any]], states: Mapping[str, str], row: Row[Any]) -> set[str]:
    """The states of those whose outputs it takes."""
    makers = {maker.output: maker.key for maker in rows if maker.output}
    return {states[makers[name]] for name in json.loads(row.takes)}


def item(connection: Connection, filing: str) -> str:
    query = select(branch_cases.c.item).where(branch_cases.c.filing == filing)
    return str(connection.scalar(query))


def _concluded(connection: Connection, filing: str, now: datetime) -> Status | None:
    """What the matter becomes once nothing is left that it waits for; None before, and ever after."""
    rows = [row for row in branch_rows.of(connection, filing) if not row.optional]
    case = branch_cases.c.filing == filing
    if any(row.ended_at is None for row in rows):
        return None
    ended = update(branch_cases).where(case, branch_cases.c.ended_at.is_(None)).values(ended_at=now)
    if connection.execute(ended).rowcount == 0:
        return None
    returned = any(row.state == BranchState.RETURNED for row in rows)
    return Status.REFUSED if returned else Status.CONCLUDED


def _tell(connection: Connection, platform: Platform, filing: str, status: Status | None) -> None:
    """Where all branches stand, to whoever follows the feed; with None the filing's status stays."""
    filings = tables.filings
    row = connection.execute(select(filings).where(filings.c.id == filing)).one()
    reason = SOME if status is Status.REFUSED else None if status else row.reason
    if status is not None:
        values = {"status": status.value, "reason": reason}
        connection.execute(update(filings).where(filings.c.id == filing).values(**values))
    present = status or Status(row.status)
    news = feed.News(filing, present, platform.clock(), reason, branches=told(connection, filing))
    feed.append(connection, platform.keys.receipts, platform.database.epoch, row.terminal, news)
