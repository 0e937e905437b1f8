"""The command `kiosk`. Each subcommand imports what it needs when it is called, and nothing else.

With --json one object goes to standard output and nothing else; the exit code is 0 only when it says ok.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

from kiosk.cli.parsing import Parser, UsageError

_GROUPS = ("work", "machine", "devices", "matters", "screen", "screens")  # modules; each adds its commands


def main(arguments: list[str] | None = None) -> int:
    arguments = sys.argv[1:] if arguments is None else arguments
    # A screen has to be there at once: it does not wait for the words of the other commands.
    groups = ("screen",) if arguments[:1] in (["screen"], ["closed"]) else _GROUPS
    try:
        options = _parser(groups).parse_args(arguments)
    except UsageError as error:
        from kiosk.cli.output import trouble

        print(error.usage, end="", file=sys.stderr)
        return trouble(f"参数有误：{error}", "--json" in arguments)
    if "config" in options and options.config is None:
        from kiosk.cli.output import PLACES

        options.config = next((path for path in PLACES if path.exists()), PLACES[0])
        if options.config.exists():
            print(f"配置：{options.config}", file=sys.stderr)
    try:
        return int(options.run(options))
    except KeyboardInterrupt:
        from kiosk.cli.output import trouble

        trouble("已中断", getattr(options, "json", False))
        return 130  # as a shell says it of SIGINT
    except BrokenPipeError:  # somebody read enough
        sys.stderr.close()
        return 1


def _parser(groups: Sequence[str]) -> Parser:
    parser = Parser(prog="kiosk", description="政务服务自助终端 / a self-service terminal")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for group in groups:
        import_module(f"{__name__}.{group}").add(commands)
    return parser
