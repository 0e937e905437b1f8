"""What a screen may say when something is wrong: one sentence for the person, none of the machine's words."""

from __future__ import annotations

import re

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
    variant = "large" if visitor.shell.view._large else "standard"
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
