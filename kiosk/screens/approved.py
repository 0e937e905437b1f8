"""The few screens whose looks somebody has approved: the same at any time, on any machine, for whoever comes.

The clock stands, the person is drawn, the devices are virtual and in good order, and no platform answers.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.bench import machine
from kiosk.care import Care, overview
from kiosk.care.sheet import Sheet
from kiosk.config import RESOURCES, Config, Device
from kiosk.devices import Device as Opened
from kiosk.devices import open_device
from kiosk.devices.virtual import chosen, running
from kiosk.diagnostics.page import summary
from kiosk.flows.loader import load_items
from kiosk.flows.session import Session
from kiosk.model import Health, Level, Role
from kiosk.screens.apart import NOBODY, alone
from kiosk.screens.steps import scenes
from kiosk.store.shifts import Operator
from kiosk.ui.coming import Coming
from kiosk.ui.gallery import USUAL, Gallery, Wall
from kiosk.wire.boot import BEIJING
from kiosk.wire.technicians import Technician

if TYPE_CHECKING:
    from PIL import Image

WALLS = (USUAL, Wall("large", "portrait"))
AT = datetime(2026, 10, 9, 10, tzinfo=BEIJING)
_ITEM = "si-certificate"
_DEVICES = ("card_reader", "receipt_printer", "document_printer")
_REPORT = (
    Health("凭条打印机", Level.INTERNAL, "fail", "没有纸", advice="换纸卷", code="paper_out"),
    Health("网络", Level.INTERNAL, "warn", "40 毫秒，丢了 2 %", limit="1 %", advice="看网线"),
    Health("磁盘", Level.INTERNAL, "pass", "空 12 GB"),
)


def pictures() -> Iterator[tuple[str, Image.Image]]:
    """SCREEN-VARIANT and what is seen there. After gallery.prepare(). Raises GalleryError."""
    with standing() as hung:
        for name, come in _SCREENS.items():
            come(hung)
            for wall in WALLS:
                hung.hang(wall)
                yield f"{name}-{wall.variant}", hung.rgb()
            hung.hang(USUAL)
            _go(hung)


@contextmanager
def standing() -> Iterator[Gallery]:
    with tempfile.TemporaryDirectory(prefix="kiosk-approved-") as name:
        folder = Path(name)
        with running(chosen(_DEVICES), folder / "devices", folder / "paper") as found:
            devices = tuple(Device(kind, told["adapter"], told["options"]) for kind, told in found.items())
            terminal, config = alone(folder, partial(_opened, devices), lambda: AT), _config(folder, devices)
            coming = Coming.there(terminal, lambda looked_after: Care(config, looked_after))
            with Gallery.open(coming, folder) as hung:
                hung.until(lambda: all(status.ready for status in terminal.devices().values()), "the devices")
                hung.until(lambda: hung.can_tap(f"item.{_ITEM}"), "home")
                yield hung
            terminal.store.close()


def _opened(devices: tuple[Device, ...]) -> dict[str, Opened]:
    return {each.kind: open_device(each.kind, each.adapter, each.options) for each in devices}


def _config(folder: Path, devices: tuple[Device, ...]) -> Config:
    glass = USUAL.glass
    return Config(
        "示范政务服务点", "12345", folder, False, NOBODY, 2.0, glass.width, glass.height, glass.mm_per_px,
        False, devices, RESOURCES / "items", None,
    )  # fmt: skip


# --- how somebody comes there, as if it had been long ago ---


def _home(hung: Gallery) -> None:
    """It is there already."""


def _asked(step: str) -> Callable[[Gallery], None]:
    def come(hung: Gallery) -> None:
        hung.show(_session(step))

    return come


def _session(step: str) -> Session:
    return next(s.session for s in scenes(load_items()[_ITEM]) if s.name == f"{_ITEM}/{step}")


def _receipt(hung: Gallery) -> None:
    hung.show(machine.finished(hung.shell.stage.terminal))
    hung.tap("submit")
    hung.until(lambda: hung.page()["page"] == "Outcome" and not hung.page()["busy"], "the outcome")


def _staff(hung: Gallery) -> None:
    hung.shell.stage.terminal.staff.operator = Operator("330521-0001-01", "沈*", frozenset(Role))
    hung.shell.view.clerk._go("Workbench")
    hung.until(lambda: hung.page()["page"] == "Workbench" and not hung.page()["busy"], "the workbench")


def _technician(hung: Gallery) -> None:
    carer, entry = hung.shell.view.carer, hung.shell.stage.care.entry
    entry.technician, entry.order = Technician("330521-0001-T01", "沈*", "", "", ""), "20261009"
    carer._page, carer._asked = "Technician", "overview"
    says, tone, rows = overview.judged(_REPORT)
    carer._show(Sheet("overview", "维护总览", summary(_REPORT), says, tone, rows))
    hung.until(lambda: hung.page()["page"] == "Technician", "the overview")


def _go(hung: Gallery) -> None:
    view, terminal = hung.shell.view, hung.shell.stage.terminal
    view.carer._close()
    view.clerk._go("")
    terminal.staff.operator = None
    hung.clear()


_SCREENS: dict[str, Callable[[Gallery], None]] = {
    "home": _home,
    "question": _asked("certificate"),
    "review": _asked("review"),
    "receipt": _receipt,
    "staff": _staff,
    "technician": _technician,
}
