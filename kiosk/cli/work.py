"""kiosk run, demo, enrol: what a person starts."""

from __future__ import annotations

import argparse
import fcntl
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from kiosk.cli.output import answer, configuration, trouble, with_config, with_json
from kiosk.cli.parsing import variants
from kiosk.config.geometry import GEOMETRIES

Commands = Any  # argparse has no public name for what add_subparsers returns


def add(commands: Commands) -> None:
    run = with_config(commands.add_parser("run", help="run the terminal"))
    run.add_argument("--with-dock", action="store_true", help="with virtual devices and a local platform")
    run.add_argument("--fullscreen", action="store_true")
    run.add_argument(
        "--geometry", choices=tuple(GEOMETRIES), help="another glass than that of the configuration"
    )
    run.add_argument("--probe", type=Path, help=argparse.SUPPRESS)  # unsealed only: answers where things are
    run.set_defaults(run=_run)

    demo = with_json(commands.add_parser("demo", help="a scripted citizen does the whole job"))
    demo.add_argument("--item", default="si-certificate")
    demo.add_argument("--variant", type=variants, default="standard", help="elder, low, large+contrast …")
    demo.add_argument("--geometry", choices=tuple(GEOMETRIES), default="portrait")
    demo.add_argument("--out", type=Path, default=Path("out/demo"))
    demo.add_argument("--starts-at", type=datetime.fromisoformat, help="what time it is when it starts")
    demo.set_defaults(run=_demo)

    enrol = with_config(commands.add_parser("enrol", help="enrol this terminal with a one-time code"))
    enrol.add_argument("--url", required=True, help="the platform's public address")
    enrol.add_argument("--code", required=True)
    enrol.add_argument("--ca", type=Path, required=True, help="certificate that proves the platform")
    enrol.set_defaults(run=_enrol)


def _run(options: argparse.Namespace) -> int:
    from kiosk.demo.stand import StandError, standing

    if not options.with_dock:
        return _host(options.config, options.fullscreen, options.probe, options.geometry)
    try:
        with standing(Path("out/run"), panel=True) as stand:
            print(
                f"终端和设备台已打开；配置 {stand.config_file}，打印出来的纸在 {stand.paper}；按 Ctrl-C 结束"
            )
            return _host(stand.config_file, options.fullscreen, stand.probe, options.geometry)
    except StandError as error:
        return trouble(str(error))


def _host(config_file: Path, fullscreen: bool, probe: Path | None, geometry: str | None) -> int:
    from kiosk.app import clock, open_devices
    from kiosk.cli.closing import close
    from kiosk.config import ConfigError, load
    from kiosk.host import Host
    from kiosk.store import Store, StoreError
    from kiosk.wire.identity import Identity, IdentityError

    try:
        config = load(config_file)
    except ConfigError as error:
        return close("配置有误：", error.mistakes, config_file, fullscreen=fullscreen)
    fullscreen = fullscreen or config.fullscreen
    try:
        Identity.load(config.identity)
        for device in open_devices(config).values():  # names that do not exist are said now, not by a screen
            device.close()
        store = Store(config.store)
    except IdentityError as error:
        return close(
            "终端没有登记好：", [f"{error}。请先运行 kiosk enrol"], config.identity, fullscreen=fullscreen
        )
    except ValueError as error:
        said = f"terminal.toml 的 [devices] 有误：{error}。有哪些设备：kiosk devices list"
        return close("配置有误：", [said], config_file, fullscreen=fullscreen)
    except (StoreError, OSError) as error:
        said = f"{config.store}: 数据库不能用（{error}）。请运行 kiosk doctor"
        return close("数据库不能用：", [said], config.store, fullscreen=fullscreen)
    kiosk = [sys.executable, "-m", "kiosk"]
    screen = [*kiosk, "screen", "--config", str(config_file)]
    screen += ["--fullscreen"] * fullscreen
    screen += ["--geometry", geometry] if geometry else []
    screen += ["--probe", str(probe)] if probe and not config.sealed else []
    now = clock(config)  # before the children start: they share the shift of an unsealed clock
    sync = [*kiosk, "sync", "run", "--config", str(config_file)]
    with (config.data / "host.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return trouble("这台终端已经在运行，不能再开一个")
        Host(store, screen, sync, now).run()
    return 0


def _demo(options: argparse.Namespace) -> int:
    from kiosk.demo import DemoError, show

    try:
        told = show(
            options.out,
            item=options.item,
            starts_at=options.starts_at,
            say=_progress,
            variant=options.variant,
            geometry=options.geometry,
        )
    except DemoError as error:
        return trouble(str(error), options.json)
    text = (
        f"{len(told['filings'])} 件，{told['taps']} 次点按，{told['seconds']} 秒；图片和凭条在 {options.out}"
    )
    return answer(told, text, options.json)


def _progress(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _enrol(options: argparse.Namespace) -> int:
    from kiosk.wire.identity import IdentityError, enrol

    config = configuration(options.config)
    try:
        identity = enrol(config.identity, options.url.rstrip("/"), options.code, options.ca)
    except IdentityError as error:
        return trouble(str(error))
    print(f"已登记：{identity.terminal}")
    return 0
