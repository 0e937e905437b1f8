"""Codes in picture files, for a technician who wants to know what the terminal reads."""

from __future__ import annotations

import time
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.devices._opencv import opencv
from kiosk.devices.code_scanner import _ladder

if TYPE_CHECKING:
    from kiosk.devices._opencv import Picture

_LARGEST = 64 << 20  # bytes of a file
_TOO_LARGE = f"图片大于 {_ladder.LARGEST >> 20} 百万像素"


class PictureError(Exception):
    """A file holds no picture; says so to the technician."""


def decode_files(paths: Iterable[Path | str], still: bool) -> list[dict[str, Any]]:
    """For each file {"image", "milliseconds", "codes": [{"symbology", "text", "hex"}]}, in order.

    `milliseconds` is the decoding alone. `text` is None for bytes that are none; what is no picture has no
    codes, and an "error".
    """
    import numpy

    _ladder.decode(numpy.full((64, 64), 255, numpy.uint8), still=still)  # loads every decoder, once
    return [_decoded(Path(path), still) for path in paths]


def picture(path: Path) -> Picture:
    """Grey, on white where it is transparent. Raises PictureError."""
    import numpy

    try:
        size = path.stat().st_size
        content = path.read_bytes() if path.is_file() and 0 < size <= _LARGEST else b""
    except OSError:
        raise PictureError("文件读不了：不存在，或没有权限") from None
    if not content:
        raise PictureError(f"不是图片文件，或大于 {_LARGEST >> 20} MB")
    if _points(content) > _ladder.LARGEST:
        raise PictureError(_TOO_LARGE)
    raw = numpy.frombuffer(content, numpy.uint8)
    grey = _unpacked(raw, opencv().IMREAD_GRAYSCALE)
    if grey is None:
        raise PictureError("图片解不开：格式不认识，或文件损坏")
    if grey.size > _ladder.LARGEST:
        raise PictureError(_TOO_LARGE)
    whole: Any = _unpacked(raw, opencv().IMREAD_UNCHANGED)
    if whole is not None and whole.ndim == 3 and whole.shape[2] == 4 and whole.dtype == numpy.uint8:
        alpha = whole[:, :, 3].astype(numpy.uint16)
        grey = ((grey * alpha + 255 * (255 - alpha)) // 255).astype(numpy.uint8)
    return grey


def _points(content: bytes) -> int:
    """As the head of the file says, before anything is unpacked; 0 where it says nothing that is known."""
    from PIL import Image, UnidentifiedImageError

    limit, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None  # the limit here is ours
    try:
        with Image.open(BytesIO(content)) as head:
            return head.width * head.height
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return 0
    finally:
        Image.MAX_IMAGE_PIXELS = limit


def _unpacked(raw: Picture, how: int) -> Picture | None:
    cv2 = opencv()
    try:
        found: Picture | None = cv2.imdecode(raw, how)
    except cv2.error:
        return None
    return found


def _decoded(path: Path, still: bool) -> dict[str, Any]:
    try:
        grey = picture(path)
    except PictureError as error:
        return {"image": str(path), "milliseconds": 0.0, "codes": [], "error": str(error)}
    started = time.perf_counter()
    codes = _ladder.decode(grey, still=still)
    taken = (time.perf_counter() - started) * 1000
    told = [{"symbology": code.symbology, "text": code.text, "hex": code.data.hex()} for code in codes]
    return {"image": str(path), "milliseconds": round(taken, 3), "codes": told}
