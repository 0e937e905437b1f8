"""How a command answers: for people on a terminal, or as one JSON object for a machine."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kiosk.config import Config, ConfigError, load

# Where a configuration is looked for when none is named.
PLACES = (Path("terminal.toml"), Path("/etc/kiosk/terminal.toml"), Path("out/demo/stand/terminal.toml"))


def with_config(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument(
        "--config", type=Path, help="terminal.toml（默认：当前目录、/etc/kiosk、最近一次演示）"
    )
    return parser


def with_json(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    return parser


def answer(result: Mapping[str, Any], text: str, as_json: bool) -> int:
    """Exit code 0 only when the result says ok."""
    print(json.dumps(result, ensure_ascii=False) if as_json else text)
    return 0 if result.get("ok") else 1


def trouble(message: str, as_json: bool = False) -> int:
    """Something that the person at the keyboard can put right: said in one place, without a trace."""
    if as_json:
        print(json.dumps({"ok": False, "error": message}, ensure_ascii=False))
    print(message, file=sys.stderr)
    return 2


def unusable(error: OSError) -> str:
    """Which file or folder, and why, for a technician."""
    where = f" {error.filename}" if error.filename else ""
    return f"用不了{where}：{error.strerror or error}"


def configuration(path: Path, as_json: bool = False) -> Config:
    """The configuration, or the end of the program with every mistake named."""
    try:
        return load(path)
    except ConfigError as error:
        if as_json:
            print(json.dumps({"ok": False, "mistakes": error.mistakes}, ensure_ascii=False))
        print("配置有误：", *error.mistakes, sep="\n  ", file=sys.stderr)
        raise SystemExit(2) from None
