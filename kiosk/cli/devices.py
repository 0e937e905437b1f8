"""kiosk devices: one device on the bench, by the adapter and the options that terminal.toml would name.

Reading, printing and testing act on the device, and what is read is shown: a production-sealed terminal
refuses them.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.cli import plain, virtual
from kiosk.cli.output import PLACES, answer, configuration, trouble, unusable, with_config, with_json
from kiosk.cli.parsing import seconds
from kiosk.model import DeviceError, Level

if TYPE_CHECKING:
    from kiosk.devices import Device
    from kiosk.model import Health

Commands = Any
Act = Callable[["Device"], int]

_LOOK_EVERY = 0.2  # seconds between two looks of `watch`


def add(commands: Commands) -> None:
    devices = commands.add_parser("devices", help="list, watch, read and test devices")
    devices = devices.add_subparsers(required=True, metavar="COMMAND")
    listing = with_json(devices.add_parser("list", help="kinds, adapters and their options"))
    listing.set_defaults(run=_list)
    virtual.add(devices)

    watch = _on_a_device(devices.add_parser("watch", help="how a device is, each time that it changes"))
    watch.add_argument("--seconds", type=seconds, help="end after so many; without, until interrupted")
    watch.set_defaults(run=_watch)
    read = _on_a_device(devices.add_parser("read", help="read once: a card, a code, a page, a sensor"))
    read.add_argument("--timeout", type=seconds, default=10.0, help="seconds")
    read.set_defaults(run=_read)
    test = _on_a_device(devices.add_parser("test", help="one check of a device"))
    test.add_argument("--level", choices=[level.value for level in Level], default=Level.INTERNAL.value)
    test.set_defaults(run=_test)

    told = _on_a_device(devices.add_parser("exchanges", help="the bytes of one check, nothing of a person"))
    told.add_argument("--level", choices=[level.value for level in Level], default=Level.INTERNAL.value)
    told.set_defaults(run=_exchanges)

    printing = _with_adapter(devices.add_parser("print", help="print the lines of a text file"))
    printing.add_argument("file", type=Path, metavar="TEXTFILE")
    printing.add_argument("--qr", help="a code below the text")
    printing.add_argument("--timeout", type=seconds, default=30.0, help="seconds")
    printing.set_defaults(run=_print, kind="receipt_printer")

    logo = _with_adapter(devices.add_parser("logo", help="store the logo of the slips in the printer"))
    logo.set_defaults(run=_logo, kind="receipt_printer")

    chart = with_json(devices.add_parser("chart", help="write the document camera's test chart, as a PDF"))
    chart.add_argument("file", type=Path, metavar="FILE")
    chart.set_defaults(run=_chart)

    decode = with_json(devices.add_parser("decode", help="the codes in pictures"))
    decode.add_argument("images", type=Path, nargs="+", metavar="IMAGE")
    decode.add_argument("--still", action="store_true", help="take a second, slower look")
    decode.set_defaults(run=_decode)


def _on_a_device(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("kind")
    return _with_adapter(parser)


def _with_adapter(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("--adapter", help="默认：配置里这种设备的适配器和选项")
    parser.add_argument("--option", action="append", default=[], metavar="KEY=VALUE")
    return with_json(with_config(parser))


def _list(options: argparse.Namespace) -> int:
    """Every adapter with its options: a name alone has to be written, the others show what holds."""
    from kiosk.devices import adapters, defaults, kinds

    found: dict[str, dict[str, Mapping[str, object]]] = {}
    lines, broken = [], []
    for kind in kinds():
        names = found[kind] = {}
        for name in adapters(kind):
            try:
                names[name] = defaults(kind, name)
            except ValueError as error:  # another package's, and no reason to hide the others
                broken.append(str(error))
        lines.append(kind)
        for name, known in names.items():
            written = ", ".join(
                key if value is None else f"{key}={json.dumps(value)}" for key, value in known.items()
            )
            lines.append(f"    {name}: {written}")
    told = {"kinds": {kind: list(names) for kind, names in found.items()}, "options": found, "broken": broken}
    return answer({"ok": True, **told}, "\n".join(lines + broken), options.json)


def _watch(options: argparse.Namespace) -> int:
    """One line, or one JSON object, for each change; ends with an interrupt."""

    def act(device: Device) -> int:
        end = time.monotonic() + options.seconds if options.seconds is not None else None
        before: Mapping[str, Any] = {}
        while True:
            found = device.status()
            told = {"state": found.state.value, "ready": found.ready, "media": found.media.value,
                    "supplies": dict(found.supplies), "detail": dict(found.detail),
                    "faults": [asdict(fault) for fault in found.faults]}  # fmt: skip
            if told != before:
                before = told
                said = "；".join(fault.technician for fault in found.faults)
                stamp = time.strftime("%H:%M:%S")
                text = f"{stamp} {found.state.value}，{found.media.value} {said}".rstrip()
                print(
                    json.dumps({"at": stamp, **told}, ensure_ascii=False) if options.json else text,
                    flush=True,
                )
            if end is not None and time.monotonic() >= end:
                return 0 if found.ready else 1
            time.sleep(_LOOK_EVERY)

    try:
        return _with_device(options, act, sealed_too=True)
    except KeyboardInterrupt:
        return 0


def _read(options: argparse.Namespace) -> int:
    from importlib import import_module

    def act(device: Device) -> int:
        sample = getattr(import_module(f"kiosk.devices.{options.kind}"), "sample", None)
        if sample is None:
            return trouble(f"{options.kind} 没有可以读的东西", options.json)
        record = sample(device, options.timeout)
        text = "\n".join(f"{key}: {value}" for key, value in record.items())
        return answer({"ok": True, "record": record}, text, options.json)

    return _with_device(options, act)


def _test(options: argparse.Namespace) -> int:
    def act(device: Device) -> int:
        return _health(_checked(device, options), options.json)

    return _with_device(options, act, sealed_too=Level(options.level) is Level.INTERNAL)


def _exchanges(options: argparse.Namespace) -> int:
    from kiosk.devices.exchanges import Keeping

    def act(device: Device) -> int:
        if not isinstance(device, Keeping):
            return trouble("这个适配器不记收发", options.json)
        found = _checked(device, options)
        last = device.exchanges.last()
        told = [
            {"at": one.at.isoformat(), "sent": one.sent, "hex": one.hex, "times": one.times} for one in last
        ]
        text = "\n".join(f"{one.when(None)}  {one.way}  {one.hex}" for one in last) or "没有收发"
        return answer({"ok": found.result != "fail", "exchanges": told}, text, options.json)

    return _with_device(options, act, sealed_too=Level(options.level) is Level.INTERNAL)


def _checked(device: Device, options: argparse.Namespace) -> Health:
    from kiosk.diagnostics import by_hand

    if by_hand.awaited([options.kind], Level(options.level)):
        print(f"{by_hand.TO_DO[options.kind]}，等 {by_hand.WAIT} 秒。", file=sys.stderr, flush=True)
    return device.check(Level(options.level))


def _health(found: Health, as_json: bool) -> int:
    word = {"pass": "通过", "warn": "警告", "fail": "失败"}[found.result]
    advice = f"；{found.advice}" if found.advice else ""
    told = {"ok": found.result != "fail", **asdict(found)}
    return answer(told, f"{word}  {found.name}：{found.value}{advice}", as_json)


def _print(options: argparse.Namespace) -> int:
    from kiosk.devices.receipt_printer import ReceiptPrinter
    from kiosk.model import SlipLine, SlipQr, SlipText

    try:
        text = plain.lines(options.file)
    except OSError as error:
        return trouble(unusable(error), options.json)
    except UnicodeDecodeError:
        return trouble(f"{options.file} 不是 UTF-8 的文本，没有打印", options.json)
    except ValueError as error:
        return trouble(f"{options.file} {error}", options.json)
    lines: list[SlipLine] = [SlipText(line) for line in text]
    lines += [SlipQr(options.qr)] if options.qr else []

    def act(device: Device) -> int:
        assert isinstance(device, ReceiptPrinter)
        started = time.monotonic()
        device.print(f"cli-{time.time_ns()}", lines, options.timeout)
        taken = time.monotonic() - started
        told = {"ok": True, "printed": True, "lines": len(lines), "seconds": round(taken, 3)}
        return answer(told, f"已打出 {len(lines)} 行，{taken:.1f} s", options.json)

    return _with_device(options, act)


def _logo(options: argparse.Namespace) -> int:
    from kiosk.devices.receipt_printer import KeepsLogo

    def act(device: Device) -> int:
        if not isinstance(device, KeepsLogo):
            return trouble("这种打印机的适配器不会存标志", options.json)
        return _health(device.load_logo(), options.json)

    return _with_device(options, act)


def _chart(options: argparse.Namespace) -> int:
    from kiosk.diagnostics import chart

    try:
        chart.draw().save(options.file, "PDF", resolution=chart.DPI)
    except OSError as error:
        return trouble(f"写不了文件 {options.file}：{error.strerror or error}", options.json)
    text = f"测试图在 {options.file}：按实际大小（100%，不缩放）打印在 A4 上"
    return answer({"ok": True, "file": str(options.file)}, text, options.json)


def _decode(options: argparse.Namespace) -> int:
    from kiosk.devices.code_scanner._files import decode_files

    found = decode_files(options.images, still=options.still)
    if options.json:
        print(json.dumps(found, ensure_ascii=False))
    for picture in [] if options.json else found:
        texts = "；".join(code["text"] or code["hex"] for code in picture["codes"]) or picture.get(
            "error", "没有读到码"
        )
        print(f"{picture['image']}：{texts}（{picture['milliseconds']:.1f} ms）")
    return 1 if any("error" in picture for picture in found) else 0


def _with_device(options: argparse.Namespace, act: Act, sealed_too: bool = False) -> int:
    """What `act` says of the device; what goes wrong is said in the technician's words, without a trace."""
    if not options.config.exists() and options.config not in PLACES:
        return trouble(f"没有配置文件 {options.config}", options.json)
    # Wherever it lies: a sealed machine is not opened by naming another file.
    known = [configuration(path, options.json) for path in {options.config, *PLACES} if path.exists()]
    if not sealed_too and any(config.sealed for config in known):
        return trouble("正式（sealed）配置的终端不能从命令行操作设备", options.json)
    try:
        device = _open(options)
    except ValueError as error:
        return trouble(f"没有这个设备或选项：{error}", options.json)
    with closing(device):
        try:
            return act(device)
        except DeviceError as error:
            told = {"ok": False, "error": error.fault.code, "completion": error.completion.value}
            said = {"citizen": error.fault.citizen, "technician": error.fault.technician}
            return answer({**told, **said}, error.fault.technician, options.json)
        except ValueError as error:
            return trouble(f"选项有误：{error}", options.json)


def _open(options: argparse.Namespace) -> Device:
    """By the command line, or else as terminal.toml has it. Raises ValueError."""
    from kiosk.devices import open_device, words

    if options.adapter:
        written = words.options(options.kind, options.adapter, options.option)
        return open_device(options.kind, options.adapter, written)
    entries = configuration(options.config, options.json).devices if options.config.exists() else ()
    entry = next((entry for entry in entries if entry.kind == options.kind), None)
    if entry is None:
        raise ValueError(f"配置里没有 {options.kind}，要写 --adapter 和 --option")
    print(f"{entry.kind}/{entry.adapter}，选项见 {options.config}", file=sys.stderr)
    written = words.options(entry.kind, entry.adapter, options.option)
    return open_device(entry.kind, entry.adapter, {**entry.options, **written})
