"""What a screen may say when something is wrong: one sentence for the person, none of the machine's words."""

from __future__ import annotations

import re
from pathlib import Path

from kiosk import diagnostics
from kiosk.config import RESOURCES, Config
from kiosk.model import Health, Level
from kiosk.store.journal import Event
from kiosk.ui.walker import walk
from tests.ui.visitor import Visitor

_LATIN = re.compile(r"[A-Za-z][A-Za-z_.:]{2,}")
_BUTTONS = {"English"}


def says_once(visitor: Visitor, sentence: str) -> str:
    """Waits for the sentence; it stands there once, in the person's words, and keeps the measures of the
    glass. The whole page."""
    visitor.until(lambda: sentence in visitor.reads(), sentence)
    visitor.until(lambda: visitor.shell.window.property("settled"), "a page at rest")
    variant = "large" if visitor.shell.view.display.manner.type else "standard"
    assert walk(visitor.shell.window, 0.369, variant, visitor.page) == []
    page = visitor.reads()
    assert page.count(sentence) == 1, page
    assert set(_LATIN.findall(page)) <= _BUTTONS, page
    return page


def journal(visitor: Visitor, event: Event) -> list[str]:
    """The details of every entry of this kind, as they stand in the journal."""
    rows = visitor.terminal.store._database.rows(
        "select detail from journal where event = ? order by seq", (event.value,)
    )
    return [row["detail"] for row in rows]


def doctor(visitor: Visitor, folder: Path, url: str, items: Path = RESOURCES / "items") -> dict[str, Health]:
    """What `kiosk doctor` tells of this terminal: each check by its name. `folder` holds its store."""
    identity = folder / "identity"
    if not identity.exists():
        identity.symlink_to(visitor.place.identity.folder)
    config = Config(
        place="大厅", phone="12345", data=folder, sealed=False, platform=url, timeout=2.0, width=1080,
        height=1920, mm_per_px=0.369, fullscreen=False, devices=(), items=items, starts_at=None,
    )  # fmt: skip
    report = diagnostics.report(config, Level.INTERNAL, visitor.place.clock, devices={})
    return {health.name: health for health in report}


def told(health: Health) -> str:
    return f"{health.value} {health.advice}"
