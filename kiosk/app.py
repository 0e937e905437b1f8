"""Puts the processes of a terminal together from terminal.toml. The only module that knows all the parts."""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from traceback import extract_tb
from types import TracebackType
from typing import TYPE_CHECKING

from kiosk.config import Config
from kiosk.wire.boot import BEIJING

if TYPE_CHECKING:
    from kiosk.care import Care
    from kiosk.devices import Device
    from kiosk.sync import Sync
    from kiosk.terminal import Terminal
    from kiosk.ui.coming import Coming

# Set by the host for its children, so that all processes of an unsealed terminal share one shifted clock.
CLOCK_SHIFT = "KIOSK_CLOCK_SHIFT"
_PR_SET_DUMPABLE = 4
_COLLECT = 5.0  # seconds between two looks for what is no longer used; one takes a few milliseconds
_SYNC_WAKE = 0.1  # seconds between two looks for new rows


def clock(config: Config) -> Callable[[], datetime]:
    """Beijing time; shifted where an unsealed configuration says when the processes start."""
    if config.sealed or config.starts_at is None:
        return lambda: datetime.now(BEIJING)
    shift = os.environ.get(CLOCK_SHIFT)
    if shift is None:
        start = config.starts_at if config.starts_at.tzinfo else config.starts_at.replace(tzinfo=BEIJING)
        shift = os.environ[CLOCK_SHIFT] = str((start - datetime.now(UTC)).total_seconds())
    offset = timedelta(seconds=float(shift))
    return lambda: datetime.now(BEIJING) + offset


def terminal(config: Config) -> Terminal:
    """Raises IdentityError, StoreError. An item whose file is wrong is not offered, and stderr says why."""
    from kiosk.flows import compiled
    from kiosk.store import Store
    from kiosk.terminal import Terminal
    from kiosk.terminal.words import Site
    from kiosk.wire.client import PlatformClient
    from kiosk.wire.identity import Identity

    identity = Identity.load(config.identity)
    flows, mistakes = compiled.load(config.items, config.data / "cache" / "items")
    offered = {item: flow for item, flow in flows.items() if flow.offered.reaches(config.standpoint)}
    for mistake in mistakes:
        print(f"事项有错，没有上架：{mistake}", file=sys.stderr, flush=True)
    return Terminal(
        site=Site(config.place, config.phone, config.mm_per_px, config.bottom_edge_mm, config.night),
        flows=offered,
        store=Store(config.store),
        identity=identity,
        platform=PlatformClient(identity.endpoint(config.platform), identity.receipts, config.timeout),
        open_devices=lambda: open_devices(config),
        clock=clock(config),
        monotonic=time.monotonic,
    )


def open_devices(config: Config) -> Mapping[str, Device]:
    from kiosk.devices import open_device

    return {entry.kind: open_device(entry.kind, entry.adapter, entry.options) for entry in config.devices}


def sync(config: Config, file: Path | None = None) -> Sync:
    """`file`: that the configuration was read from, where it was named."""
    from kiosk.commanding import Commander, Means
    from kiosk.store import Store
    from kiosk.sync import Sync
    from kiosk.wire.client import PlatformClient
    from kiosk.wire.identity import Identity

    identity = Identity.load(config.identity)
    platform = PlatformClient(identity.endpoint(config.platform), identity.receipts, config.timeout)
    store, kiosk = Store(config.store), [sys.executable, "-m", "kiosk"]
    examine = [*kiosk, "doctor", "--json", *(("--config", str(file)) if file else ())]
    means = Means(examine, lambda: say("restart_screens"))
    return Sync(store, identity, platform, clock(config), Commander(store, identity, platform, means))


def run_screen(config: Config, *, fullscreen: bool = False, probe: Path | None = None) -> int:
    """One screen process: loads in the wings, takes the stage when told to, ends with its session."""
    gc.disable()  # before a thousand classes come, of which none goes again
    from kiosk.ui import plainly

    plainly.import_as_ever()
    from kiosk.ui.shell import Glass, Shell  # Qt only where there is a screen

    sys.setswitchinterval(0.001)  # seconds that a thread may keep a finger waiting, rather than 5 ms
    sys.excepthook = _tell_without_values
    if config.sealed:
        _forbid_dumps()
    glass = Glass(config.width, config.height, fullscreen or config.fullscreen)
    shell: Shell

    def over() -> None:
        """What is on the glass by now names nobody. It stays until another screen lies over it."""
        ticket = shell.stage.terminal.staff.ticket  # a clerk goes on in the next process
        say(f"session_over {ticket}" if ticket else "session_over")
        shell.step_down()

    def order(line: str) -> None:
        if line == "show":
            shell.show()
        elif line == "take_stage":
            shell.take_stage()
        elif line == "retire":
            shell.retire()
        elif line.startswith("staff "):
            shell.view.clerk.redeem(line.removeprefix("staff "))

    shell = Shell(coming(config), over, glass, None if config.sealed else probe)
    shell.prepare()
    shell.shown.connect(_say_shown)
    shell.warm.connect(_say_warm)
    shell.listen(0, order, shell.quit)
    shell.every(1.0, lambda: say("alive"))
    shell.every(_COLLECT, _collect)
    say("ready")
    return shell.run()


def coming(config: Config) -> Coming:
    """What home needs now, and how the rest is put together. Raises IdentityError."""
    from kiosk.ui.coming import Coming
    from kiosk.ui.front import Front, said
    from kiosk.wire.enrolled import terminal_number

    home = said(config.items, config.data / "cache" / "home.json", config.data / "cache" / "items")
    front = Front(
        config.place,
        config.phone,
        config.mm_per_px,
        terminal_number(config.identity),
        clock(config),
        time.monotonic,
        home.texts,
        home.matters,
        config.bottom_edge_mm,
        config.night,
    )
    return Coming(front, lambda: terminal(config), lambda built: looked_after(config, built))


def looked_after(config: Config, built: Terminal) -> Care:
    from kiosk.care import Care  # only where a technician comes

    return Care(config, built)


def run_sync(config: Config, file: Path | None) -> None:
    """The sync process: rounds until the host's end of the pipe closes."""
    process, over = sync(config, file), threading.Event()
    threading.Thread(target=_wait_for_host, args=(over,), daemon=True).start()
    say("ready")
    woken = said = 0.0
    while not over.is_set():
        now = time.monotonic()
        if process.store.changed() or now - woken >= 1.0:
            process.round()
            woken = now
        if now - said >= 1.0:
            say("alive")
            said = now
        over.wait(_SYNC_WAKE)
    if process.commander is not None:
        process.commander.close()


def _forbid_dumps() -> None:
    """No core file, whatever the limits say; and only root looks into this process (prctl(2))."""
    import ctypes

    ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def _tell_without_values(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Type and place only: a message or a local may hold what a person typed."""
    frames = [f"{Path(f.filename).name}:{f.lineno} in {f.name}" for f in extract_tb(trace)]
    print(f"{kind.__name__} at {' < '.join(reversed(frames[-3:]))}", file=sys.stderr, flush=True)


def say(line: str) -> None:
    """One line to the host. A host that is gone ends this process by the other pipe."""
    try:
        print(line, flush=True)
    except BrokenPipeError:
        os._exit(0)


def _say_shown() -> None:
    say("shown")


def _collect() -> None:
    """On the thread of the screen. Python itself would do it on any, and a QObject must die on its own."""
    gc.collect()


def _say_warm() -> None:
    gc.collect()  # what was needed to come so far, once: in the wings nobody waits for it
    gc.freeze()
    say("warm")


def _wait_for_host(over: threading.Event) -> None:
    for _ in sys.stdin.buffer:
        continue
    over.set()
