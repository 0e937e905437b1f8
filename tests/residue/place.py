"""A whole terminal on an X server of its own, which one unmistakable person comes to."""

from __future__ import annotations

import os
import resource
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import pytest

from kiosk.config import load
from kiosk.demo import running, stand
from kiosk.demo.citizen import Citizen
from kiosk.demo.stand import Process, Stand
from kiosk.demo.xvfb import screen
from kiosk.dock import phone
from kiosk.wire.boot import BEIJING
from tests.residue.canaries import Canaries, draw, introduce
from tests.residue.scan import Scan, offspring

ACQUAINTED = Path(__file__).with_name("acquainted.py")
# What the virtual devices and the platform keep, and whom they know: the terminal promises nothing there.
OUTSIDE = ("platform", "devices", "paper", "people")
WITHIN = 30.0  # seconds until a killed or finished screen has been replaced, on a busy machine
SHARED = (Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"))  # only what changed since is looked at


@dataclass
class Place:
    stand: Stand
    citizen: Citizen
    canaries: Canaries
    host: subprocess.Popen
    began: float  # a time of day
    earlier: frozenset[int]  # processes that other tests of this worker left standing

    @property
    def outside(self) -> list[Path]:
        return [self.stand.folder / name for name in OUTSIDE]

    def lay_card(self) -> None:
        self.citizen.lay_card(self.canaries.person)

    def confirm_on_phone(self) -> None:
        phone.confirm(self.citizen.code_in_sight(), self.canaries.phone_key, self.stand.authority)

    def sign(self, pad: str) -> None:
        """Writes on what has this name, and knows the points as it keeps them: in mm, to a hundredth."""
        at, mm = self.citizen.wait_to_see(pad), self.stand.config.mm_per_px
        points = [(37.5 + 29 * n, 41.5 + 53 * (n % 2)) for n in range(13)]  # pixels
        self.citizen.write(pad, [[(x * mm, y * mm) for x, y in points]])
        touched = [(int(at["x"] + x) - at["x"], int(at["y"] + y) - at["y"]) for x, y in points]
        strokes = tuple((round(x * mm, 2), round(y * mm, 2)) for x, y in touched)
        self.canaries = replace(self.canaries, strokes=strokes)

    def children(self) -> dict[str, list[int]]:
        """The host's: "screen" and "sync"."""
        found: dict[str, list[int]] = {"screen": [], "sync": []}
        for pid in offspring(self.host.pid):
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            found["screen" if b"screen" in words else "sync"].append(pid)
        return found

    def on_stage(self) -> int:
        """The process whose screen is on stage: who answers the probe."""
        with socket.socket(socket.AF_UNIX) as probe:
            probe.connect(str(self.stand.probe))
            told = probe.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
            return struct.unpack("3i", told)[0]

    def wait_until_gone(self, pid: int) -> None:
        """The process, and its screen: somebody else is on stage, and the next one in the wings."""
        self.citizen.wait_for_other_than(pid, self.on_stage)
        self.citizen.wait_for("Home")
        deadline, pause = time.monotonic() + WITHIN, threading.Event()
        while Path(f"/proc/{pid}").exists() or len(self.children()["screen"]) < 2:
            assert time.monotonic() < deadline
            pause.wait(0.05)

    def living(self) -> list[int]:
        """Every process of this terminal and its X server: all that this test started, but those outside."""
        apart = {self.stand.platform.pid, self.stand.dock.pid}
        apart |= {child for pid in apart for child in offspring(pid)}
        return [pid for pid in offspring(os.getpid()) if pid not in apart | self.earlier]

    def in_memory(self, *pids: int) -> set[str]:
        """Of these processes, or of all that live on."""
        scan = Scan(self.canaries.forms())
        return {trace for pid in pids or self.living() for trace in scan.process(pid)}

    def in_files(self) -> set[str]:
        """In all of the terminal's own files, and in what changed where any process may write."""
        scan = Scan(self.canaries.forms())
        found = scan.files([self.stand.folder], apart=self.outside)
        found |= {f"{what} @ {path}" for path in Path.cwd().glob("core*") for what in scan.file(path)}
        others = list(Path("/tmp").glob("pytest-of-*"))  # other tests, and this stand once more
        return found | scan.files(SHARED, apart=[*others, *self.outside], since=self.began)


@contextmanager
def place(folder: Path, *, core: bool = False) -> Iterator[Place]:
    """`core`: started so that a crash might leave a core file, in the current folder.

    Home and temporary folder of the terminal lie within its own, so that all of both is looked at.
    """
    folder = folder.resolve()
    names = ("logs", "home", "tmp", "pictures", *OUTSIDE)
    for name in names:
        (folder / name).mkdir(parents=True)
    canaries, began, earlier = draw(), time.time(), frozenset(offspring(os.getpid()))
    introduce(canaries, folder / "people")
    with ExitStack() as parts, pytest.MonkeyPatch.context() as environment:
        july = datetime(date.today().year, 7, 1, 10, tzinfo=BEIJING)  # when schools enrol
        platform = _acquainted(stand._platform(folder, july), folder)
        parts.callback(platform.stop)
        dock = _acquainted(stand._dock(folder, platform, False, ()), folder)
        parts.callback(dock.stop)
        file = stand._configure(folder, dock.said, july, ("portrait", False))
        stand._enrol(folder, platform, load(file))
        made = Stand(folder, platform, dock, load(file), file)
        display = parts.enter_context(screen(1080, 1920))
        environment.setenv("HOME", str(folder / "home"))
        environment.setenv("TMPDIR", str(folder / "tmp"))
        for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"):
            environment.delenv(name, raising=False)
        parts.enter_context(core_files(core))
        host = running.start(made, display)
        parts.callback(running.stop, host)
        yield Place(made, Citizen(made, display, folder / "pictures"), canaries, host, began, earlier)


def _acquainted(process: Process, folder: Path) -> Process:
    flag, *rest = process.arguments
    assert flag == "-m"
    process.arguments = [str(ACQUAINTED), str(folder / "people"), *rest]
    return process.start()


@contextmanager
def core_files(allowed: bool) -> Iterator[None]:
    """As far as the hard limit lets us, for what is started meanwhile."""
    before = resource.getrlimit(resource.RLIMIT_CORE)
    if allowed:
        resource.setrlimit(resource.RLIMIT_CORE, (before[1], before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, before)
