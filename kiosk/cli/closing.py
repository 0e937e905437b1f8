"""A terminal that cannot come up: said on the command line, and on the screen where there is one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from kiosk.host.notify import Notifier

_LOOK_EVERY = 0.5  # seconds
CODE = 2


def close(head: str, mistakes: Sequence[str], watched: Path, *, fullscreen: bool = False) -> int:
    """Returns the exit code: at once where there is no screen, else when the page was closed or `watched`,
    which is what is wrong, has changed, so that whoever started the terminal may try again."""
    print(head, *mistakes, sep="\n  ", file=sys.stderr, flush=True)
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        _show(mistakes, watched, fullscreen or "NOTIFY_SOCKET" in os.environ)
    return CODE


def _show(mistakes: Sequence[str], watched: Path, fullscreen: bool) -> None:
    """In a process of its own: without a usable display Qt aborts."""
    before, service = _mark(watched), Notifier()
    page = subprocess.Popen(
        [sys.executable, "-m", "kiosk", "closed"], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert page.stdin is not None
    try:
        page.stdin.write(json.dumps({"mistakes": list(mistakes), "fullscreen": fullscreen}).encode() + b"\n")
        page.stdin.flush()
        service.ready()
        while page.poll() is None and _mark(watched) == before:
            service.watchdog()
            time.sleep(_LOOK_EVERY)
    except (BrokenPipeError, KeyboardInterrupt):
        pass  # the page is gone, or nobody wants it
    finally:
        page.stdin.close()
        try:
            page.wait(5)
        except subprocess.TimeoutExpired:
            page.kill()
            page.wait()


def _mark(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ctime_ns, found.st_ino
