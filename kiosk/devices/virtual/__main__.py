"""Virtual devices as one process: python -m kiosk.devices.virtual --state DIR --out DIR [--only NAME,…]

Prints one JSON line when they are ready, kind → adapter and options; ends when its standard input closes.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from kiosk.devices.virtual import chosen, persons, running
from kiosk.devices.virtual.receipt_printer import MODELS


def main() -> None:
    options = _options()
    try:
        wanted = chosen(options.only.split(",") if options.only else None)
    except ValueError as error:
        sys.exit(str(error))
    told = {
        "card_reader": {"link": options.reader_link, "people": persons.load(options.persons)},
        "receipt_printer": {"repertoire": options.repertoire, **MODELS[options.receipt_printer]},
        "document_printer": {"seconds": options.document_seconds},
    }
    with running(wanted, options.state, options.out, told) as addresses:
        print(json.dumps(addresses), flush=True)
        sys.stdin.buffer.read()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="kiosk.devices.virtual", description="Virtual devices, at wire level."
    )
    parser.add_argument("--state", type=Path, required=True, help="folder of the state files")
    parser.add_argument("--out", type=Path, required=True, help="folder for what is printed")
    parser.add_argument("--only", metavar="NAME,…", help="which devices; without, all that need no more")
    parser.add_argument("--reader-link", type=Path, help="path of the card reader's serial port")
    parser.add_argument("--persons", type=Path, default=persons.PERSONS, help="the synthetic persons")
    parser.add_argument("--repertoire", default="gbk", choices=["gb2312", "gbk", "gb18030-2byte", "all"])
    parser.add_argument("--receipt-printer", default="80", choices=MODELS, help="which one prints the slips")
    parser.add_argument("--document-seconds", type=float, default=2.0, help="how long a document takes")
    return parser.parse_args()


if __name__ == "__main__":
    main()
