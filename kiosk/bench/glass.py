"""Eyes and a finger on an X display, without a process a tap: what people see and do, timed.

libX11 and libXtst are there wherever xdotool is. The structures are those of Xlib.h.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from kiosk.bench.figure import BenchError

_ALL_PLANES, _Z_PIXMAP, _LEFT = 0xFFFFFFFFFFFFFFFF, 2, 1
_BITS = 0xFFFFFF  # of a pixel that carry colour


class _Image(ctypes.Structure):
    """The head of an XImage; the rest is never touched."""

    _fields_ = (
        ("width", ctypes.c_int),
        ("height", ctypes.c_int),
        ("xoffset", ctypes.c_int),
        ("format", ctypes.c_int),
        ("data", ctypes.POINTER(ctypes.c_uint32)),
    )


class Glass:
    def __init__(self, display: str) -> None:
        self._x, self._test = _library("X11"), _library("Xtst")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XDefaultRootWindow.restype = ctypes.c_ulong
        self._x.XGetImage.restype = ctypes.POINTER(_Image)
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(display.encode()))
        if not self._display:
            raise BenchError(f"no display {display}")
        self._root = ctypes.c_ulong(self._x.XDefaultRootWindow(self._display))

    def close(self) -> None:
        self._x.XCloseDisplay(self._display)

    def pixel(self, x: int, y: int) -> int:
        """What is seen there now, as 0xRRGGBB, whichever window it belongs to."""
        planes = ctypes.c_ulong(_ALL_PLANES)
        image = self._x.XGetImage(self._display, self._root, x, y, 1, 1, planes, _Z_PIXMAP)
        if not image:
            raise BenchError("the display cannot be seen")
        seen = int(image.contents.data[0]) & _BITS
        self._x.XFree(image.contents.data)
        self._x.XFree(image)
        return seen

    def press(self, x: int, y: int) -> None:
        """The finger comes down."""
        self._test.XTestFakeMotionEvent(self._display, -1, x, y, 0)
        self._test.XTestFakeButtonEvent(self._display, _LEFT, 1, 0)
        self._x.XSync(self._display, 0)

    def release(self) -> float:
        """The finger is lifted; when that was, in monotonic seconds."""
        self._test.XTestFakeButtonEvent(self._display, _LEFT, 0, 0)
        lifted = time.monotonic()
        self._x.XSync(self._display, 0)
        return lifted

    def wait(self, x: int, y: int, holds: Callable[[int], bool], seconds: float) -> float:
        """When a pixel first was as wanted, in monotonic seconds. Raises BenchError when it never was."""
        deadline = time.monotonic() + seconds
        while not holds(self.pixel(x, y)):
            if time.monotonic() > deadline:
                raise BenchError("what was waited for does not come up on the glass")
        return time.monotonic()


@contextmanager
def on(display: str) -> Iterator[Glass]:
    """Raises BenchError."""
    glass = Glass(display)
    try:
        yield glass
    finally:
        glass.close()


def _library(name: str) -> ctypes.CDLL:
    found = ctypes.util.find_library(name)
    if found is None:
        raise BenchError(f"lib{name} is missing: make setup installs it with xdotool")
    return ctypes.CDLL(found)
