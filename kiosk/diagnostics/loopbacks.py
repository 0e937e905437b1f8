"""Two devices that prove each other, and dots that are drawn for paper: what no device can say by itself.

Only at the levels that act on devices, after each device was checked for itself.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial

from kiosk.config import Config
from kiosk.devices import Device, faults
from kiosk.devices.code_scanner import CodeScanner
from kiosk.devices.document_camera import LEAST_DPI, DocumentCamera
from kiosk.devices.receipt_printer import ReceiptPrinter
from kiosk.diagnostics import by_hand, chart, parts
from kiosk.diagnostics.machine import RARE
from kiosk.diagnostics.together import Question, side_by_side
from kiosk.diagnostics.verdict import failed, left_out, passed, unasked, warned
from kiosk.model import Completion, DeviceError, Health, Level, SlipQr, SlipText

CODE, GLYPHS, SHEET = "打印扫码回环", "生僻字点阵", "高拍仪成像"
PRINTER, SCANNER, CAMERA = "receipt_printer", "code_scanner", "document_camera"
_KINDS = {PRINTER: "凭条打印机", SCANNER: "扫码器", CAMERA: "高拍仪"}
_PRINT, _SCAN, _CAPTURE = 15.0, float(by_hand.WAIT), float(by_hand.WAIT)  # seconds
_DEADLINE = 50.0  # for all of them, side by side
_MOST_SKEW = 1.0  # degrees: the sides of a sheet are found to a tenth, a printer lays it in to half of one


@dataclass(frozen=True)
class Loop:
    """`ask` is called with the devices of these kinds, or alone where it acts on none."""

    name: str
    kinds: tuple[str, ...]
    ask: Callable[..., Health]
    to_do: str = ""  # for somebody who carries paper from one device to the other

    @property
    def by_hand(self) -> bool:
        return bool(self.to_do)


@dataclass(frozen=True)
class Machine:
    """`found`: what each device's own check says; `devices`: those that the caller has open."""

    config: Config
    level: Level
    devices: Mapping[str, Device] | None
    found: Mapping[str, Health]

    def obstacle(self, loop: Loop) -> Health | None:
        if lacking := [_KINDS[kind] for kind in loop.kinds if kind not in self.found]:
            return left_out(loop.name, f"没有配置{'和'.join(lacking)}")
        if unwell := [self.found[kind] for kind in loop.kinds if self.found[kind].result == "fail"]:
            return unasked(loop.name, unwell[0].name)
        if loop.by_hand and self.level is not Level.INTERACTIVE:
            return left_out(loop.name, "要有人在旁边：kiosk doctor --level interactive")
        return None

    def tried(self, loop: Loop) -> Health:
        if obstacle := self.obstacle(loop):
            return obstacle
        with ExitStack() as opened:
            ready = [self._device(kind, opened) for kind in loop.kinds if loop.by_hand]
            if None in ready:
                return left_out(loop.name, "别的进程正在使用设备：停下终端再检查")
            try:
                return loop.ask(*ready)
            except DeviceError as error:
                return faults.health(loop.name, self.level, error.fault)

    def _device(self, kind: str, opened: ExitStack) -> Device | None:
        if self.devices is not None:
            return self.devices[kind]
        device = parts.opened(self.config, kind)
        if device is not None:
            opened.callback(device.close)
        return device


def checks(machine: Machine, say: by_hand.Say = by_hand.nobody) -> tuple[Health, ...]:
    """Takes at most 50 s for each: those that wait for somebody one after another, each said before."""
    if machine.level is Level.INTERNAL:
        return ()
    asked = {loop.name: Question(loop.name, partial(machine.tried, loop)) for loop in _LOOPS}
    waits = {loop.name: loop.to_do for loop in _LOOPS if loop.by_hand and machine.obstacle(loop) is None}
    alone = [name for name in asked if name not in waits]
    answers = dict(zip(alone, side_by_side([asked[name] for name in alone], _DEADLINE), strict=True))
    answers |= by_hand.in_turn({name: asked[name] for name in waits}, waits, _DEADLINE, say)
    return tuple(replace(health, level=machine.level) for name in asked for health in answers[name])


def code(printer: ReceiptPrinter, scanner: CodeScanner) -> Health:
    """Prints a code that no other paper has, and waits until the machine's own scanner reads it there."""
    token = f"kiosk:loop:{secrets.token_hex(8)}"
    head = SlipText("请把这张凭条的二维码放到扫码口", align="center")
    printer.print(token, (head, SlipQr(token)), _PRINT)
    started, stranger = time.monotonic(), False
    end = started + _SCAN
    while (left := end - time.monotonic()) > 0:
        try:
            if scanner.scan("diagnosis", left).text == token:
                return passed(CODE, f"打出的码扫回来一致，{time.monotonic() - started:.1f} s")
        except DeviceError as error:
            if not stranger or error.completion is not Completion.TIME_OUT:
                raise
        stranger = True
    advice = "把刚打出的凭条放到扫码口再查；还是这样则检查打印浓度和扫码口的玻璃"
    return failed(CODE, "扫到的是别的码，没有扫到打出的码", advice=advice, code="loop.other")


def glyphs() -> Health:
    """The rare characters that the printer's test slip has, as the dots that were sent for them."""
    from kiosk.devices.receipt_printer import _glyphs
    from kiosk.devices.receipt_printer._layout import TextRow

    try:
        image = _glyphs.draw(TextRow(RARE), _glyphs.CELL * len(RARE))
    except _glyphs.GlyphError as error:
        advice = "安装含该字的字体：apt-get install fonts-hanazono"
        return failed(GLYPHS, f"没有字体含 {error.code_point}", advice=advice, code="glyph.missing")
    dots, digest = image.tobytes(), hashlib.sha256(image.tobytes()).hexdigest()[:16]
    value = f"{RARE}：{image.width}×{image.height} 点，{len(dots)} 字节，摘要 {digest}；与测试凭条核对字形"
    return passed(GLYPHS, value)


def sheet(camera: DocumentCamera) -> Health:
    """The test chart under the camera: how fine and how straight it comes, whatever the paper's size."""
    page = camera.capture(_CAPTURE)
    quality = f"清晰度 {page.sharpness:.2f}，反光 {page.glare:.1%}"
    found = chart.measured(page.jpeg)
    if found is None:
        value = f"拍到的不是测试图：按 A4 算 {page.dpi} dpi，{quality}"
        return warned(SHEET, value, advice=f"打印测试图再查：{chart.COMMAND}", code="chart.none")
    value = f"{found.dpi} dpi，歪 {found.skew:.1f}°，{quality}"
    limit = f"≥ {LEAST_DPI} dpi，≤ {_MOST_SKEW:g}°"
    if found.dpi < LEAST_DPI:
        advice = "测试图要按实际大小打印在 A4 上；是的话，调高分辨率，或降低高拍仪"
        return failed(SHEET, value, limit, advice, "page.small")
    if found.skew > _MOST_SKEW:
        advice = "把纸压平，镜头对正台面；还是这样则检查测试图本身有没有印歪"
        return failed(SHEET, value, limit, advice, "page.skew")
    return passed(SHEET, value, limit)


_LOOPS = (
    Loop(GLYPHS, (PRINTER,), glyphs),
    Loop(CODE, (PRINTER, SCANNER), code, "打印扫码回环：请把打出的凭条放到扫码口"),
    Loop(SHEET, (CAMERA,), sheet, "高拍仪成像：请把测试图平放在镜头下"),
)
