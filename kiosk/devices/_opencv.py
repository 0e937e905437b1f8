"""OpenCV, loaded where a camera is used and not before: it takes most of a second and 40 MB.

One thread of its own a call: a screen is drawn beside it, and pictures are small.
"""

from __future__ import annotations

from functools import cache
from types import ModuleType


@cache
def opencv() -> ModuleType:
    import cv2

    cv2.setNumThreads(1)
    return cv2
