"""What the platform does unasked: it accepts what is in order, minds the clocks, works the simulated desks,
and ends what waits for parts that do not come.

Several platforms on one database do it side by side: whoever has a row has it until the transaction ends, and
the others pass it by (SKIP LOCKED; on SQLite there is one writer, who meets nobody).
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, exists, select, update
from sqlalchemy.exc import SQLAlchemyError

from acceptance import branch_rows, branches, feed, late_parts, promises, receipts, tables
from acceptance import desk_words as desks
from acceptance import opened as dossiers
from acceptance.branch_tables import branch_cases
from acceptance.branch_tables import branches as rows
from acceptance.platform import Platform
from acceptance.problems import ProblemError
from kiosk.model import Status
from kiosk.wire.branch_news import BranchState

_log = logging.getLogger(__name__)

PAUSE = 0.25  # seconds between two rounds
_AGAIN = timedelta(minutes=1)  # after what went wrong at a desk
_MOST = 50  # of each in one round


class FrontDesk:
    """A thread of its own until it is stopped."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="front desk", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Waits for the round at hand."""
        self._over.set()
        self._thread.join(timeout=10)

    def _run(self) -> None:
        while not self._over.wait(PAUSE):
            try:
                round_of_work(self._platform)
            except SQLAlchemyError as error:  # no database at the moment: the next round meets the same rows
                _log.warning("front desk: %s", type(error).__name__)


def round_of_work(platform: Platform) -> int:
    """Does what is due by the platform's clock; returns how much that was."""
    done = sum(_each(platform, _to_accept, accept))
    done += sum(_each(platform, _to_look_at, _look))
    done += sum(_each(platform, _on_desks, _work))
    done += promises.look(platform)
    return done + sum(sum(_each(platform, find, do)) for find, do in late_parts.CHORES)


def accept(connection: Connection, platform: Platform, filing: str) -> bool:
    """受理: the number, the word to the terminal, and the branches that start with it. False where it is not
    to be accepted any more, or somebody else does it at this moment."""
    filings = tables.filings
    wanted = (filings.c.id == filing, filings.c.status == Status.RECEIVED.value)
    query = select(filings).where(*wanted).with_for_update(skip_locked=True)
    row = connection.execute(query).first()
    if row is None:
        return False
    now = platform.clock()
    number = receipts.acceptance_number(connection, platform.database, row.region, now)
    values = {"status": Status.ACCEPTED.value, "acceptance_number": number}
    connection.execute(update(filings).where(filings.c.id == filing).values(**values))
    news = feed.News(filing, Status.ACCEPTED, now, row.reason)
    feed.append(connection, platform.keys.receipts, platform.database.epoch, row.terminal, news)
    branches.begin(connection, platform, filing)
    return True


def _each(
    platform: Platform,
    find: Callable[[Connection, Platform], Iterable[Any]],
    do: Callable[..., bool],
) -> list[bool]:
    """One transaction each: what goes wrong with one is no other's trouble."""
    with platform.database.reading() as connection:
        found = [tuple(row) for row in find(connection, platform)]
    done = []
    for place in found:
        try:
            with platform.database.writing() as connection:
                done.append(do(connection, platform, *place))
        except (ProblemError, dossiers.UnreadableError, KeyError, ValueError) as error:
            _log.error("front desk: %s at %s", type(error).__name__, place[-1])
            _put_off(platform, place)
    return done


def _to_accept(connection: Connection, platform: Platform) -> Iterable[Any]:
    """Complete, signed by everybody, of whom we know who they are, and nothing left to be looked at."""
    filings, reviews = tables.filings, tables.reviews
    unseen = exists().where(reviews.c.filing == filings.c.id, reviews.c.seen_at.is_(None))
    query = select(branch_cases.c.filing).join(filings, filings.c.id == branch_cases.c.filing)
    open_ones = (branch_cases.c.accepted_at.is_(None), branch_cases.c.ready.is_(True))
    in_order = (filings.c.status == Status.RECEIVED.value, ~unseen)
    found = query.where(*open_ones, *in_order).order_by(filings.c.received_at).limit(_MOST)
    return connection.execute(found).all()


def _to_look_at(connection: Connection, platform: Platform) -> Iterable[Any]:
    late = (rows.c.state == BranchState.STARTED.value, rows.c.look_at <= platform.clock())
    return connection.execute(select(rows.c.filing).where(*late).distinct().limit(_MOST)).all()


def _on_desks(connection: Connection, platform: Platform) -> Iterable[Any]:
    ripe = (rows.c.state == BranchState.STARTED.value, rows.c.desk_at <= platform.clock())
    query = select(rows.c.filing, rows.c.key).where(*ripe).order_by(rows.c.desk_at).limit(_MOST)
    return connection.execute(query).all()


def _look(connection: Connection, platform: Platform, filing: str) -> bool:
    branches.tick(connection, platform, filing)
    return True


def _work(connection: Connection, platform: Platform, filing: str, key: str) -> bool:
    branches.hold(connection, filing)
    mine = (rows.c.filing == filing, rows.c.key == key, rows.c.state == BranchState.STARTED.value)
    row = connection.execute(select(rows).where(*mine).with_for_update(skip_locked=True)).first()
    if row is None or row.desk_at is None:
        return False
    item = branches.item(connection, filing)
    taken = branches.inputs(connection, filing, key)
    dossier = dossiers.dossier(connection, platform, filing, key)
    said = desks.word(item, desks.Work(platform, connection, key, row.output, dossier, taken))
    branches.record(connection, platform, filing, key, said)
    return True


def _put_off(platform: Platform, place: tuple[str, ...]) -> None:
    """A desk that cannot do it now tries again later, and holds up nobody meanwhile."""
    with platform.database.writing() as connection:
        for row in branch_rows.of(connection, place[0]) if len(place) > 1 else ():
            if row.key == place[1] and row.desk_at is not None:
                branch_rows.put_off(connection, row, platform.clock() + _AGAIN)
