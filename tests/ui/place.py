"""Where people come: an enrolled terminal's identity, running virtual devices, a platform."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import requests

from acceptance.platform import CHINA
from kiosk.devices import open_device
from kiosk.devices.virtual import chosen, state
from kiosk.devices.virtual import running as running_devices
from kiosk.devices.virtual.card_reader import VirtualCardReader
from kiosk.devices.virtual.document_printer import VirtualDocumentPrinter
from kiosk.devices.virtual.receipt_printer import VirtualReceiptPrinter
from kiosk.wire.identity import Identity, enrol
from tests.acceptance.station import Server


@dataclass
class Place:
    server: Server
    identity: Identity
    states: Path
    paper: Path
    options: dict[str, tuple[str, dict[str, object]]]
    ahead: timedelta = timedelta()  # of the clock that platform and terminal share
    more: tuple[type[state.State], ...] = ()  # of the devices that not every terminal has

    @classmethod
    @contextmanager
    def open(
        cls,
        folder: Path,
        server: Server,
        at: datetime | None = None,
        also: tuple[str, ...] = (),
        presenter: bool = False,
    ) -> Iterator[Place]:
        """`at`: what the clock shows now, which is what the platform was told, too. `also`: virtual devices
        beside those that every filing needs. `presenter`: the receipt printer presents its slips."""
        identity = enrol(folder / "identity", server.public_url, server.code(), Path(server.ca))
        states, paper = folder / "devices", folder / "paper"
        for made in (states, paper):
            made.mkdir()
        reader = VirtualCardReader(states, folder / "reader")
        slips, pages = (
            VirtualReceiptPrinter(states, paper, presenter=presenter),
            VirtualDocumentPrinter(states, paper),
        )
        profile = {"profile": "custom-vkp80ii", "retract_after": 1.0} if presenter else {}
        with ExitStack() as running:
            for device in (reader, slips, pages):
                device.start()
                running.callback(device.stop)
            host, port = slips.endpoint
            more = running_devices(chosen(also), states, paper)
            found = running.enter_context(more)
            yield cls(
                server,
                identity,
                states,
                paper,
                {
                    "card_reader": ("sdt_serial", {"port": reader.endpoint, "poll": 0.02, "deadline": 0.5}),
                    "receipt_printer": ("escpos", {"host": host, "port": port, "deadline": 0.5, **profile}),
                    "document_printer": ("ipp", {"uri": pages.endpoint, "deadline": 2.0}),
                    **{kind: (made["adapter"], made["options"]) for kind, made in found.items()},
                },
                at - datetime.now(CHINA) if at else timedelta(),
                tuple(kind for stand in chosen(also) for kind in stand.states),
            )

    def heal(self) -> None:
        """Every device in good order, no card on the reader."""
        usual = (state.CardReaderState, state.ReceiptPrinterState, state.DocumentPrinterState)
        for kind in (*usual, *self.more):
            state.write(self.states, kind())

    def clock(self) -> datetime:
        return datetime.now(CHINA) + self.ahead

    def troubles(self, **wishes: object) -> None:
        """What the platform is told to do badly, until it is told otherwise."""
        endpoint = self.identity.endpoint(self.server.url)
        certificate = (str(endpoint.certificate), str(endpoint.key))
        address = f"{self.server.url}/v1/sandbox"
        answer = requests.post(address, json=wishes, verify=self.server.ca, cert=certificate, timeout=20)
        assert answer.status_code == 200, answer.text

    def devices(self):
        return {kind: open_device(kind, name, options) for kind, (name, options) in self.options.items()}
