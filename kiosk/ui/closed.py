"""The one page of a machine that cannot be used: what a person does now, and what a technician puts right.

It stands alone: no terminal, no device, no store. Standard input says what is wrong, and its end is the end.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtQml import QQmlApplicationEngine

from kiosk.ui import wording
from kiosk.ui.host_line import HostLine
from kiosk.ui.shell import application

_PAGE = Path(__file__).parent / "qml" / "Closed.qml"
_SHOWN = 6  # mistakes; the command line names them all
_COARSEST, _FINEST = 1.5, 8.0  # pixels a millimetre of what a terminal may have; others say nonsense


def page(mistakes: Sequence[str], pixels_per_mm: float = 0.0) -> QQmlApplicationEngine:
    """The page, loaded and not yet shown; it lives as long as its engine. Where nobody knows how large
    a pixel is, it is as large as on the usual glass."""
    words = {key: text.in_("zh-CN") for key, text in wording.load().items() if key.startswith("closed_")}
    engine = QQmlApplicationEngine()
    told = {"words": words, "mistakes": list(mistakes[:_SHOWN]), "pixelsPerMm": pixels_per_mm}
    engine.setInitialProperties(told)
    engine.load(QUrl.fromLocalFile(str(_PAGE)))
    return engine


def show() -> int:
    """Until standard input ends or the window is closed; the first line says what is wrong."""
    told = json.loads(sys.stdin.buffer.readline())
    running = application()
    engine = page(told["mistakes"], _pixels_per_mm(QGuiApplication.primaryScreen()))
    if not engine.rootObjects():
        return 1
    window = engine.rootObjects()[0]
    space = QGuiApplication.primaryScreen().availableGeometry()
    window.setProperty("width", space.width() if told["fullscreen"] else min(1080, space.width()))
    window.setProperty("height", space.height() if told["fullscreen"] else min(1920, space.height()))
    window.setProperty("visible", True)
    line = HostLine(sys.stdin.fileno(), _ignore, running.quit)
    code = running.exec()
    line.close()
    return code


def _pixels_per_mm(screen: QScreen) -> float:
    """As the screen itself says, where that can be: there is no configuration to ask. Else 0."""
    found = screen.physicalDotsPerInch() / 25.4
    return found if _COARSEST <= found <= _FINEST else 0.0


def _ignore(line: str) -> None:
    """Nothing more is said to a page that only waits to be ended."""
