"""The window: loaded out of sight, shown when this process takes the stage, gone with its session.

Home is there first. Everything else, the other pages and the terminal behind them, comes while it is looked
at, or while this process waits in the wings. Nothing here blocks: what waits for devices, the platform or the
store runs on threads (background.py).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QMessageLogContext,
    QMetaObject,
    QObject,
    QTimer,
    QtMsgType,
    Signal,
    Slot,
    qInstallMessageHandler,
)
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow
from shiboken6 import delete, invalidate

from kiosk.ui import keyboard, wording
from kiosk.ui.attention import Attention
from kiosk.ui.background import Background
from kiosk.ui.coming import Coming
from kiosk.ui.furnishing import QML, Furnishing, ScreenError
from kiosk.ui.host_line import HostLine
from kiosk.ui.idle import IdleWatch
from kiosk.ui.pictures import Icons, Pictures
from kiosk.ui.retirement import Retirement
from kiosk.ui.session_view import SessionView
from kiosk.ui.stage import Patience, Stage
from kiosk.ui.terminal_view import TerminalView

if TYPE_CHECKING:
    from kiosk.terminal import Terminal
    from kiosk.ui.five_keys import FiveKeys
    from kiosk.ui.probe import Probe

__all__ = ["Glass", "ScreenError", "Shell", "application"]

FAMILY = "Noto Sans CJK SC"
_WHISPERS = (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg)
_LAST_WAIT = 3.0  # seconds for threads to end after the devices have been let go
_LINGER = 0.7  # seconds that a window stays whose session is over, if no other comes


@dataclass(frozen=True)
class Glass:
    """The screen in pixels. A window that does not take all of it is scaled to fit where it stands."""

    width: int = 1080
    height: int = 1920
    fullscreen: bool = False


class Shell(QObject):
    """One process's screen.

    `on_session_over` is called once, when a session has ended; this process then has nothing left to do.
    `probe` is the path of a socket for scripts; a sealed configuration gives none.
    """

    shown = Signal()  # home is on the glass: the first frame was handed over
    warm = Signal()  # nothing is left to load, and in the wings home has been painted once

    def __init__(
        self,
        terminal: Terminal | Coming,
        on_session_over: Callable[[], None],
        glass: Glass | None = None,
        probe: Path | None = None,
        patience: Patience | None = None,
    ) -> None:
        self.warnings = 0
        qInstallMessageHandler(self._hear)
        self._application = application()
        super().__init__()
        self._over, self._glass = on_session_over, glass or Glass()
        coming = terminal if isinstance(terminal, Coming) else Coming.there(terminal)
        self._background = Background()
        self._idle = IdleWatch(coming.front.monotonic, self._background.busy)
        words = wording.Wording(coming.front.texts)
        self.stage = Stage(coming, self._background, Pictures(), words, self._idle, patience or Patience())
        self.session = SessionView(self.stage)
        self.view = TerminalView(self.stage, self.session, self._fit())
        self.view.over.connect(self._session_over)
        self._attention = Attention(self._idle, self.view.covered)
        self._engine = QQmlApplicationEngine()
        self._furnishing = Furnishing(self._engine, self.stage, self.view)
        self._timers: list[QTimer] = []
        self._line: HostLine | None = None
        self._retirement: Retirement | None = None
        self._probe_path = probe
        self._probe: Probe | None = None
        self._keys: FiveKeys | None = None
        self._is_shown = self._has_stage = False

    @property
    def window(self) -> QQuickWindow:
        window = self._engine.rootObjects()[0]
        assert isinstance(window, QQuickWindow)
        return window

    def prepare(self) -> None:
        """Loads home, and shows nothing; the rest follows by itself. Raises ScreenError."""
        self._engine.addImageProvider("memory", self.stage.pictures)
        self._engine.addImageProvider("icon", Icons())
        width, height = self._size()  # from the beginning, so that everything is laid out and drawn once
        views = {"terminal": self.view, "session": self.session}
        self._engine.setInitialProperties({**views, "width": width, "height": height})
        self._engine.load(str(QML / "Main.qml"))
        if not self._engine.rootObjects():
            raise ScreenError("the screens do not load")
        self.window.installEventFilter(self._attention)
        self._furnishing.begins.connect(self._open_up)
        self._furnishing.failed.connect(self._give_up)
        self._furnishing.finished.connect(self._warm_up)
        self._furnishing.begin_soon()

    def show(self) -> None:
        """Home comes up, over whatever is there. The devices may still be another's."""
        if self._is_shown:
            return
        self._is_shown = True
        self.window.frameSwapped.connect(self._first_frame)
        if self._glass.fullscreen:
            self.window.showFullScreen()
        else:
            self.window.show()
        if self._application.platformName() == "xcb":  # where no window manager runs, nobody else does it
            self.window.raise_()
        self.window.requestActivate()
        if self._furnishing.begun:  # over somebody else's last page, on which a finger may still tap
            QMetaObject.invokeMethod(self.window, "settle")
        self.view.show()

    def take_stage(self) -> None:
        """Shows the window and takes hold of the devices: nobody else has them any more."""
        self.show()
        self._has_stage = True
        if self._furnishing.begun:  # else with everything that comes after home
            self.view.take_devices()
        if self._probe_path:  # only now: the screen that was on stage before had the same path
            from kiosk.ui.probe import Probe

            self._probe = Probe(self._probe_path, self.window, self.view, self.session)

    def retire(self) -> None:
        """Ends like after a session, as soon as nobody stands here: another one follows."""
        self._retirement = Retirement(self.view, self._idle, self._session_over)

    def listen(self, descriptor: int, on_line: Callable[[str], None], on_closed: Callable[[], None]) -> None:
        """Calls back on the GUI thread for each line that the host writes, and when its pipe closes."""
        self._line = HostLine(descriptor, on_line, on_closed)

    def every(self, seconds: float, call: Callable[[], None]) -> None:
        timer = QTimer(self)
        timer.setInterval(int(seconds * 1000))
        timer.timeout.connect(call)
        timer.start()
        self._timers.append(timer)

    def run(self) -> int:
        """Until quit(). 0, or with KIOSK_STRICT=1 the number 1 when Qt had anything to complain about.

        Raises what kept the terminal from being put together, and ScreenError for pages that do not load.
        """
        code = self._application.exec()
        trouble = self._furnishing.trouble
        self.close()
        if trouble:
            raise trouble
        return 1 if self.warnings and os.environ.get("KIOSK_STRICT") == "1" else code

    def step_down(self) -> None:
        """Lets go of the devices now, and of the glass when told to quit; without being told, soon after.

        Until then the last page stays, which names nobody: between two persons nobody sees a bare screen.
        """
        self.view.leave_stage()
        self._background.start(self.stage.terminal.close, _released, _kept)
        QTimer.singleShot(int(_LINGER * 1000), self.quit)

    def quit(self) -> None:
        self._application.exit(0)  # quit() would ask the window, which stays

    def close(self) -> None:
        """Lets go of devices, threads, window and pictures."""
        self.view.leave_stage()
        self.session.end()
        self._furnishing.stop()
        self._let_go()  # which breaks off every wait for a device
        self._background.close(_LAST_WAIT)
        self._let_go()  # of what a thread took hold of meanwhile
        for listener in (self._probe, self._line):
            if listener:
                listener.close()
        windows = self._engine.rootObjects()
        if self._keys:
            self._keys.close()
        for window in windows:
            window.removeEventFilter(self._attention)
        delete(self._engine)  # and the window with it, while everything that it shows still stands
        for window in windows:
            invalidate(window)  # or whatever comes to its address is taken for it

    def _let_go(self) -> None:
        if self.stage.coming.here:
            self.stage.terminal.close()

    @Slot()
    def _first_frame(self) -> None:
        self.window.frameSwapped.disconnect(self._first_frame)
        self.shown.emit()
        self._furnishing.begin_now()

    @Slot()
    def _open_up(self) -> None:
        """To whatever is not a finger."""
        from kiosk.ui.five_keys import FiveKeys

        self._keys = FiveKeys(self.window, self.view)
        self.window.installEventFilter(self._attention)  # again: it hears of everything before the keys do
        if self._has_stage:
            self.view.take_devices()

    @Slot()
    def _warm_up(self) -> None:
        """What was painted once out of sight, letters and drawings with it, comes up at once when shown."""
        if not self._is_shown:
            self.window.grabWindow()
        self.warm.emit()

    @Slot()
    def _give_up(self) -> None:
        self._application.exit(1)

    @Slot()
    def _session_over(self) -> None:
        self._over()

    def _fit(self) -> float:
        """What part of its size a window gets that must fit on a smaller screen."""
        if self._glass.fullscreen:
            return 1.0
        space = QGuiApplication.primaryScreen().availableGeometry()
        return min(1.0, space.width() / self._glass.width, space.height() / self._glass.height)

    def _size(self) -> tuple[int, int]:
        if self._glass.fullscreen:
            screen = QGuiApplication.primaryScreen().size()
            return screen.width(), screen.height()
        fit = self._fit()
        return round(self._glass.width * fit), round(self._glass.height * fit)

    def _hear(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if kind not in _WHISPERS:
            self.warnings += 1
            print(f"{context.file or 'qt'}:{context.line}: {message}", file=sys.stderr, flush=True)


def _released(nothing: None) -> None:
    """Every device is free."""


def _kept(error: Exception) -> None:
    """A device that will not be let go is let go by the end of this process."""


def application() -> QGuiApplication:
    """The one application of this process, with our font and no help from the desktop."""
    existing = QGuiApplication.instance()
    if isinstance(existing, QGuiApplication):
        return existing
    keyboard.prepare()
    os.environ["QT_QUICK_CONTROLS_STYLE"] = "Basic"
    os.environ.setdefault("QT_QPA_UPDATE_IDLE_TIME", "0")  # what has changed is painted now, not in 5 ms
    application = QGuiApplication(sys.argv[:1])
    application.setApplicationName("kiosk")
    application.setFont(QFont(FAMILY))
    return application
