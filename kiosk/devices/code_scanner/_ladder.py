"""Finds codes in a picture: the fastest decoder first, and one more look at a time until something is read.

The order is by what each look adds for its milliseconds: global threshold for glare and noise, gamma for dark
and washed-out pictures, ZBar at half size, twice the size for small modules, and for a still picture its
native size and WeChat's networks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from kiosk.devices._opencv import opencv
from kiosk.devices.code_scanner import _charset, _payload, _second_look

if TYPE_CHECKING:
    from kiosk.devices._opencv import Picture

QR = "QRCode"
SYMBOLOGIES = (QR, "Code128", "Code39", "DataMatrix", "PDF417", "Aztec", "EAN13", "ITF")
_LONG_SIDE = 1280
_HALVED = 800  # pixels from which ZBar sees half the size: it takes ten times as long as the others
_SMALLEST = 16  # pixels; no code is that small
_LONGEST = 32  # times the short side: a strip, not a picture
LARGEST = 1 << 26


@dataclass(frozen=True)
class Code:
    """`text` is None where the bytes are none."""

    symbology: str
    text: str | None = field(repr=False)
    data: bytes = field(repr=False)


_Look = Callable[["Picture"], tuple[Code, ...]]


def decode(picture: Picture, *, still: bool = False, symbologies: Sequence[str] = (QR,)) -> tuple[Code, ...]:
    """The codes in a grey picture that the first successful look sees, or none.

    Takes a few milliseconds where there is a code, up to some 40 where there is none; `still` up to a second.
    """
    if not _fits(picture):
        return ()
    small = _reduced(picture, _LONG_SIDE)
    for look in looks(symbologies):
        if found := look(small):
            return found
    return next(_patient_looks(picture, small, symbologies), ()) if still else ()


class Live:
    """Frame after frame: the first look each time and one other in turn, so that no frame is missed."""

    def __init__(self, symbologies: Sequence[str] = (QR,)) -> None:
        self._first, *self._others = looks(symbologies)
        self._turn = 0

    def decode(self, picture: Picture) -> tuple[Code, ...]:
        if not _fits(picture):
            return ()
        small = _reduced(picture, _LONG_SIDE)
        if found := self._first(small):
            return found
        self._turn = (self._turn + 1) % len(self._others)
        return self._others[self._turn](small)


def looks(symbologies: Sequence[str] = (QR,)) -> tuple[_Look, ...]:
    """Of a live picture, in the order in which they are taken."""
    wanted = tuple(symbologies)
    plain: _Look = lambda picture: _zxing(picture, wanted)  # noqa: E731
    return (
        plain,
        lambda picture: _zxing(picture, wanted, by_histogram=True),
        lambda picture: plain(_gamma(picture, 0.4)),
        lambda picture: plain(_gamma(picture, 2.5)),
        *((_zbar,) if QR in wanted else ()),
        lambda picture: plain(_resized(picture, 2.0)),
    )


def _patient_looks(
    picture: Picture, small: Picture, symbologies: Sequence[str]
) -> Iterator[tuple[Code, ...]]:
    """What the looks at a still picture see, where they see something."""
    if picture.shape != small.shape:
        for look in looks(symbologies)[:4]:
            if found := look(picture):
                yield found
    if QR in symbologies and (found := _bare(_second_look.wechat(small))):
        yield found


def _zxing(picture: Picture, symbologies: tuple[str, ...], by_histogram: bool = False) -> tuple[Code, ...]:
    import zxingcpp

    binarizer = zxingcpp.Binarizer.GlobalHistogram if by_histogram else zxingcpp.Binarizer.LocalAverage
    found = zxingcpp.read_barcodes(
        picture, formats=_formats(symbologies), text_mode=zxingcpp.TextMode.Plain, binarizer=binarizer
    )
    return tuple(Code(code.format.name, _charset.text(code), bytes(code.bytes)) for code in found)


@cache
def _formats(symbologies: tuple[str, ...]) -> Any:
    import zxingcpp

    return zxingcpp.barcode_formats_from_str("|".join(symbologies))


def _zbar(picture: Picture) -> tuple[Code, ...]:
    large = max(picture.shape) > _HALVED
    return _bare(_second_look.zbar(_resized(picture, 0.5) if large else picture))


def _bare(found: list[bytes]) -> tuple[Code, ...]:
    return tuple(Code(QR, _text(data), data) for data in found)


def _text(data: bytes) -> str | None:
    try:
        return _payload.text_of(data)
    except _payload.CharsetError:
        return None


def _fits(picture: Picture) -> bool:
    short, long = sorted(picture.shape)
    return short >= _SMALLEST and long <= _LONGEST * short and picture.size <= LARGEST


def _reduced(picture: Picture, long_side: int) -> Picture:
    longest = max(picture.shape)
    return picture if longest <= long_side else _resized(picture, long_side / longest)


def _resized(picture: Picture, by: float) -> Picture:
    cv2 = opencv()
    how = cv2.INTER_AREA if by < 1 else cv2.INTER_CUBIC
    resized: Picture = cv2.resize(picture, None, fx=by, fy=by, interpolation=how)
    return resized


def _gamma(picture: Picture, gamma: float) -> Picture:
    lit: Picture = opencv().LUT(picture, _curve(gamma))
    return lit


@cache
def _curve(gamma: float) -> Any:
    import numpy

    return ((numpy.arange(256) / 255) ** gamma * 255 + 0.5).astype(numpy.uint8)
