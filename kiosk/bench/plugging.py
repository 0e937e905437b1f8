"""How soon a device that is pulled out is known to be gone, and one that is plugged in again is ready.

Each device at its wire, with the options that terminal.toml has by default, looked at as a screen looks.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from kiosk.bench import machine
from kiosk.bench.figure import BenchError, Figure, times
from kiosk.devices import Device, open_device
from kiosk.devices.virtual import state
from kiosk.devices.virtual.card_reader import VirtualCardReader
from kiosk.devices.virtual.code_scanner import CodeScannerState, VirtualCodeScanner
from kiosk.devices.virtual.receipt_printer import VirtualReceiptPrinter
from kiosk.devices.virtual.state import CardReaderState, ReceiptPrinterState, State
from kiosk.model import DeviceStatus
from kiosk.store import Store
from kiosk.terminal.peripherals import Peripherals

REACH = 1.5  # seconds
_LOOK_EVERY = 1.0  # seconds between two looks of a screen at its devices
_AWAY = 4.0  # seconds: long enough for every adapter to look as seldom as it ever does
_WITHIN = 30.0
_FAULT: Mapping[type[State], str] = {
    CardReaderState: "unplugged",
    ReceiptPrinterState: "disconnected",
    CodeScannerState: "unplugged",
}


def plug(scale: float) -> list[Figure]:
    """The slowest device of the slowest round; the limit is what is promised."""
    gone, back = [], []
    with machine.folder() as folder, _devices(folder / "states", folder / "out") as devices:
        peripherals = Peripherals(lambda: devices, Store(folder / "kiosk.db"), lambda: datetime.now(UTC))
        peripherals.open()
        over = threading.Event()
        looking = threading.Thread(target=lambda: _look(peripherals, over), daemon=True)
        looking.start()
        try:
            _until(peripherals, ready=True)
            for _ in range(times(scale, 5)):
                gone.append(_timed(peripherals, folder / "states", ready=False))
                over.wait(_AWAY)
                back.append(_timed(peripherals, folder / "states", ready=True))
        finally:
            over.set()
            looking.join()
            peripherals.close()
    against = f"{REACH:g} s；{len(devices)} 种设备里最慢的，{len(gone)} 次里最慢的一次"
    return [
        Figure("plug.out", max(gone), "s", REACH, 1.0, against),
        Figure("plug.in", max(back), "s", REACH, 1.0, against),
    ]


def _look(peripherals: Peripherals, over: threading.Event) -> None:
    while not over.wait(_LOOK_EVERY):
        peripherals.poll()


def _timed(peripherals: Peripherals, states: Path, ready: bool) -> float:
    for kind, fault in _FAULT.items():
        state.update(states, kind, fault=None if ready else fault)
    started = time.monotonic()
    _until(peripherals, ready)
    return time.monotonic() - started


def _until(peripherals: Peripherals, ready: bool) -> None:
    end = time.monotonic() + _WITHIN
    while not _all(peripherals.statuses(), ready):
        if time.monotonic() > end:
            lagging = [k for k, status in peripherals.statuses().items() if status.ready is not ready]
            raise BenchError(f"{'、'.join(lagging)} 没有变成{'可用' if ready else '不可用'}")
        time.sleep(0.01)


def _all(found: Mapping[str, DeviceStatus], ready: bool) -> bool:
    return len(found) == len(_FAULT) and all(status.ready is ready for status in found.values())


@contextmanager
def _devices(states: Path, out: Path) -> Iterator[Mapping[str, Device]]:
    states.mkdir()
    reader = VirtualCardReader(states, states / "reader")
    printer = VirtualReceiptPrinter(states, out)
    scanner = VirtualCodeScanner(states, states / "scanner", "grow")
    started = []
    try:
        for device in (reader, printer, scanner):
            device.start()
            started.append(device)
        host, port = printer.endpoint
        yield {
            "card_reader": open_device("card_reader", "sdt_serial", {"port": reader.endpoint}),
            "receipt_printer": open_device("receipt_printer", "escpos", {"host": host, "port": port}),
            "code_scanner": open_device(
                "code_scanner", "serial", {"port": scanner.endpoint, "profile": "grow"}
            ),
        }
    finally:
        for device in started:
            device.stop()
