"""A screen where there is none: an X server in memory, with a finger (XTest) but no window manager."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager


class ScreenError(Exception):
    """No X server could be started."""


@contextmanager
def screen(width: int, height: int) -> Iterator[str]:
    """The name of the display. The server chooses a free number itself, so several may run at once."""
    if shutil.which("Xvfb") is None or shutil.which("xdotool") is None:
        raise ScreenError("Xvfb or xdotool is missing: make setup installs both")
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"]
    server = subprocess.Popen(
        command, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        if not number:
            raise ScreenError("Xvfb did not start")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()
