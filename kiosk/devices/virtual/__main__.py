"""All virtual devices as one process: python -m kiosk.devices.virtual --state DIR --out DIR

Prints one JSON line with their addresses when they are ready; ends when its standard input closes.
"""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

from kiosk.devices.virtual import persons
from kiosk.devices.virtual.card_reader import VirtualCardReader
from kiosk.devices.virtual.document_printer import VirtualDocumentPrinter
from kiosk.devices.virtual.receipt_printer import VirtualReceiptPrinter


class _Device(Protocol):
    def start(self) -> None: ...
    def stop(self) -> None: ...


def main() -> None:
    options = _options()
    link = options.reader_link or options.state / "reader"
    reader = VirtualCardReader(options.state, link, persons.load(options.persons))
    slips = VirtualReceiptPrinter(options.state, options.out, repertoire=options.repertoire)
    documents = VirtualDocumentPrinter(options.state, options.out, seconds=options.document_seconds)
    with ExitStack() as running:
        for device in (reader, slips, documents):
            _start(device, running)
        host, port = slips.endpoint
        addresses = {
            "card_reader": {"port": reader.endpoint},
            "receipt_printer": {"host": host, "port": port},
            "document_printer": {"uri": documents.endpoint},
        }
        print(json.dumps(addresses), flush=True)
        sys.stdin.buffer.read()


def _start(device: _Device, running: ExitStack) -> None:
    device.start()
    running.callback(device.stop)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="kiosk.devices.virtual", description="Virtual devices, at wire level."
    )
    parser.add_argument("--state", type=Path, required=True, help="folder of the state files")
    parser.add_argument("--out", type=Path, required=True, help="folder for what is printed")
    parser.add_argument("--reader-link", type=Path, help="path of the card reader's serial port")
    parser.add_argument("--persons", type=Path, default=persons.PERSONS, help="the synthetic persons")
    parser.add_argument("--repertoire", default="gbk", choices=["gb2312", "gbk", "gb18030-2byte", "all"])
    parser.add_argument("--document-seconds", type=float, default=2.0, help="how long a document takes")
    return parser.parse_args()


if __name__ == "__main__":
    main()
