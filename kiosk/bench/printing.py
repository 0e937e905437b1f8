"""A slip of logo, 21 Chinese lines and QR code; beside the same as one picture, the line, and the paper."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
import tty
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.bench import machine
from kiosk.bench.figure import BenchError, Figure, times
from kiosk.bench.reading import BYTES_A_SECOND, Wire
from kiosk.devices.receipt_printer import _encode, _glyphs, _layout, _logo, _profile, escpos
from kiosk.devices.receipt_printer._layout import TextRow
from kiosk.devices.virtual.receipt_printer import VirtualReceiptPrinter
from kiosk.model import DeviceError, SlipLine, SlipPair, SlipQr, SlipText

if TYPE_CHECKING:
    from PIL import Image

PAPER_MM_S = 150
PROFILE = "epson-tm-t20iii"
_TAIL = 24  # bytes by which the end of a slip is known among what else goes over the line
_LOGO = (576, 120)
_TEXT: tuple[SlipLine, ...] = (
    SlipText("政务服务自助终端", align="center"),
    SlipText("收件凭证", size=2, align="center", bold=True),
    *[SlipText(f"第 {number} 项材料：已收到，已封存") for number in range(1, 10)],
    SlipPair("编号", "3305210001001261121000011K"),
    SlipPair("事项", "社会保险参保缴费证明打印"),
    SlipPair("办事人", "*三"),
    SlipPair("收件时间", "2026-01-02 10:20:30"),
    SlipPair("状态", "已收件（还没受理）"),
    SlipPair("承诺办结", "2026-01-09"),
    SlipText("平台收到以后，本机会更新状态。"),
    SlipText("凭下面的二维码，可以在任何一台"),
    SlipText("自助终端上查询办理进度。"),
    SlipPair("查询电话", "12345"),
)
_QR = SlipQr("https://example.invalid/q/3305210001001261121000011K?s=held&v=00001")
_RARE: tuple[SlipLine, ...] = tuple(SlipPair("办事人", name) for name in ("*𬭎", "*𠮷", "*𪚥"))
SLIP: tuple[SlipLine, ...] = (*_TEXT, _QR)
RARE: tuple[SlipLine, ...] = (*_TEXT[:-3], *_RARE, _QR)


def slip(scale: float) -> list[Figure]:
    """Whole raster is what python-escpos makes of the same slip, drawn as one picture before."""
    with machine.folder() as folder:
        picture = _draw_logo(folder)
        profile = _profile.named(PROFILE)
        head = _logo.logo(str(picture), profile).head
        ours, line = _through_a_wire(folder, picture, times(scale, 5))
        raster, raster_ms = _raster_of_python_escpos(picture, times(scale, 5))
    job, rare = (_encode.encode(lines, profile, head=head) for lines in (SLIP, RARE))
    size, size_rare = (sum(map(len, found.chunks)) for found in (job, rare))
    cpu = _cpu(lambda: _encode.encode(SLIP, profile, head=head), times(scale, 50))
    paper = (job.mm + _LOGO[1] / profile.dots_mm) / PAPER_MM_S * 1000
    against = "同一张凭条由 python-escpos 画成一幅点阵"
    return [
        Figure("slip.bytes", size, "B", raster, 0.0128, f"{against}的字节"),
        Figure("slip.rare", size_rare, "B", raster, 0.154, f"{against}的字节；这里有 3 行生僻字是点阵"),
        Figure("slip", ours, "ms", line, 1.1, "同样的字节在 115200 波特的线上，从下令打印到最后一个字节"),
        Figure("slip.wire", size / BYTES_A_SECOND * 1000, "ms", paper, 0.09,
               f"115200 波特送完，走纸以 {PAPER_MM_S} mm/s"),
        Figure("slip.cpu", cpu, "ms", raster_ms, 0.02, f"{against}的处理器时间"),
    ]  # fmt: skip


def _cpu(call: Callable[[], object], turns: int) -> float:
    """Milliseconds of this process, the median."""
    taken = []
    for _ in range(turns):
        started = time.process_time()
        call()
        taken.append((time.process_time() - started) * 1000)
    return statistics.median(taken)


def _draw_logo(folder: Path) -> Path:
    from PIL import Image, ImageDraw

    image = Image.new("1", _LOGO, 1)
    pen = ImageDraw.Draw(image)
    for step in range(0, _LOGO[0], 48):
        pen.ellipse((step, 10, step + 100, 110), outline=0, width=3)
    path = folder / "logo.png"
    image.save(path)
    return path


def _raster_of_python_escpos(logo: Path, turns: int) -> tuple[int, float]:
    """Bytes, and milliseconds of CPU."""
    with _escpos_cache():
        try:
            from escpos.printer import Dummy
        except ImportError:
            raise BenchError("python-escpos is not installed") from None

        def whole() -> bytes:
            printer = Dummy(profile="TM-T20II")  # 576 dots
            printer.image(_as_picture(logo), impl="bitImageRaster", center=False)
            printer.cut()
            return bytes(printer.output)

        size = len(whole())  # loads the fonts, too
        return size, _cpu(whole, turns)


@contextmanager
def _escpos_cache() -> Iterator[None]:
    """It leaves a folder behind at every import unless it is told where."""
    name = "ESCPOS_CAPABILITIES_PICKLE_DIR"
    before = os.environ.get(name)
    with tempfile.TemporaryDirectory() as folder:
        os.environ[name] = before or folder
        try:
            yield
        finally:
            if before is None:
                del os.environ[name]


def _as_picture(logo: Path) -> Image.Image:
    """The slip as somebody draws it who has one command for pictures only."""
    import segno
    from PIL import Image

    rows = _layout.rows(_TEXT, _LOGO[0])
    drawn = [_glyphs.draw(row, _LOGO[0]) for row in rows if isinstance(row, TextRow)]
    code = segno.make(_QR.payload, error="m", micro=False)
    scale = 6
    side = int(code.symbol_size(scale=scale, border=4)[0])
    square = Image.new("1", (side, side), 1)
    square.putdata([0 if bit else 1 for line in code.matrix_iter(scale=scale, border=4) for bit in line])
    with Image.open(logo) as top:
        parts = [top.copy(), *drawn, square]
    whole = Image.new("1", (_LOGO[0], sum(part.height + 8 for part in parts)), 1)
    y = 0
    for part in parts:
        whole.paste(part, ((_LOGO[0] - part.width) // 2, y))
        y += part.height + 8
    return whole


def _through_a_wire(folder: Path, logo: Path, turns: int) -> tuple[float, float]:
    """Milliseconds from the order to print to the last byte of the slip, and those of the bytes alone."""
    near, far = folder / "printer", folder / "states"
    far.mkdir()
    virtual = VirtualReceiptPrinter(far, folder / "paper", link=near)
    virtual.start()
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    end = os.open(near, os.O_RDWR | os.O_NOCTTY)
    wire = Wire(ours, end)
    printer = escpos.connect(path=os.ttyname(theirs), profile=PROFILE, logo=str(logo))
    taken = []
    try:
        for turn in range(turns):
            taken.append(_timed(wire, printer, f"bench-{turn}", SLIP))
    except DeviceError as error:
        raise BenchError(error.fault.code) from error
    finally:
        printer.close()
        wire.close()
        for descriptor in (ours, theirs, end):
            os.close(descriptor)
        virtual.stop()
    return statistics.median(a for a, _ in taken), statistics.median(b for _, b in taken)


def _timed(
    wire: Wire, printer: escpos.EscposPrinter, job: str, lines: Sequence[SlipLine]
) -> tuple[float, float]:
    end_of_slip = b"".join(_encode.encode(lines, _profile.named(PROFILE)).chunks)[-_TAIL:]
    before, started = len(wire.sent), time.perf_counter()
    printer.print(job, lines, timeout=30)
    last = wire.sent.index(end_of_slip, before) + len(end_of_slip)
    at = next(at for passed, at in wire.through if passed >= last)
    return (at - started) * 1000, (last - before) / BYTES_A_SECOND * 1000
