"""A screen that is to be followed by a fresh one, and waits until nobody stands before it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from kiosk.ui.idle import IdleWatch

if TYPE_CHECKING:
    from kiosk.ui.terminal_view import TerminalView

QUIET = 20.0  # seconds without a touch after which nobody reads home any more
_LOOK = 500  # milliseconds


class Retirement(QObject):
    """Calls `over` once, from home and never in the middle of anything. A session that ends first ends this
    process anyway."""

    def __init__(self, view: TerminalView, idle: IdleWatch, over: Callable[[], None]) -> None:
        super().__init__()
        self._view, self._idle, self._over = view, idle, over
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    @Slot()
    def _look(self) -> None:
        view = self._view
        alone = view.page_name() == "Home" and not view.busy() and not view.clerk.at_bench
        if alone and self._idle.quiet_for() >= QUIET:
            self._timer.stop()
            self._over()
