"""Tells open pages that something changed, by server-sent events; they then ask for themselves again.

What changed is read from the database and not from this process, so that several of them may serve terminals.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import StreamingResponse
from sqlalchemy import func, select
from starlette.concurrency import run_in_threadpool

from acceptance import tables
from acceptance.command_tables import commands
from acceptance.console import pages
from acceptance.console.admission import StaffHere
from acceptance.console_tables import checked, quarantined, rectifications, suggestions
from acceptance.database import Database
from acceptance.dependencies import PlatformHere
from acceptance.upload_tables import awaiting

LOOK = 1.0  # seconds between two looks at the database, for all pages together
WHOLE = 600.0  # seconds until a page has to come again, and to show again who asks
_QUIET = 20  # looks without a change after which a line that goes through proxies must be heard of

router = APIRouter()


class Live:
    """The mark of what pages show: another one, when something has changed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._mark, self._looked_at = "", -LOOK
        self._over = asyncio.Event()

    def mark(self) -> str:
        with self._lock:
            if time.monotonic() - self._looked_at >= LOOK:
                self._mark, self._looked_at = self._look(), time.monotonic()
            return self._mark

    def end(self) -> None:
        """Ends all lines, so that the process need not wait for them."""
        self._over.set()

    async def changes(self, request: Request) -> AsyncIterator[str]:
        yield "retry: 2000\n\n"
        told, quiet, until = "", 0, time.monotonic() + WHOLE
        while time.monotonic() < until and not await request.is_disconnected():
            mark = await run_in_threadpool(self.mark)
            quiet = 0 if mark != told else quiet + 1
            if mark != told:
                told = mark
                yield f"event: changed\ndata: {mark}\n\n"
            elif quiet % _QUIET == 0:
                yield ": still here\n\n"
            try:
                async with asyncio.timeout(LOOK):
                    await self._over.wait()
                return
            except TimeoutError:
                continue

    def _look(self) -> str:
        """All of it from tables as small as the fleet and what waits."""
        waiting = quarantined.c.closed_at.is_(None)
        queries = (
            select(func.max(tables.states.c.received_at)),
            select(func.sum(tables.terminals.c.feed_seq)),
            select(func.count()).select_from(tables.anomalies),
            select(func.count()).select_from(checked),
            select(func.count()).select_from(quarantined).where(waiting),
            select(func.count()).select_from(rectifications).where(rectifications.c.closed_at.is_(None)),
            select(func.count()).select_from(awaiting),
            select(func.max(suggestions.c.changed_at)),
            select(func.max(commands.c.answered_at)),
            select(func.max(commands.c.issued_at)),
        )
        with self._database.reading() as connection:
            return "/".join(str(connection.scalar(query) or "") for query in queries)


def live_of(request: Request) -> Live:
    live: Live = request.app.state.live
    return live


LiveHere = Annotated[Live, Depends(live_of)]


@router.get("/live")
async def get_live(
    request: Request, staff: StaffHere, platform: PlatformHere, live: LiveHere
) -> StreamingResponse:
    return StreamingResponse(live.changes(request), 200, pages.HEADERS, "text/event-stream")
