"""All virtual devices and the line of one terminal, started together and stopped together."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Protocol
from urllib.parse import urlsplit

from kiosk.devices.virtual.card_reader import VirtualCardReader
from kiosk.devices.virtual.document_printer import VirtualDocumentPrinter
from kiosk.devices.virtual.receipt_printer import VirtualReceiptPrinter
from kiosk.dock.line import Line


@dataclass(frozen=True)
class Place:
    """Where a dock keeps what: folders, and the ways to the terminal and to the platform."""

    state: Path
    out: Path
    platform: str  # https://host:port of the terminals' side
    probe: Path | None = None
    ca: Path | None = None
    population: Path | None = None


class _Device(Protocol):
    def start(self) -> None: ...
    def stop(self) -> None: ...


class Rig:
    """Runs from `with` to its end."""

    def __init__(self, place: Place, document_seconds: float = 2.0) -> None:
        place.state.mkdir(parents=True, exist_ok=True)
        place.out.mkdir(parents=True, exist_ok=True)
        to = urlsplit(place.platform)
        self._reader = VirtualCardReader(place.state, place.state / "reader")
        self._slips = VirtualReceiptPrinter(place.state, place.out)
        self._documents = VirtualDocumentPrinter(place.state, place.out, seconds=document_seconds)
        self._line = Line(place.state, to.hostname or "localhost", to.port or 443)
        self._running = ExitStack()

    def __enter__(self) -> Rig:
        try:
            devices: tuple[_Device, ...] = (self._reader, self._slips, self._documents, self._line)
            for device in devices:
                device.start()
                self._running.callback(device.stop)
        except BaseException:
            self._running.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._running.close()

    @property
    def endpoints(self) -> dict[str, dict[str, object]]:
        """By kind of device, as the terminal's configuration wants them; and the line's own address."""
        host, port = self._slips.endpoint
        return {
            "card_reader": {"port": self._reader.endpoint},
            "receipt_printer": {"host": host, "port": port},
            "document_printer": {"uri": self._documents.endpoint},
            "line": {"url": f"https://localhost:{self._line.port}"},
        }
