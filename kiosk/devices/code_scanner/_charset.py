"""Which text the bytes of a symbol are, where zxing-cpp read it: what the symbol states comes first.

A QR code states its charset by an ECI or by Kanji mode. Most state none; for those zxing-cpp guesses, and
reads GB18030 as Latin-1. So its guess counts only where it is Japanese beyond doubt; else the bytes are UTF-8
or GB18030.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from kiosk.devices.code_scanner import _payload

if TYPE_CHECKING:
    import zxingcpp

_ECI, _KANJI = 0b0111, 0b1000  # mode indicators
_MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda row, column: (row + column) % 2 == 0,
    lambda row, column: row % 2 == 0,
    lambda row, column: column % 3 == 0,
    lambda row, column: (row + column) % 3 == 0,
    lambda row, column: (row // 2 + column // 3) % 2 == 0,
    lambda row, column: row * column % 2 + row * column % 3 == 0,
    lambda row, column: (row * column % 2 + row * column % 3) % 2 == 0,
    lambda row, column: ((row + column) % 2 + row * column % 3) % 2 == 0,
)
_VOICED = frozenset("ｳｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾊﾋﾌﾍﾎ")  # half-width kana that a voicing mark may follow
_HALF_VOICED = frozenset("ﾊﾋﾌﾍﾎ")
_MARKS = {"ﾞ": _VOICED, "ﾟ": _HALF_VOICED}


def text(code: zxingcpp.Barcode) -> str | None:
    """None for bytes that are no text."""
    data, guess = bytes(code.bytes), str(code.text)
    if data.isascii():
        return data.decode()
    mode = _mode(code)
    if mode == _ECI and "\ufffd" not in guess or mode == _KANJI and _is(guess, data, "cp932"):
        return guess
    if not _decodes(data, "utf-8") and _is(guess, data, "cp932") and _japanese(guess, data):
        return guess
    try:
        return _payload.text_of(data)
    except _payload.CharsetError:
        return None


def _is(guess: str, data: bytes, charset: str) -> bool:
    try:
        return data.decode(charset) == guess
    except UnicodeDecodeError:
        return False


def _japanese(guess: str, data: bytes) -> bool:
    """Two kana or voicing marks at least, no mark where none may stand, and no reading as plain GB 2312
    beside it, unless all is half-width kana: so look some ten of a hundred thousand short Chinese texts.

    Half-width punctuation lies where Chinese punctuation begins: a text that holds any is Chinese.
    """
    foreign = [letter for letter in guess if letter >= "\x80"]
    if any("\uff61" <= letter <= "\uff65" for letter in foreign):
        return False
    marks = [(before, mark) for before, mark in zip(guess, guess[1:], strict=False) if mark in _MARKS]
    kana = sum("\u3041" <= letter <= "\u30fe" for letter in foreign)
    return (
        len(marks) + kana >= 2
        and all(before in _MARKS[mark] for before, mark in marks)
        and (all("\uff66" <= letter <= "\uff9f" for letter in foreign) or not _decodes(data, "gb2312"))
    )


def _decodes(data: bytes, charset: str) -> bool:
    try:
        data.decode(charset)
    except UnicodeDecodeError:
        return False
    return True


def _mode(code: zxingcpp.Barcode) -> int | None:
    """The mode of the first segment: the four modules of the lower right corner, unmasked (ISO/IEC 18004)."""
    extra: dict[str, Any] = cast("dict[str, Any]", code.extra)
    number = int(extra.get("DataMask", -1))
    if not str(extra.get("Version", "")).isdecimal() or number not in range(len(_MASKS)):
        return None
    import numpy

    modules = numpy.array(code.to_image(scale=1, add_quiet_zones=False))
    last = modules.shape[0] - 1
    mask = _MASKS[number]
    mode = 0
    for row, column in ((last, last), (last, last - 1), (last - 1, last), (last - 1, last - 1)):
        mode = mode << 1 | (bool(modules[row, column] == 0) ^ mask(row, column))
    return mode
