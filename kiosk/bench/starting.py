"""A screen process from its start until it is ready for the stage, beside the smallest window of its kind."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from kiosk.bench import machine
from kiosk.bench.figure import BenchError, Figure, timed, times

_SMALLEST = """
import sys
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
application = QGuiApplication(sys.argv)
engine = QQmlApplicationEngine()
engine.loadData(b"import QtQuick.Controls.Basic; ApplicationWindow { Button { text: 'home' } }")
assert engine.rootObjects()
print("ready", flush=True)
sys.stdin.read()
"""


def start(scale: float) -> list[Figure]:
    """Both without a device, and on whatever display there is; none is a display in memory."""
    with machine.folder() as folder:
        config = _configure(folder)
        screen = [sys.executable, "-m", "kiosk", "screen", "--config", str(config)]
        smallest = [sys.executable, "-c", _SMALLEST]
        turns = times(scale, 5)
        _until_ready(screen)  # the first one compiles what is cached from then on
        taken = [
            (timed(lambda: _until_ready(screen)), timed(lambda: _until_ready(smallest))) for _ in range(turns)
        ]
    ours, bare = (statistics.median(column) for column in zip(*taken, strict=True))
    return [Figure("start", ours, "ms", bare, 3.0, "最小的 QML 窗口，从进程启动到载入")]


def _until_ready(command: Sequence[str]) -> None:
    """Raises BenchError when the process ends before it is ready."""
    environment = dict(os.environ)
    if not environment.get("DISPLAY") and not environment.get("WAYLAND_DISPLAY"):
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        try:
            if process.stdout.readline().strip() != b"ready":
                raise BenchError("the screen process does not start")
        finally:
            process.kill()


def _configure(folder: Path) -> Path:
    machine.identity(folder / "identity")
    path = folder / "terminal.toml"
    path.write_text(
        '[terminal]\nplace = "示范政务服务点"\nphone = "12345"\ndata = "."\n'
        '[platform]\nurl = "https://127.0.0.1:9"\n',
        "utf-8",
    )
    return path
