"""kiosk screen, closed: the processes with a window, started by others; they import no other command."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from kiosk.cli.output import configuration, with_config
from kiosk.config.geometry import GEOMETRIES

Commands = Any  # argparse has no public name for what add_subparsers returns


def add(commands: Commands) -> None:
    screen = with_config(commands.add_parser("screen"))
    screen.add_argument("--fullscreen", action="store_true")
    screen.add_argument("--probe", type=Path)
    screen.add_argument("--geometry", choices=tuple(GEOMETRIES))
    screen.set_defaults(run=_screen)
    commands.add_parser("closed").set_defaults(run=_closed)


def _screen(options: argparse.Namespace) -> int:
    from kiosk.app import run_screen

    config = configuration(options.config)
    if options.geometry:
        config = config.on(GEOMETRIES[options.geometry])
    return run_screen(config, fullscreen=options.fullscreen, probe=options.probe)


def _closed(options: argparse.Namespace) -> int:
    from kiosk.ui.closed import show

    return show()
