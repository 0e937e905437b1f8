"""The shipped program on a stand, as `kiosk run` starts it, on a display of ours."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from kiosk.demo.stand import Stand


def start(stand: Stand, display: str) -> subprocess.Popen[bytes]:
    environment = os.environ | {
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "QT_QUICK_BACKEND": "software",
        "KIOSK_STRICT": "1",
    }
    environment.pop("WAYLAND_DISPLAY", None)
    command = [sys.executable, "-m", "kiosk", "run", "--config", str(stand.config_file)]
    with (stand.folder / "logs" / "terminal.log").open("ab") as log:
        return subprocess.Popen(
            [*command, "--probe", str(stand.probe)],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )


def stop(host: subprocess.Popen[bytes]) -> None:
    host.terminate()
    try:
        host.wait(15)
    except subprocess.TimeoutExpired:
        host.kill()
        host.wait()


@contextmanager
def terminal(stand: Stand, display: str) -> Iterator[None]:
    host = start(stand, display)
    try:
        yield
    finally:
        stop(host)
