"""Somebody who touches anything, anywhere, with fingers and keys, and has no idea what for: by a seed.

After each touch the kiosk must still be all that there is: one window over all of the glass.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QPointingDevice
from PySide6.QtTest import QTest

from kiosk.ui.scene import look
from tests.ui.visitor import Visitor, _moment

NONE = Qt.KeyboardModifier.NoModifier
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHIFT, META = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.MetaModifier
MODIFIERS = (NONE, NONE, CONTROL, ALT, SHIFT, META, CONTROL | ALT, CONTROL | SHIFT, ALT | SHIFT)


def _keys(names: str) -> list[Qt.Key]:
    return [getattr(Qt.Key, f"Key_{name}") for name in names.split()]


KEYS = [
    *_keys(" ".join(f"F{number}" for number in range(1, 13))),
    *_keys(" ".join("ACFHILNOPQRSTVWXZ0123456789")),
    *_keys("Escape Tab Backtab Return Enter Space Backspace Delete Insert Home End Left Right Up Down"),
    *_keys("PageUp PageDown Print Menu Meta Super_L"),
]
# What only the keyboard of an office has; QTest knows no letter for them, and says so as Qt would complain.
RARE = _keys("Back Close Copy Cut Paste Exit HomePage Explorer Help Select Search PowerOff Sleep Launch0")
BUTTONS = (Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.BackButton)
OUT = ("exit", "home", "back", "signOut")  # rarely: or nobody comes far
WAITS = (3, 61, 151, 181)  # seconds without a touch: nothing, the curtain, the warning, the end
PEOPLE = ("liu-yang", "zhao-lei", "two-rare-planes")


class EscapedError(AssertionError):
    """There is a way out of the kiosk, or it broke. Says after which touches."""


@dataclass
class Monkey:
    visitor: Visitor
    seed: int
    quits: list[str] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)
    pages: Counter[str] = field(default_factory=Counter)
    last: list[str] = field(default_factory=list)  # what was touched, and on which page

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)
        self._finger = _touch_screen()
        self._ways: dict[Callable[[], str], int] = {
            self._target: 45, self._anywhere: 16, self._chord: 14, self._card: 6, self._drag: 4,
            self._twice: 4, self._other_button: 3, self._two_fingers: 3, self._wheel: 2, self._wait: 2,
            self._close: 1,
        }  # fmt: skip

    @property
    def gone(self) -> bool:
        """The session ended, and with it this process."""
        return bool(self.visitor.overs)

    def plays(self, touches: int) -> int:
        """How many it came to: a session that is over takes no more. Raises EscapedError."""
        for number in range(touches):
            if self.gone:
                return number
            page = self.visitor.shell.view.page_name()
            self.pages[page] += 1
            self.last = [*self.last[-14:], f"{page}: {self._way(page)()}"]
            _moment()
            self._still_there()
        return touches

    def _way(self, page: str) -> Callable[[], str]:
        """A card is what some pages wait for."""
        if page in ("ReadCard", "Leaving", "OtherCard") and self._chance.random() < 0.4:
            return self._card
        return self._chance.choices(list(self._ways), list(self._ways.values()))[0]

    # --- touches ---

    def _target(self) -> str:
        targets = look(self.visitor.shell.window).targets
        if not targets:
            return self._anywhere()
        chosen = self._chance.choice(targets)
        if chosen.item.objectName() in OUT and self._chance.random() < 0.8:
            chosen = self._chance.choice(targets)
        name = chosen.name  # before it is gone with its page
        self._press(chosen.visible.center().toPoint())
        return f"tap {name}"

    def _anywhere(self) -> str:
        at = self._point()
        self._press(at)
        return f"tap {at.x()},{at.y()}"

    def _twice(self) -> str:
        at = self._point()
        self._press(at)
        self._press(at)
        return f"two taps {at.x()},{at.y()}"

    def _drag(self) -> str:
        window, there = self.visitor.shell.window, [self._point() for _ in range(4)]
        QTest.mousePress(window, Qt.MouseButton.LeftButton, NONE, there[0])
        for at in there[1:]:
            QTest.mouseMove(window, at)
            _moment()
        QTest.mouseRelease(window, Qt.MouseButton.LeftButton, NONE, there[-1])
        return "drag"

    def _other_button(self) -> str:
        button, at = self._chance.choice(BUTTONS), self._point()
        QTest.mouseClick(self.visitor.shell.window, button, NONE, at)
        return f"{button.name} {at.x()},{at.y()}"

    def _two_fingers(self) -> str:
        window = self.visitor.shell.window
        first, second = self._point(), self._point()
        QTest.touchEvent(window, self._finger, False).press(0, first, window).press(
            1, second, window
        ).commit()
        _moment()
        QTest.touchEvent(window, self._finger, False).move(0, second, window).stationary(1).commit()
        ends = QTest.touchEvent(window, self._finger, False)
        ends.release(0, second, window).release(1, second, window).commit()
        return "two fingers"

    def _wheel(self) -> str:
        at, turn = self._point(), self._chance.choice((-120, 120, 1200))
        QTest.wheelEvent(self.visitor.shell.window, at, QPoint(0, turn))
        return "wheel"

    def _chord(self) -> str:
        window, modifier = self.visitor.shell.window, self._chance.choice(MODIFIERS)
        key = self._chance.choice(KEYS + RARE)
        if key in RARE:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QCoreApplication.sendEvent(window, QKeyEvent(kind, key, modifier))
        else:
            QTest.keyClick(window, key, modifier)
        return f"{modifier.name} {key.name}"

    def _card(self) -> str:
        if self._chance.random() < 0.5:
            self.visitor.takes_card()
            return "card gone"
        self.visitor.lays_card(self._chance.choice(PEOPLE))
        return "card laid"

    def _wait(self) -> str:
        seconds = self._chance.choice(WAITS)
        self.visitor.waits(seconds)
        return f"nothing for {seconds} s"

    def _close(self) -> str:
        """As when a window manager is told to close what it shows."""
        QCoreApplication.sendEvent(self.visitor.shell.window, QCloseEvent())
        return "close"

    def _press(self, at: QPoint) -> None:
        QTest.mouseClick(self.visitor.shell.window, Qt.MouseButton.LeftButton, NONE, at)

    def _point(self) -> QPoint:
        window = self.visitor.shell.window
        return QPoint(self._chance.randrange(window.width()), self._chance.randrange(window.height()))

    # --- what must hold ---

    def _still_there(self) -> None:
        shell, window = self.visitor.shell, self.visitor.shell.window
        seen = [other for other in QGuiApplication.topLevelWindows() if other.isVisible()]
        wrong = {
            "another window": seen != [window],
            "not all of the glass": (window.width(), window.height()) != (1080, 1920),
            "put away": bool(window.windowStates() & Qt.WindowState.WindowMinimized),
            "ended": bool(self.quits),
            "a complaint of Qt's": shell.warnings != 0,
            f"a mistake of ours: {self.mistakes}": bool(self.mistakes),
            "something to paste elsewhere": QGuiApplication.clipboard().text() != "",
        }
        self.fails(*(what for what, is_so in wrong.items() if is_so))

    def fails(self, *wrong: str) -> None:
        if wrong:
            raise EscapedError(f"seed {self.seed}: {', '.join(wrong)} after\n" + "\n".join(self.last))

    # --- and then ---

    def goes_home(self) -> None:
        """Two taps at most, and nobody's session is left. Raises EscapedError."""
        visitor = self.visitor
        visitor.takes_card()
        visitor.shell.stage.idle.touch()  # a cover takes a tap of its own
        for name in ("key.cancel", "chips.done", "exit", "exit"):
            if self._at_home() or self._is_leaving():
                break
            visitor.until(lambda: visitor.shell.window.property("settled"), "a page that takes taps")
            if visitor.can_tap(name):
                visitor.tap(name)
                self.last.append(f"home by {name}")
        visitor.until(lambda: self.gone or self._at_home(), "home, or the end")
        self._is_wiped()

    def is_left_alone(self) -> None:
        """Nobody comes any more, and it ends by itself. Raises EscapedError."""
        visitor = self.visitor
        visitor.takes_card()

        def over() -> bool:
            visitor.waits(200)
            return self.gone or self._at_home()

        visitor.until(over, "the end by itself")
        self._is_wiped()

    def _at_home(self) -> bool:
        view = self.visitor.shell.view
        return view.page_name() == "Home" and not view.busy()

    def _is_leaving(self) -> bool:
        return self.visitor.shell.view.page_name() == "Leaving"

    def _is_wiped(self) -> None:
        if not self.gone:
            session, said = self.visitor.shell.session, self.visitor.reads()
            names = [name for name in ("刘洋", "赵磊") if name in said]
            self.fails(*names, *(["a session"] if session.page_name() or session.of_person else []))
        self._still_there()


@contextmanager
def playing(visitor: Visitor, seed: int) -> Iterator[Monkey]:
    """What would end the application, and what no slot caught, is told to the monkey."""
    monkey, before = Monkey(visitor, seed), sys.excepthook
    application = QGuiApplication.instance()

    def quits() -> None:
        monkey.quits.append("quit")

    def mistaken(kind: type[BaseException], *more: Any) -> None:
        monkey.mistakes.append(kind.__name__)
        before(kind, *more)

    application.lastWindowClosed.connect(quits)
    application.aboutToQuit.connect(quits)
    sys.excepthook = mistaken
    try:
        yield monkey
    finally:
        sys.excepthook = before
        application.lastWindowClosed.disconnect(quits)
        application.aboutToQuit.disconnect(quits)


_SCREENS: list[QPointingDevice] = []


def _touch_screen() -> QPointingDevice:
    """One for all: Qt takes none away again."""
    if not _SCREENS:
        _SCREENS.append(QTest.createTouchDevice())
    return _SCREENS[0]
