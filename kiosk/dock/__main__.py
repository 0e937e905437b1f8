"""python -m kiosk.dock --state DIR --out DIR --platform https://localhost:8443 [--panel ...]

Prints one JSON line with all addresses when everything runs; ends when its standard input closes.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from kiosk.devices.virtual import chosen
from kiosk.devices.virtual.receipt_printer import MODELS
from kiosk.dock.rig import Place, Rig


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    also = tuple(options.also or ())
    try:
        chosen(also)
    except ValueError as error:
        sys.exit(str(error))
    place = Place(
        options.state,
        options.out,
        options.platform,
        options.probe,
        options.ca,
        options.population,
        also,
        options.receipt_printer,
    )
    return run(place, panel=options.panel, at=options.panel_at)


def run(place: Place, panel: bool = False, at: tuple[int, int] | None = None) -> int:
    """Until standard input closes, or somebody closes the panel. `at`: the panel's place on the desktop."""
    with Rig(place) as rig:
        print(
            json.dumps(rig.endpoints | {"adapters": rig.adapters, "environment": rig.environment}), flush=True
        )
        if not panel:
            sys.stdin.buffer.read()
            return 0
        from kiosk.dock.panel import show  # Qt, only for who wants to see it

        return show(place, at)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="kiosk.dock", description="The virtual devices of one terminal.")
    parser.add_argument("--state", type=Path, required=True, help="folder of the state files")
    parser.add_argument("--out", type=Path, required=True, help="folder for what is printed")
    parser.add_argument("--platform", required=True, help="https://host:port behind the line")
    parser.add_argument("--probe", type=Path, help="socket of the terminal's probe, for the phone")
    parser.add_argument("--ca", type=Path, help="certificate of the platform's authority, for the phone")
    parser.add_argument("--population", type=Path, help="file with the phone keys of the persons")
    parser.add_argument(
        "--also", nargs="+", metavar="NAME", help="virtual devices that a filing can do without"
    )
    parser.add_argument("--receipt-printer", default="80", choices=MODELS, help="which one prints the slips")
    parser.add_argument("--panel", action="store_true", help="show the panel")
    parser.add_argument("--panel-at", type=_point, metavar="X,Y", help="where the panel stands")
    return parser.parse_args(arguments)


def _point(text: str) -> tuple[int, int]:
    x, y = text.split(",")
    return int(x), int(y)


if __name__ == "__main__":
    sys.exit(main())
