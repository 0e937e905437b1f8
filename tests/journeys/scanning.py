"""A person who holds a code under the scanner until something comes of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer

from kiosk.devices.virtual import state
from kiosk.devices.virtual.code_scanner import CodeScannerState
from tests.ui.visitor import Visitor


def hold(visitor: Visitor, code: str, comes: Callable[[], object], what: str) -> None:
    """What the scanner reads as its light goes out is nobody's, so that it is held there again."""
    shown = QElapsedTimer()

    def has_come() -> object:
        if (come := comes()) or (shown.isValid() and not shown.hasExpired(2000)):
            return come
        state.update(visitor.place.states, CodeScannerState, code=code)
        shown.start()
        return come

    visitor.until(has_come, what)
    state.update(visitor.place.states, CodeScannerState, code=None)
