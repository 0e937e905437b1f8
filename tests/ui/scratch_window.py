"""A real window over a piece of QML, with a finger on it. A warning of Qt's fails whoever uses it."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.ui import keyboard
from kiosk.ui.tree import root, with_below

# Before any test makes the application: what it reads then, it never reads again.
os.environ["QT_QUICK_BACKEND"] = "software"
os.environ["XDG_CONFIG_HOME"] = os.path.join(tempfile.gettempdir(), f"kiosk-tests-{os.getuid()}")
keyboard.prepare()

from PySide6.QtCore import QDeadlineTimer, QEvent, QPointF, Qt, QtMsgType, QUrl, qInstallMessageHandler  # noqa: E402
from PySide6.QtGui import QGuiApplication  # noqa: E402
from PySide6.QtQml import QQmlApplicationEngine  # noqa: E402
from PySide6.QtQuick import QQuickItem, QQuickWindow  # noqa: E402
from PySide6.QtTest import QSignalSpy, QTest  # noqa: E402

from kiosk.ui.shell import application  # noqa: E402

QML = Path(keyboard.__file__).with_name("qml")


class Scratch:
    def __init__(self, window: QQuickWindow) -> None:
        self.window = window

    def until(self, holds: Callable[[], object], what: str = "it") -> None:
        deadline = QDeadlineTimer(5000)
        while not holds():
            assert not deadline.hasExpired(), f"{what} did not come"
            QGuiApplication.processEvents()

    def settle(self) -> None:
        """Until what was changed is laid out and painted."""
        frames = QSignalSpy(self.window.frameSwapped)
        self.window.update()
        self.until(lambda: frames.count() > 0, "a frame")

    def shown(self, name: str) -> QQuickItem | None:
        named = (item for item in with_below(root(self.window)) if item.objectName() == name)
        return next((item for item in named if item.isVisible()), None)

    def tap(self, *names: str) -> None:
        for name in names:
            self.until(lambda name=name: self.shown(name), name)
            self.settle()
            item = self.shown(name)
            middle = item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()
            QTest.mouseClick(self.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
        self.settle()


@contextmanager
def strict_qt() -> Iterator[QGuiApplication]:
    """Fails at the end if Qt warned of anything meanwhile."""
    warnings: list[str] = []

    def note(kind: QtMsgType, _context: object, text: str) -> None:
        if kind is not QtMsgType.QtDebugMsg and kind is not QtMsgType.QtInfoMsg:
            warnings.append(text)

    before = qInstallMessageHandler(note)
    try:
        yield application()
    except Exception as error:
        error.add_note(f"Qt said: {warnings}")
        raise
    finally:
        qInstallMessageHandler(before)
    assert warnings == []


@contextmanager
def scratch_window(body: str, width: int = 1080, height: int = 1920) -> Iterator[Scratch]:
    """`body` is what the window holds; the parts and the keyboard are imported."""
    with strict_qt() as running, tempfile.NamedTemporaryFile("w", suffix=".qml") as source:
        source.write(_source(body, width, height))
        source.flush()
        engine = QQmlApplicationEngine()
        # From a file: loadData keeps Python's lock, and a warning of the loader's thread would wait for ever.
        engine.load(QUrl.fromLocalFile(source.name))
        assert engine.rootObjects(), "the window did not load"
        scratch = Scratch(engine.rootObjects()[0])
        scratch.window.requestActivate()
        scratch.until(lambda: scratch.window.isExposed() and scratch.window.isActive(), "the window")
        yield scratch
        engine.deleteLater()
        running.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _source(body: str, width: int, height: int) -> str:
    return f"""
        import QtQuick
        import QtQuick.Templates as T
        import "{QUrl.fromLocalFile(str(QML / "parts")).toString()}"
        import "{QUrl.fromLocalFile(str(QML / "keyboard")).toString()}"
        Window {{
            width: {width}; height: {height}; visible: true; color: "white"; title: "scratch"
            {body}
        }}"""
