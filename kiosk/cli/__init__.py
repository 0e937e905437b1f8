"""The command `kiosk`. Each subcommand imports what it needs when it is called, and nothing else.

With --json one object goes to standard output and nothing else; the exit code is 0 only when it says ok.
"""

from __future__ import annotations

import argparse
import sys

from kiosk.cli import machine, matters, work
from kiosk.cli.output import PLACES


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    if "config" in options and options.config is None:
        options.config = next((path for path in PLACES if path.exists()), PLACES[0])
        print(f"配置：{options.config}", file=sys.stderr)
    try:
        return int(options.run(options))
    except BrokenPipeError:  # somebody read enough
        sys.stderr.close()
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kiosk", description="政务服务自助终端 / a self-service terminal")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    work.add(commands)
    machine.add(commands)
    matters.add(commands)
    return parser
