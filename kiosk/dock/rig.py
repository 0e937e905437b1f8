"""All virtual devices and the line of one terminal, started together and stopped together."""

from __future__ import annotations

import os
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from kiosk.devices.virtual import chosen, running, state
from kiosk.devices.virtual.pcscd import Pcscd, PcscdError
from kiosk.devices.virtual.receipt_printer import MODELS
from kiosk.devices.virtual.state import CardReaderState
from kiosk.dock.line import Line

FILING = ("card_reader", "receipt_printer", "document_printer")
FACES = "face_camera"
_SERVICES = ("PCSCLITE_CSOCK_NAME",)


@dataclass(frozen=True)
class Place:
    """Where a dock keeps what: folders, and the ways to the terminal and to the platform."""

    state: Path
    out: Path
    platform: str  # https://host:port of the terminals' side
    probe: Path | None = None
    ca: Path | None = None
    population: Path | None = None
    also: tuple[str, ...] = ()  # virtual devices beside those that every filing needs
    receipt_printer: str = "80"  # or 58, or presenter


def equipment() -> tuple[str, ...]:
    """The virtual devices that can run on this machine, beside those that every filing needs."""
    names = [stand.name for stand in chosen() if stand.name not in FILING]
    names.append(FACES)
    with suppress(PcscdError):
        Pcscd().leave()
        names.append("social_card")
    return tuple(names)


class Rig:
    """Runs from `with` to its end. Raises ValueError, with a sentence, for a device that does not exist."""

    def __init__(self, place: Place, document_seconds: float = 2.0) -> None:
        to = urlsplit(place.platform)
        self._wanted = chosen((*FILING, *place.also))
        slips = MODELS[place.receipt_printer]
        self._place = place
        self._told = {"document_printer": {"seconds": document_seconds}, "receipt_printer": slips}
        self._line = Line(place.state, to.hostname or "localhost", to.port or 443)
        self._running = ExitStack()
        self._devices: dict[str, dict[str, Any]] = {}

    def __enter__(self) -> Rig:
        place = self._place
        with ExitStack() as started:
            self._devices = started.enter_context(running(self._wanted, place.state, place.out, self._told))
            if FACES in place.also:  # every card here has the photo of one who can stand before that camera
                photo = place.out / "faces" / "fair-card.jpg"
                state.update(place.state, CardReaderState, picture=str(photo.resolve()))
            self._line.start()
            started.callback(self._line.stop)
            self._running = started.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._running.close()

    @property
    def endpoints(self) -> dict[str, dict[str, object]]:
        """By kind of device, as the terminal's configuration wants them; and the line's own address."""
        found: dict[str, dict[str, object]] = {
            kind: entry["options"] for kind, entry in self._devices.items()
        }
        return {**found, "line": {"url": f"https://localhost:{self._line.port}"}}

    @property
    def adapters(self) -> dict[str, str]:
        """By kind of device, which one speaks to it."""
        return {kind: str(entry["adapter"]) for kind, entry in self._devices.items()}

    @property
    def environment(self) -> dict[str, str]:
        """What a terminal's processes need to find a service that runs only here."""
        return {name: os.environ[name] for name in _SERVICES if name in os.environ}
