"""OpenCV, loaded where a camera is used and not before: it takes most of a second and 40 MB.

One thread of its own a call: a screen is drawn beside it, and pictures are small.
"""

from __future__ import annotations

from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy

    Picture = numpy.ndarray[Any, numpy.dtype[numpy.uint8]]


@cache
def opencv() -> ModuleType:
    import cv2

    cv2.setNumThreads(1)
    cv2.utils.logging.setLogLevel(
        cv2.utils.logging.LOG_LEVEL_SILENT
    )  # what it cannot do is told by its answers; its own lines would name files
    return cv2
