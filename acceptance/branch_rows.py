"""One branch of a filing, as its row: started, resting, ended. Whoever changes it holds its filing's row."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select, update

from acceptance import branch_clocks
from acceptance.branch_clocks import Rest, Running
from acceptance.branch_tables import branch_pauses, branches
from kiosk.flows.calendar import Light, Limit, Unit
from kiosk.wire.branch_news import BranchNews, BranchState


def of(connection: Connection, filing: str) -> Sequence[Row[Any]]:
    """In the order of the item."""
    query = select(branches).where(branches.c.filing == filing).order_by(branches.c.place)
    return connection.execute(query).all()


def start(connection: Connection, row: Row[Any], now: datetime, after: timedelta | None) -> None:
    """`after`: how long a simulated office takes; none where a real one asks for its work."""
    running = Running(_limit(row), now)
    _change(
        connection,
        row,
        state=BranchState.STARTED.value,
        light=Light.GREEN.value,
        started_at=now,
        look_at=branch_clocks.next_look(running, now),
        desk_at=now + after if after is not None else None,
    )


def rest(connection: Connection, row: Row[Any], why: str | None, now: datetime) -> None:
    """Something is wanted of the person. Whoever rests already rests for another reason from now on."""
    open_ones = _open_rest(row)
    values = {"filing": row.filing, "key": row.key, "why": why or "", "since": now}
    if connection.execute(select(branch_pauses.c.id).where(*open_ones)).first() is None:
        connection.execute(branch_pauses.insert().values(**values))
    state = {"state": BranchState.PAUSED.value, "light": Light.PAUSED.value}
    _change(connection, row, **state, reason=why, look_at=None, worker=None, claimed_until=None)


def wake(connection: Connection, row: Row[Any], now: datetime) -> None:
    """It rests no longer; what never rested stays as it is."""
    ended = update(branch_pauses).where(*_open_rest(row)).values(until=now)
    if connection.execute(ended).rowcount == 0:
        return
    running = _running(connection, row)
    state = {"state": BranchState.STARTED.value, "light": branch_clocks.light(running, now).value}
    at_desk = now if row.desk_at is not None else None
    _change(
        connection,
        row,
        **state,
        reason=None,
        look_at=branch_clocks.next_look(running, now),
        desk_at=at_desk,
    )


def end(  # noqa: PLR0913 - all that is kept of an end
    connection: Connection,
    row: Row[Any],
    state: BranchState,
    now: datetime,
    result: Mapping[str, str],
    reason: str | None,
) -> None:
    kept = json.dumps(dict(result), ensure_ascii=False)
    over = {"look_at": None, "desk_at": None, "worker": None, "claimed_until": None}
    _change(connection, row, state=state.value, ended_at=now, result=kept, reason=reason, **over)


def shine(connection: Connection, row: Row[Any], now: datetime) -> bool:
    """Whether its light is another one by now."""
    running = _running(connection, row)
    light = branch_clocks.light(running, now).value
    _change(connection, row, light=light, look_at=branch_clocks.next_look(running, now))
    return bool(light != row.light)


def news(connection: Connection, row: Row[Any]) -> BranchNews:
    running = _running(connection, row) if row.started_at else None
    due = branch_clocks.due(running) if running and row.ended_at is None else None
    return BranchNews(
        row.key, BranchState(row.state), row.light, row.started_at, row.ended_at, due, row.reason
    )


def put_off(connection: Connection, row: Row[Any], until: datetime) -> None:
    _change(connection, row, desk_at=until)


def _running(connection: Connection, row: Row[Any]) -> Running:
    own = (branch_pauses.c.filing == row.filing, branch_pauses.c.key == row.key)
    rests = connection.execute(select(branch_pauses).where(*own).order_by(branch_pauses.c.id)).all()
    return Running(_limit(row), row.started_at, [Rest(each.since, each.until) for each in rests])


def _limit(row: Row[Any]) -> Limit | None:
    return Limit(row.limit_count, Unit(row.limit_unit)) if row.limit_count else None


def _open_rest(row: Row[Any]) -> tuple[Any, ...]:
    table = branch_pauses.c
    return table.filing == row.filing, table.key == row.key, table.until.is_(None)


def _change(connection: Connection, row: Row[Any], **values: Any) -> None:
    own = (branches.c.filing == row.filing, branches.c.key == row.key)
    connection.execute(update(branches).where(*own).values(**values))
