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
    """A window whose button swaps one question for another, with as much on it as on a page of ours."""
    qml = f"""
        import QtQuick
        import QtQuick.Controls.Basic
        ApplicationWindow {{
            id: window
            width: {width}; height: {height}; visible: true
            font.family: "Noto Sans CJK SC"
            property int swaps: 0
            Loader {{ anchors.fill: parent; sourceComponent: window.swaps % 2 ? odd : even }}
            component Question: Column {{
                property string asks
                property var answers
                topPadding: 240; leftPadding: 40; spacing: 30
                Text {{ text: "第 3 步，共 7 步"; font.pixelSize: 32 }}
                Text {{ text: asks; font.pixelSize: 56; font.bold: true }}
                Text {{ text: "选一个最接近的，后面还可以改"; font.pixelSize: 36; color: "dimgrey" }}
                Repeater {{
                    model: answers
                    Button {{
                        width: 1000; height: 190
                        contentItem: Column {{
                            Text {{ text: modelData; font.pixelSize: 44; font.bold: true }}
                            Text {{ text: "适用于大多数人"; font.pixelSize: 32 }}
                        }}
                    }}
                }}
            }}
            Component {{
                id: odd
                Question {{ asks: "要打印哪一种证明？"; answers: ["参保证明", "缴费明细", "待遇证明"] }}
            }}
            Component {{
                id: even
                Question {{ asks: "在哪个城市参保？"; answers: ["杭州市", "湖州市", "嘉兴市", "其他城市"] }}
            }}
            Button {{ x: 40; y: 40; width: 200; height: 100; text: "下一题"; onClicked: window.swaps++ }}
        }}"""
    return _program(qml, after=_SAY_SWAPPED)
