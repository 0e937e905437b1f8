"""A scripted citizen does the whole job on a whole terminal, and leaves pictures, paper and a timeline.

Everything is real but the persons and the devices' mechanics: processes, sockets, pseudo-terminals, an X
server, pointer events. It counts as done only if every filing ended with a verified signed receipt.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from kiosk.demo import book, enrolment, house, housing_fund, running, story, walking
from kiosk.demo.citizen import Citizen, DemoError
from kiosk.demo.stand import Stand, StandError, standing
from kiosk.demo.xvfb import ScreenError, screen
from kiosk.flows.definition import Flow
from kiosk.flows.loader import load_items
from kiosk.store import Store
from kiosk.wire import messages
from kiosk.wire.boot import BEIJING
from kiosk.wire.envelope import SignatureError
from kiosk.wire.identity import Identity

__all__ = ["DemoError", "show"]


STORIES = {
    story.ITEM: story.CHAPTERS,
    enrolment.ITEM: enrolment.CHAPTERS,
    housing_fund.ITEM: housing_fund.CHAPTERS,
}


def show(  # noqa: PLR0913 - how it is shown, by name
    out: Path,
    *,
    item: str,
    starts_at: datetime | None,
    say: Callable[[str], None],
    chapters: int | None = None,
    variant: str = "standard",
    geometry: str = "portrait",
) -> dict[str, Any]:
    """The object that `kiosk demo --json` prints. Raises DemoError when the citizen could not go on.

    `chapters`: so many of the story; none is all. `variant`: how each citizen reads the screens, one of
    manner.VARIANTS or several with a plus between them; `geometry`: what glass the terminal has.
    """
    flow = _flow(item)
    begins = starts_at or _in_season(flow)
    story_told = _story(flow, (begins or datetime.now(BEIJING)).date())[:chapters]
    also = ("document_camera",) if item not in STORIES and walking.photographs(flow) else ()
    started = time.monotonic()
    _empty(out)
    timeline = book.Timeline(started)
    try:
        with standing(out / "stand", starts_at=begins, geometry=geometry, also=also) as stand:
            say("平台、虚拟设备和终端登记已就绪")
            with screen(stand.config.width, stand.config.height) as display, running.terminal(stand, display):
                for chapter in story_told:
                    say(chapter.title)
                    citizen = Citizen(stand, display, out / "screens", chapter.name)
                    citizen.wait_for("Home")
                    citizen.chooses(variant)
                    _walk(chapter, citizen, timeline, say)
            filings = _filings(stand)
            pictures = book.bind(out, stand, timeline, filings)
    except (StandError, ScreenError) as error:
        raise DemoError(str(error)) from error
    verified = all(filing["receipt_verified"] for filing in filings)
    expected = sum(chapter.files for chapter in story_told)
    return {
        "ok": verified and len(filings) == expected,
        "filings": filings,
        # The first chapter is the shortest way from the home screen to the paper.
        "taps": timeline.chapters[0]["taps"],
        "typed": timeline.chapters[0]["typed"],
        "facts": timeline.chapters[0]["facts"],
        "uploads": filings[0]["uploads"] if filings else 0,
        "seconds": round(time.monotonic() - started, 1),
        "printed": [path.name for path in pictures if path.parent.name == "paper"],
        "pictures": [str(path) for path in pictures],
    }


def _story(flow: Flow, today: date) -> tuple[story.Chapter, ...]:
    """Its own, or that of everybody, with what comes afterwards."""
    if flow.item in STORIES:
        return STORIES[flow.item]
    return (*walking.chapters(flow, today), *(house.AFTERWARDS if flow.item == house.ITEM else ()))


def _flow(item: str) -> Flow:
    """Raises DemoError."""
    shipped = load_items()
    if item not in shipped:
        raise DemoError(f"no such item: {item}; there are: {', '.join(shipped)}")
    return shipped[item]


def _in_season(flow: Flow) -> datetime | None:
    """The first morning of the item's season in this year; none for an item that is always open."""
    if flow.season is None:
        return None
    first = datetime.fromisoformat(f"{date.today().year}-{flow.season.opens}T{flow.season.since}")
    return first.replace(tzinfo=BEIJING) + timedelta(hours=1)


def _walk(
    chapter: story.Chapter, citizen: Citizen, timeline: book.Timeline, say: Callable[[str], None]
) -> None:
    def seen(page: str, picture: Path) -> None:
        timeline.add(page, picture)
        say(f"  {timeline.seconds:6.1f} s  {page}")

    timeline.begin(chapter.name, chapter.title)
    citizen.on_page = seen
    chapter.walk(citizen)
    timeline.end(citizen.taps, citizen.typed, chapter.facts or citizen.facts)


def _filings(stand: Stand) -> list[dict[str, Any]]:
    """Every filing of the terminal, and whether the platform's signature on its receipt holds."""
    receipts = Identity.load(stand.config.identity).receipts
    store = Store(stand.config.store)
    found = []
    try:
        for kept in store.filings.receipts():
            try:
                receipt = messages.Receipt.read(receipts.verify(messages.RECEIPT, kept.receipt or ""))
                verified = (receipt.object, receipt.digest) == (kept.id, kept.digest)
            except (SignatureError, messages.MessageError):
                verified = False
            entry: dict[str, Any] = {"number": kept.number, "item": kept.item, "outcome": kept.status.value}
            entry |= {"uploads": kept.uploads}
            found.append(entry | {"receipt_verified": verified})
    finally:
        store.close()
    return found


def _empty(out: Path) -> None:
    """Only what an earlier demo left: never a folder that was somebody's before."""
    if out.exists() and any(out.iterdir()) and not (out / book.MARK).exists():
        raise DemoError(f"{out} is not empty and not from an earlier demo")
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    (out / "screens").mkdir()
    (out / book.MARK).write_text("made by kiosk demo\n")
