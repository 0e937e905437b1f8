"""A window that nobody stands at, hung in one geometry and manner after the other, and measured in each.

It is the terminal's own window with its own pages: what is measured here is what people get.
"""

from __future__ import annotations

import gc
import json
import os
import tempfile
from base64 import b64decode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.config.geometry import GEOMETRIES, REACH_MM, Geometry

if TYPE_CHECKING:
    from PIL import Image
    from PySide6.QtQuick import QQuickWindow

    from kiosk.flows.session import Session
    from kiosk.terminal import Terminal
    from kiosk.ui.coming import Coming
    from kiosk.ui.shell import Shell
    from kiosk.ui.walker import Violation

WITHIN = 60.0  # seconds for a page to come
_SHEETS = 30  # of one page; more are none that anybody would turn


class GalleryError(Exception):
    """A page did not come up. The message names it."""


@dataclass(frozen=True)
class Wall:
    """How a screen hangs: a name in GEOMETRIES, and a variant or several with a plus between them."""

    variant: str
    geometry: str

    def __str__(self) -> str:
        return f"{self.variant}/{self.geometry}"

    @property
    def glass(self) -> Geometry:
        return GEOMETRIES[self.geometry]


USUAL = Wall("standard", "portrait")


@dataclass(frozen=True)
class Look:
    """One sheet of one screen on one wall."""

    screen: str
    wall: Wall
    violations: tuple[Violation, ...]
    rgb: Image.Image  # what was seen


def prepare() -> None:
    """Before the application is made: a screen in memory that every geometry finds room on."""
    edge = max(max(glass.width, glass.height) for glass in GEOMETRIES.values())
    screen = {"name": "gallery", "x": 0, "y": 0, "width": edge, "height": edge}
    told = {"screens": [screen | {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}]}
    file = Path(tempfile.gettempdir()) / f"kiosk-gallery-{os.getuid()}.json"
    file.write_text(json.dumps(told), "utf-8")
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={file}"
    os.environ["QT_QUICK_BACKEND"] = "software"


class Gallery:
    def __init__(self, shell: Shell, probe: Path) -> None:
        from kiosk.ui.probe import Probe

        self.shell, self._cover = shell, ""
        self.probe = Probe(probe, shell.window, shell.view, shell.session)

    @classmethod
    @contextmanager
    def open(cls, terminal: Terminal | Coming, folder: Path) -> Iterator[Gallery]:
        """Home is up. `folder`: for the socket of its probe."""
        from PySide6.QtCore import QCoreApplication, QEvent, qInstallMessageHandler

        from kiosk.ui.shell import Shell
        from kiosk.ui.stage import Patience

        # Python collects on whichever thread happens to allocate; a QObject must not die on any but its own.
        gc.disable()
        gc.collect()
        hurried = replace(
            Patience(),
            receipt=8,
            settle=0.0,
            watch=0.02,
            phone_poll=0.05,
            card_forgotten=0.05,
            farewell=900,
            refusal=900,
            reveal=900,
        )
        shell = Shell(terminal, on_session_over=_nothing, patience=hurried)
        shell.prepare()
        gallery = cls(shell, folder / "gallery.sock")
        shell.take_stage()
        try:
            gallery.until(shell.window.isExposed, "the window")
            yield gallery
        finally:
            gallery.probe.close()
            shell.close()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            qInstallMessageHandler(None)  # it was the shell's

    # --- what is shown ---

    def show(self, session: Session) -> None:
        """The page of a session, as if its person had come so far."""
        self.shell.session._show(session)  # and no draft is looked for
        self.until(lambda: self._ready() and not self.page()["busy"], "a page at rest")

    def aside(self, page: str) -> None:
        self.shell.view.aside(page)
        self.until(lambda: self._ready() and self.page()["page"] == page, page)

    def cover(self, state: str) -> None:
        """curtain or warning, as after so long a time; "" lifts it."""
        self._cover = state
        idle = self.shell.stage.idle
        idle.state, idle.seconds_left = state, 30 if state == "warning" else 0
        idle.changed.emit()

    def clear(self) -> None:
        """Home again."""
        self.cover("")
        self.shell.view.close()
        self.shell.session.end()
        self.until(lambda: self.page()["page"] == "Home", "Home")

    def page(self) -> dict[str, Any]:
        return self.probe.ask(b'{"cmd": "page"}')

    def can_tap(self, name: str) -> bool:
        return "x" in self._where(name)

    def tap(self, name: str) -> None:
        from PySide6.QtCore import QPointF, Qt
        from PySide6.QtTest import QTest

        at = self._reached(name)
        middle = QPointF(at["x"] + at["w"] / 2, at["y"] + at["h"] / 2)
        window = self.shell.window
        point = window.mapFromGlobal(middle).toPoint()
        QTest.mouseClick(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)

    def until(self, holds: Callable[[], object], what: str, seconds: float = WITHIN) -> None:
        """Raises GalleryError."""
        from PySide6.QtCore import QDeadlineTimer, QEventLoop, QTimer

        deadline = QDeadlineTimer(int(seconds * 1000))
        while not holds():
            if deadline.hasExpired():
                raise GalleryError(f"{what} did not come; the page is {self.page()['page']}")
            loop = QEventLoop()  # and not QTest.qWait, which would keep Python's lock from all threads
            QTimer.singleShot(2, loop.quit)
            loop.exec()

    def png(self) -> bytes:
        """What is seen, for the camera of a phone."""
        return b64decode(self.probe.ask(b'{"cmd": "grab"}')["png"])

    def leaving(self) -> str:
        """How far the way out is: "" before it, then working, card, farewell, over."""
        return self.shell.view.leaving()

    def _ready(self) -> bool:
        return self.shell.window.property("settled") is True

    def _reached(self, name: str) -> dict[str, Any]:
        """Where it is, once it can be tapped. Raises GalleryError, which says what kept it from that."""
        try:
            self.until(lambda: self.can_tap(name), name)
        except GalleryError as error:
            raise GalleryError(
                f"{error}, where it is {self._where(name).get('error', 'there at last')}"
            ) from None
        return self._where(name)

    def _where(self, name: str) -> dict[str, Any]:
        return self.probe.ask(json.dumps({"cmd": "where", "name": name}).encode())

    # --- how it hangs ---

    def looks(self, screen: str, walls: Sequence[Wall]) -> Iterator[Look]:
        """The page at hand, sheet by sheet, on each wall; then it hangs as it did before."""
        for wall in walls:
            self.hang(wall)
            yield from self._sheets(screen, wall)
        self.hang(USUAL)

    def hang(self, wall: Wall) -> None:
        from PySide6.QtCore import QCoreApplication

        from kiosk.ui.manner import manner
        from kiosk.ui.tree import root

        window, glass = self.shell.window, wall.glass
        self.shell.view.display.hang(glass.mm_per_px, glass.bottom_edge_mm)
        self.shell.view.display.become(manner(wall.variant))
        window.resize(glass.width, glass.height)
        whole = root(window)
        self.until(lambda: (whole.width(), whole.height()) == (glass.width, glass.height), "the size")
        self.until(self._ready, "a page that takes taps")
        self.shell.stage.idle.touch()  # somebody looks
        self.cover(self._cover)
        for _ in range(2):  # laid out, and once more what that has moved
            window.grabWindow()
            QCoreApplication.processEvents()
            self.until(self._ready, "a page that takes taps")

    def rgb(self) -> Image.Image:
        """What is seen now."""
        from kiosk.ui.contrast import Picture

        return Picture(self.shell.window.grabWindow(), self.shell.window.width()).rgb

    def _sheets(self, screen: str, wall: Wall) -> Iterator[Look]:
        yield measured(self.shell.window, screen, wall)
        turned = 0
        while self.can_tap("page.down"):
            if (turned := turned + 1) > _SHEETS:
                raise GalleryError(f"{screen} has no end")
            self.tap("page.down")
            yield measured(self.shell.window, f"{screen} sheet {turned + 1}", wall)
        while self.can_tap("page.up"):
            self.tap("page.up")
            self.shell.window.grabWindow()


def measured(window: QQuickWindow, screen: str, wall: Wall) -> Look:
    """What hangs there now, laid out and held to the rules."""
    from kiosk.ui.contrast import Picture
    from kiosk.ui.walker import Measure, seen

    glass = wall.glass
    reach = (REACH_MM - glass.bottom_edge_mm) / glass.mm_per_px
    above = max(0.0, window.height() - reach) if "low" in wall.variant.split("+") else 0.0
    picture = Picture(window.grabWindow(), window.width())  # and what was to be laid out is so now
    found = seen(window, picture, Measure(glass.mm_per_px, wall.variant, above), screen)
    return Look(screen, wall, tuple(found), picture.rgb)


def _nothing() -> None:
    """A session that is over leaves the gallery open."""
