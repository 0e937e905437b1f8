"""The status feed: what happened to a terminal's filings, in order, without gaps.

A number taken before commit can become visible after a higher one, and a reader that keeps a cursor
would then miss it for ever. So the number comes from the terminal's own row, locked until commit: the
order of commits is the order of numbers, with any count of writers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from acceptance import tables
from acceptance.platform import Platform
from kiosk.model import Status
from kiosk.wire import messages
from kiosk.wire.envelope import SigningKey

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


def append(connection: Connection, key: SigningKey, epoch: str, terminal: str, news: News) -> int:
    """Numbers and signs an event inside the caller's transaction; holds the terminal's row until its end."""
    row = tables.terminals.c.id == terminal
    # key_share: a foreign key's look at the row must not wait for us, else two writers wait for each other
    last = connection.scalar(select(tables.terminals.c.feed_seq).where(row).with_for_update(key_share=True))
    if last is None:
        raise LookupError("no such terminal")
    seq = int(last) + 1
    connection.execute(update(tables.terminals).where(row).values(feed_seq=seq))
    event = messages.Event(epoch, seq, news.filing, news.status, news.at, news.reason)
    token = key.sign(messages.EVENT, event.payload())
    connection.execute(
        tables.events.insert().values(terminal=terminal, seq=seq, filing=news.filing, token=token)
    )
    return seq


def page(platform: Platform, terminal: str, epoch: str, after: int) -> Page:
    """What follows `after`; from the beginning for a cursor that is not of this feed."""
    events = tables.events
    with platform.database.reading() as connection:
        last = connection.scalar(select(tables.terminals.c.feed_seq).where(tables.terminals.c.id == terminal))
        if epoch != platform.database.epoch or after > (last or 0):
            after = 0
        query = select(events.c.token).where(events.c.terminal == terminal, events.c.seq > after)
        found = list(connection.scalars(query.order_by(events.c.seq).limit(PAGE + 1)))
    return Page(platform.database.epoch, found[:PAGE], len(found) > PAGE)
