"""kiosk devices virtual: devices without hardware, started, steered and looked at from the command line.

`set` and `show` work on the state files, whoever runs the devices: this command, the demo or a test.
A production-sealed terminal refuses all of it.
"""

from __future__ import annotations

import argparse
import json
import signal
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from kiosk.cli.output import PLACES, answer, configuration, trouble, unusable, with_config, with_json

if TYPE_CHECKING:
    from kiosk.devices.virtual.stand import Stand

_STATES, _OUT = Path("out/virtual/state"), Path("out/virtual/paper")


def add(commands: Any) -> None:
    virtual = commands.add_parser("virtual", help="devices without hardware, at wire level")
    virtual = virtual.add_subparsers(required=True, metavar="COMMAND")
    run = _steering(virtual.add_parser("run", help="start them, until interrupted"), _run)
    run.add_argument("--out", type=Path, default=_OUT, help=f"folder for what is printed ({_OUT})")
    run.add_argument("--only", nargs="+", metavar="NAME", help="which; without, all that need no more")
    printers = ("80", "58", "presenter")
    run.add_argument("--receipt-printer", default="80", choices=printers, help="80 or 58 mm, or a presenter")
    run.add_argument("--toml", action="store_true", help="as sections of terminal.toml; not with --json")
    change = _steering(virtual.add_parser("set", help="tell a device what to be"), _set)
    change.add_argument("name")
    change.add_argument("changes", nargs="+", metavar="KEY=VALUE")
    show = _steering(virtual.add_parser("show", help="what the devices are told to be"), _show)
    show.add_argument("name", nargs="?")


def _steering(
    parser: argparse.ArgumentParser, act: Callable[[argparse.Namespace], int]
) -> argparse.ArgumentParser:
    def unless_sealed(options: argparse.Namespace) -> int:
        known = [configuration(path, options.json) for path in {options.config, *PLACES} if path.exists()]
        if any(config.sealed for config in known):
            return trouble("正式（sealed）配置的终端不能用虚拟设备", options.json)
        try:
            return act(options)
        except ValueError as error:
            return trouble(str(error), options.json)
        except BrokenPipeError:  # nobody reads what is said: no trouble of a device
            raise
        except OSError as error:
            return trouble(unusable(error), options.json)

    parser.add_argument("--state", type=Path, default=_STATES, help=f"folder of the state files ({_STATES})")
    parser.set_defaults(run=unless_sealed)
    return with_json(with_config(parser))


def _run(options: argparse.Namespace) -> int:
    from kiosk.devices.virtual import chosen, running
    from kiosk.devices.virtual.pcscd import PcscdError

    if options.toml and options.json:
        raise ValueError("--toml 和 --json 只能写一个")
    from kiosk.devices.virtual.receipt_printer import MODELS

    told = {"receipt_printer": MODELS[options.receipt_printer]}
    over = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        over.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    try:
        with running(chosen(options.only), options.state, options.out, told) as addresses:
            print(_where(options, addresses), flush=True)
            over.wait()
    except PcscdError as error:
        return trouble(f"虚拟社保卡要自己的 pcscd，起不来：{error}", options.json)
    return 0


def _where(options: argparse.Namespace, addresses: Mapping[str, Mapping[str, Any]]) -> str:
    if options.json:
        return json.dumps({"ok": True, "devices": addresses}, ensure_ascii=False)
    if options.toml:
        return _sections(addresses)
    lines = []
    for kind, entry in addresses.items():
        written = " ".join(f"{key}={_word(value)}" for key, value in entry["options"].items())
        lines.append(f"{kind} / {entry['adapter']}: {written}")
    return "\n".join([*lines, "已启动，Ctrl-C 结束"])


def _sections(addresses: Mapping[str, Mapping[str, Any]]) -> str:
    """What JSON says of text and numbers is also TOML."""
    lines = []
    for kind, entry in addresses.items():
        lines += [f"[devices.{kind}]", f"adapter = {json.dumps(entry['adapter'])}"]
        lines += [f"options.{key} = {json.dumps(value)}" for key, value in entry["options"].items()]
        lines.append("")
    return "\n".join(lines)


def _set(options: argparse.Namespace) -> int:
    from kiosk.devices.virtual import state as states
    from kiosk.devices.virtual.words import changes, chinese

    stand = _named(options.name)
    for kind, values in changes(stand, options.changes).items():
        _state(options.state, stand)  # a file that cannot be read is another trouble
        try:
            states.update(options.state, kind, **values)
        except states.StateError as error:
            key, _, allowed = str(error).partition(" must be ")
            raise ValueError(f"{stand.name} 的 {key} 现在只能是 {chinese(allowed)}") from None
    return _told(options, {stand.name: _state(options.state, stand)})


def _show(options: argparse.Namespace) -> int:
    from kiosk.devices.virtual import stands

    wanted = [_named(options.name)] if options.name else list(stands().values())
    return _told(options, {stand.name: _state(options.state, stand) for stand in wanted})


def _told(options: argparse.Namespace, found: Mapping[str, Mapping[str, Any]]) -> int:
    text = "\n".join(
        f"{name}: " + " ".join(f"{key}={_word(value)}" for key, value in state.items())
        for name, state in found.items()
    )
    return answer({"ok": True, "state": found}, text, options.json)


def _word(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _named(name: str) -> Stand:
    from kiosk.devices.virtual import chosen

    return chosen([name])[0]


def _state(folder: Path, stand: Stand) -> dict[str, Any]:
    from dataclasses import asdict

    from kiosk.devices.virtual import state as states

    found: dict[str, Any] = {}
    for kind in stand.states:
        try:
            known = asdict(states.read(folder, kind))
        except states.StateError as error:
            raise ValueError(f"{folder} 里的状态文件不能用：{error}") from None
        found |= {key: value for key, value in known.items() if stand.inert.get(key) != ()}
    return found
