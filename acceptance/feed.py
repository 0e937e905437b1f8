"""The status feed: what happened to a terminal's filings, in order, without gaps.

A number taken before commit can become visible after a higher one, and a reader that keeps a cursor
would then miss it for ever. So the number comes from the terminal's own row, locked until commit: the
order of commits is the order of numbers, with any count of writers.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import Connection, select, update

from acceptance import second_trips, tables
from acceptance.platform import Platform
from kiosk.model import Status
from kiosk.wire import messages
from kiosk.wire.branch_news import BranchNews
from kiosk.wire.envelope import SigningKey

_log = logging.getLogger(__name__)

PAGE = 200


@dataclass(frozen=True)
class Page:
    epoch: str
    events: list[str]
    more: bool


@dataclass(frozen=True)
class News:
    """What happened to a filing, before it has a number."""

    filing: str
    status: Status
    at: datetime
    reason: str | None = None
    due: date | None = None  # until when the person has to do something
    branches: tuple[BranchNews, ...] = ()  # where its parts stand, all of them


def append(connection: Connection, key: SigningKey, epoch: str, terminal: str, news: News) -> int:
    """Numbers and signs an event inside the caller's transaction; holds the terminal's row until its end.

    `epoch` is the platform's, which a terminal's own comes before.
    """
    seq = hold(connection, terminal) + 1
    own = _own_epoch(connection, terminal)
    row = tables.terminals.c.id == terminal
    connection.execute(update(tables.terminals).where(row).values(feed_seq=seq))
    if news.status is Status.CORRECTION_REQUIRED:
        second_trips.note(connection, news.filing, news.reason, news.at)
    said = (news.filing, news.status, news.at, news.reason, news.due, news.branches)
    event = messages.Event(own or epoch, seq, *said)
    token = key.sign(messages.EVENT, event.payload())
    connection.execute(
        tables.events.insert().values(terminal=terminal, seq=seq, filing=news.filing, token=token)
    )
    return seq


def page(platform: Platform, terminal: str, epoch: str, after: int) -> Page:
    """What follows `after`; from the beginning for a cursor that is not of this feed."""
    with platform.database.reading() as connection:
        own = _own_epoch(connection, terminal)
        present = own or platform.database.epoch
        last = connection.scalar(select(tables.terminals.c.feed_seq).where(tables.terminals.c.id == terminal))
    if epoch == present and after > (last or 0):
        own = present = _begin_anew(platform, terminal, epoch, after)
    events, after = tables.events, after if epoch == present else 0
    with platform.database.reading() as connection:
        query = select(events.c.token).where(events.c.terminal == terminal, events.c.seq > after)
        found = list(connection.scalars(query.order_by(events.c.seq).limit(PAGE + 1)))
    shown = found[:PAGE] if own is None else [_of(platform, present, token) for token in found[:PAGE]]
    return Page(present, shown, len(found) > PAGE)


def _begin_anew(platform: Platform, terminal: str, epoch: str, after: int) -> str:
    """The terminal has read further than we ever wrote: we were put back to an older state, and the same
    numbers will be given to other events. Only a new epoch makes it read them. Returns the present one."""
    feeds = tables.feeds
    with platform.database.writing() as connection:
        last = hold(connection, terminal)
        present = _own_epoch(connection, terminal) or platform.database.epoch
        if present != epoch or after <= last:  # another request was first
            return present
        values = {"epoch": uuid4().hex, "begun_at": platform.clock()}
        connection.execute(platform.database.insert_new(feeds, terminal=terminal, **values))
        connection.execute(update(feeds).where(feeds.c.terminal == terminal).values(**values))
    _log.warning("terminal %s: its cursor is %d, our feed ends at %d: begun anew", terminal, after, last)
    return str(values["epoch"])


def hold(connection: Connection, terminal: str) -> int:
    """The last number of the terminal's feed, which nobody else changes until the transaction ends."""
    row = tables.terminals.c.id == terminal
    # key_share: a foreign key's look at the row must not wait for us, else two writers wait for each other
    last = connection.scalar(select(tables.terminals.c.feed_seq).where(row).with_for_update(key_share=True))
    if last is None:
        raise LookupError("no such terminal")
    return int(last)


def _own_epoch(connection: Connection, terminal: str) -> str | None:
    feeds = tables.feeds
    found: str | None = connection.scalar(select(feeds.c.epoch).where(feeds.c.terminal == terminal))
    return found


def _of(platform: Platform, epoch: str, token: str) -> str:
    """The event as one of this epoch: what was signed before it began is signed again, and stays the same
    bytes at every asking."""
    key = platform.keys.receipts
    event = messages.Event.read(key.public.verify(messages.EVENT, token))
    return token if event.epoch == epoch else key.sign(messages.EVENT, replace(event, epoch=epoch).payload())
