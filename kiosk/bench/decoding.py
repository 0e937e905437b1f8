"""Codes read from pictures and films, beside zxing-cpp alone on the same ones in the same run.

Made-up codes always; with a folder also the pictures in it: one that has a text beside it (`1.png`, `1.txt`)
holds that text, and one below a folder whose name begins with `false` holds no code.
"""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kiosk.bench import clips, payloads
from kiosk.bench.figure import BenchError, Figure, times
from kiosk.devices.code_scanner import _files, _ladder

_FRAME = 1000 / 30  # ms
_TURNS = 3
_Look = Callable[[Any], list[str | None]]


@dataclass
class _Reading:
    """How one decoder did: what it left unread, and its milliseconds a picture."""

    unread: int = 0
    taken: list[float] = field(default_factory=list)

    def of(self, part: float) -> float:
        return sorted(self.taken)[min(len(self.taken) - 1, int(len(self.taken) * part))]


def qr(scale: float, folder: Path | None = None) -> list[Figure]:
    """Raises BenchError for a folder without pictures."""
    figures = [*chinese(scale), *films(scale)]
    blank = list(_noise(times(scale, 24)))
    if folder is None:
        return [*figures, *empty(blank)]
    found = list(_pictures(folder))
    known = [(picture, text) for picture, text in found if text is not None]
    if not known:
        raise BenchError(f"{folder} 里没有带文字（同名 .txt）的图片")
    blank += [picture for picture, text in found if text is None]
    return [*figures, *known_pictures(known), *empty(blank)]


def known_pictures(known: list[tuple[Any, str]]) -> list[Figure]:
    """Pictures with their texts: unread and time, as a frame and as a still."""
    alone, live, still = _Reading(), _Reading(), _Reading()
    looks: tuple[tuple[_Look, _Reading], ...] = ((_alone, alone), (_live, live), (_still, still))
    for look, _ in looks:
        look(known[0][0])  # loads what it needs
    for picture, text in known:
        best, wrong = [math.inf] * len(looks), [True] * len(looks)
        for _ in range(_TURNS):  # in turns, so that a slow moment of the machine meets all of them
            for number, (look, _) in enumerate(looks):
                found, taken = _timed(look, picture)
                best[number] = min(best[number], taken)
                wrong[number] = text not in found
        for (_, reading), taken, missed in zip(looks, best, wrong, strict=True):
            reading.unread += missed
            reading.taken.append(taken)
    count = len(known)
    reach = count / max(count - alone.unread, 1)
    return [
        _shown(
            "qr.live",
            count,
            live.unread,
            reach,
            f"比 zxing-cpp 一种看法的 {count - alone.unread} 个不少",
        ),
        Figure("qr.live.p50", live.of(0.5), "ms", alone.of(0.5), 1.2, "zxing-cpp 一种看法的中位数"),
        Figure("qr.live.p95", live.of(0.95), "ms", _FRAME, 1.0, "摄像头的一帧"),
        _shown("qr.still", count, still.unread, reach, f"p95 {still.of(0.95):.0f} ms"),
    ]


def empty(blank: list[Any]) -> list[Figure]:
    """Pictures without a code: whatever is read in one is wrong."""
    wrong = sum(bool(_still(picture)) for picture in blank)
    return [_shown("qr.false", len(blank), wrong, 1.0, "没有码的图，什么也不该读出")]


def chinese(scale: float) -> list[Figure]:
    """Two charsets that the code does not name. Bytes that may be either are read as UTF-8."""
    texts = payloads.chinese(times(scale, 130))
    figures = []
    for name, charset, missed in (("qr.chinese", "utf-8", 0), ("qr.chinese.gb", "gb18030", 1)):
        wrong = sum(_live(_code(text.encode(charset))) != [text] for text in texts)
        reach = len(texts) / (len(texts) - missed)
        figures.append(_shown(name, len(texts), wrong, reach, f"{charset}，码里没写字符集"))
    return figures


def films(scale: float) -> list[Figure]:
    """From the first frame to the text; a decoder that is busy misses frames."""
    alone, live = [], []
    for seed in range(times(scale, 4)):
        for scene in clips.SCENES if scale >= 1 else clips.SCENES[:3]:
            clip = clips.Clip(scene, seed)
            alone.append(_first_read(clip, _alone))
            live.append(_first_read(clip, _film(_ladder.Live())))
    unread = sum(math.isinf(taken) for taken in live)
    return [
        _shown("qr.clips", len(live), unread, 1.0, "手机举到镜头前的影片，三秒内读出"),
        Figure("qr.clips.first", statistics.median(live), "s", statistics.median(alone), 1.05,
               "zxing-cpp 一种看法，同样的影片，首次读出的中位数"),
    ]  # fmt: skip


def _shown(name: str, shown: int, wrong: int, reach: float, against: str) -> Figure:
    """How many were shown, beside how many were answered right."""
    right = shown - wrong
    if right <= 0:
        raise BenchError(f"{name}：{shown} 个里一个也没有答对")
    return Figure(name, shown, "个", right, reach, f"答对的 {right} 个（{right / shown:.1%}）：{against}")


def _first_read(clip: clips.Clip, look: _Look) -> float:
    """Seconds of the film; infinite where it ends unread."""
    number = 0
    while number < clips.SECONDS * clips.RATE:
        frame = clip.frame(number)
        started = time.perf_counter()
        found = look(frame)
        taken = time.perf_counter() - started
        now = number / clips.RATE + taken
        if clip.text in found:
            return now
        number = max(number + 1, math.ceil(now * clips.RATE))
    return math.inf


def _timed(look: _Look, picture: Any) -> tuple[list[str | None], float]:
    """The texts, and the milliseconds."""
    started = time.perf_counter()
    found = look(picture)
    return found, (time.perf_counter() - started) * 1000


def _alone(picture: Any) -> list[str | None]:
    import zxingcpp

    plain = zxingcpp.TextMode.Plain
    codes = zxingcpp.read_barcodes(
        picture, formats=zxingcpp.barcode_formats_from_str("QRCode"), text_mode=plain
    )
    return [code.text for code in codes]


def _live(picture: Any) -> list[str | None]:
    return _texts(_ladder.decode(picture))


def _film(stream: _ladder.Live) -> _Look:
    return lambda frame: _texts(stream.decode(frame))


def _still(picture: Any) -> list[str | None]:
    return _texts(_ladder.decode(picture, still=True))


def _texts(codes: tuple[_ladder.Code, ...]) -> list[str | None]:
    return [code.text for code in codes]


def _code(data: bytes) -> Any:
    """A clean picture of a code that names no charset."""
    import numpy
    import segno

    symbol = segno.make(data, mode="byte", micro=False, error="m")
    modules = numpy.array([list(row) for row in symbol.matrix_iter(scale=4, border=4)], numpy.uint8)
    return numpy.where(modules == 0, 255, 0).astype(numpy.uint8)


def _noise(count: int) -> Iterator[Any]:
    """Frames of a room with nobody in it."""
    import numpy

    for seed in range(count):
        chance = numpy.random.default_rng(seed)
        flat = chance.normal(chance.uniform(20, 200), 30, (clips.HEIGHT, clips.WIDTH))
        squares = chance.integers(0, 2, (clips.HEIGHT // 16, clips.WIDTH // 16)) * chance.uniform(0, 200)
        blocks = numpy.kron(squares, numpy.ones((16, 16)))
        yield numpy.clip(flat + (blocks if seed % 2 else 0), 0, 255).astype(numpy.uint8)


def _pictures(folder: Path) -> Iterator[tuple[Any, str | None]]:
    """With the text, or None where there is no code. Others, and what is no picture, are left out."""
    for path in sorted(folder.rglob("*")):
        empty_one = any(part.startswith("false") for part in path.relative_to(folder).parts[:-1])
        text = path.with_suffix(".txt")
        if path.suffix == ".txt" or not path.is_file() or not (empty_one or text.exists()):
            continue
        try:
            yield _files.picture(path), None if empty_one else text.read_bytes().decode("utf-8", "replace")
        except _files.PictureError:
            continue
