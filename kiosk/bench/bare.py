"""The smallest windows that do what a screen does: what Qt itself takes, beside what ours takes.

Each is a program of its own, so that nothing of ours is loaded into it.
"""

from __future__ import annotations

import sys

_PROGRAM = """
import os, sys, time
{before}
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow
application = QGuiApplication(sys.argv)
engine = QQmlApplicationEngine()
engine.loadData({qml!r}.encode())
window = engine.rootObjects()[0]
window.requestActivate()
{after}
sys.exit(application.exec())
"""
_SAY_SHOWN = """
def shown():
    window.frameSwapped.disconnect(shown)
    print("shown", flush=True)
window.frameSwapped.connect(shown)
"""
_SAY_SWAPPED = """
frame = 0
def swapped():
    global frame
    if frame != window.property("swaps"):
        frame = window.property("swaps")
        print("swapped", frame, time.monotonic(), flush=True)
window.frameSwapped.connect(swapped)
""" + _SAY_SHOWN  # fmt: skip

BUTTON = (60, 60)  # a point on the button of `window` and of `loader` that no letter covers


def _program(qml: str, before: str = "", after: str = _SAY_SHOWN) -> list[str]:
    return [sys.executable, "-c", _PROGRAM.format(qml=qml, before=before, after=after)]


def window(width: int, height: int) -> list[str]:
    """A window with a button."""
    return _program(f"""
        import QtQuick.Controls.Basic
        ApplicationWindow {{
            width: {width}; height: {height}; visible: true
            Button {{ x: 40; y: 40; width: 200; height: 100; text: "home" }}
        }}""")


def keyboard(width: int, height: int) -> list[str]:
    """A window with a field, and Qt's keyboard under it."""
    qml = f"""
        import QtQuick
        import QtQuick.Controls.Basic
        import QtQuick.VirtualKeyboard
        ApplicationWindow {{
            width: {width}; height: {height}; visible: true
            TextField {{ focus: true; text: "home" }}
            InputPanel {{ y: parent.height - height; width: parent.width }}
        }}"""
    return _program(qml, 'os.environ["QT_IM_MODULE"] = "qtvirtualkeyboard"')


def loader(width: int, height: int) -> list[str]:
    """A window whose button swaps a page of a heading and four buttons for another one."""
    qml = f"""
        import QtQuick
        import QtQuick.Controls.Basic
        ApplicationWindow {{
            id: window
            width: {width}; height: {height}; visible: true
            property int swaps: 0
            Loader {{ anchors.fill: parent; sourceComponent: window.swaps % 2 ? odd : even }}
            component Question: Column {{
                property color tint
                property string words
                topPadding: 200; leftPadding: 40; spacing: 40
                Text {{ text: words; color: tint; font.pixelSize: 60 }}
                Repeater {{
                    model: 4
                    Button {{ width: 1000; height: 200; font.pixelSize: 40; text: words + index }}
                }}
            }}
            Component {{ id: odd; Question {{ tint: "darkred"; words: "Which of these is it?" }} }}
            Component {{ id: even; Question {{ tint: "darkblue"; words: "And which is this one?" }} }}
            Button {{ x: 40; y: 40; width: 200; height: 100; text: "next"; onClicked: window.swaps++ }}
        }}"""
    return _program(qml, after=_SAY_SWAPPED)
