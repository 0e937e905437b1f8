"""Screen processes on a display in memory, with the bench as their host."""

from __future__ import annotations

import json
import os
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kiosk.bench import machine
from kiosk.bench.figure import BenchError
from kiosk.bench.glass import Glass, on
from kiosk.demo import xvfb

WIDTH, HEIGHT = 1080, 1920
WITHIN = 60.0  # seconds for anything that a screen does
_LOOK_EVERY = 0.01


@contextmanager
def display() -> Iterator[tuple[str, Glass]]:
    """An X server without a window manager, as in the field, and eyes and a finger on it."""
    try:
        with xvfb.screen(WIDTH, HEIGHT) as name, on(name) as glass:
            yield name, glass
    except xvfb.ScreenError as error:
        raise BenchError(str(error)) from error


def configure(folder: Path, devices: Mapping[str, Mapping[str, Any]] | None = None) -> Path:
    """terminal.toml of an enrolled terminal that reaches no platform. `devices`: kind → options."""
    machine.identity(folder / "identity")
    for name in ("ca.crt", "tls.crt", "tls.key"):  # never looked into: nobody answers
        (folder / "identity" / name).touch()
    adapters = {"card_reader": "sdt_serial", "receipt_printer": "escpos", "document_printer": "ipp"}
    text = (
        '[terminal]\nplace = "示范政务服务点"\nphone = "12345"\ndata = "."\nsealed = false\n'
        '[platform]\nurl = "https://127.0.0.1:9"\n'
        f"[screen]\nwidth = {WIDTH}\nheight = {HEIGHT}\n"
    )
    for kind, options in (devices or {}).items():
        text += f'[devices.{kind}]\nadapter = "{adapters[kind]}"\n'
        text += "".join(f"options.{name} = {json.dumps(value)}\n" for name, value in options.items())
    path = folder / "terminal.toml"
    path.write_text(text, "utf-8")
    return path


class Probed:
    """Whatever screen answers at `probe`: what is on it, and where."""

    def __init__(self, probe: Path | None) -> None:
        self.probe = probe

    def ask(self, **question: str) -> dict[str, Any]:
        """What the probe answers; empty while it is not there."""
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(5)
                line.connect(str(self.probe))
                line.sendall(json.dumps(question).encode() + b"\n")
                with line.makefile("rb") as answers:
                    found: dict[str, Any] = json.loads(answers.readline() or b"{}")
                    return found
        except (OSError, ValueError):
            return {}

    def where(self, name: str) -> tuple[int, int, int, int]:
        """x, y, width and height of what can be tapped, once it can be."""
        deadline = time.monotonic() + WITHIN
        while "x" not in (at := self.ask(cmd="where", name=name)):
            if time.monotonic() > deadline:
                raise BenchError(f"there is no {name} to tap on {self.ask(cmd='page').get('page')}")
            time.sleep(_LOOK_EVERY)
        return int(at["x"]), int(at["y"]), int(at["w"]), int(at["h"])

    def comes_to(self, place: str) -> dict[str, Any]:
        """Until a page or step is at hand and at rest; what the probe says of it."""
        deadline = time.monotonic() + WITHIN
        seen: dict[str, Any] = {}
        while time.monotonic() < deadline:
            seen = self.ask(cmd="page")
            if place in (seen.get("page"), seen.get("step")) and not seen.get("busy"):
                return seen
            time.sleep(_LOOK_EVERY)
        raise BenchError(f"no {place}; the screen shows {seen.get('page')}/{seen.get('step')}")


class Screen(Probed):
    """A process of its own that says lines and takes orders."""

    def __init__(self, process: subprocess.Popen[bytes], started: float, probe: Path | None = None) -> None:
        super().__init__(probe)
        self.process, self.started = process, started  # when it began, in monotonic seconds

    def wait(self, line: str) -> float:
        """When the process said so. Raises BenchError when it does not."""
        self.hear(line)
        return time.monotonic()

    def hear(self, beginning: str) -> str:
        """The next line that begins so. Raises BenchError when none comes."""
        assert self.process.stdout is not None
        deadline = time.monotonic() + WITHIN
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            while selector.select(max(0.0, deadline - time.monotonic())):
                said = self.process.stdout.readline().decode()
                if said.startswith(beginning):
                    return said
                if not said:
                    break
        raise BenchError(f"the screen process does not say {beginning}")

    def order(self, *lines: str) -> float:
        assert self.process.stdin is not None
        self.process.stdin.write("".join(f"{line}\n" for line in lines).encode())
        return time.monotonic()

    def memory(self) -> tuple[float, float]:
        """Rss and Pss in MB."""
        rollup = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text()
        said = dict(line.split(":", 1) for line in rollup.splitlines()[1:])
        return int(said["Rss"].split()[0]) / 1024, int(said["Pss"].split()[0]) / 1024


def environment(display: str) -> dict[str, str]:
    """What a screen is told of its display."""
    return {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "QT_QUICK_BACKEND": "software"}


@contextmanager
def started(command: Sequence[str], display: str, probe: Path | None = None) -> Iterator[Screen]:
    """Killed in the end."""
    without = ("WAYLAND_DISPLAY", "PYTHONDONTWRITEBYTECODE")  # what is compiled once is kept, as in the field
    mine = {name: value for name, value in os.environ.items() if name not in without}
    begun = time.monotonic()
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=mine | environment(display),
        bufsize=0,
    )
    with process:
        try:
            yield Screen(process, begun, probe)
        finally:
            process.kill()


def ours(config: Path, probe: Path | None = None) -> list[str]:
    more = ["--probe", str(probe)] if probe else []
    return [sys.executable, "-m", "kiosk", "screen", "--config", str(config), *more]


def states(folder: Path) -> Path:
    """Where the virtual devices of `devices(folder)` are told what to be."""
    return folder / "devices"


@contextmanager
def devices(folder: Path) -> Iterator[Mapping[str, Mapping[str, Any]]]:
    """The devices of a filing, in a process of their own: kind → what its adapter has to know."""
    place = states(folder)
    place.mkdir()
    command = [sys.executable, "-m", "kiosk.devices.virtual", "--state", str(place), "--out", str(place)]
    command += ["--only", "card_reader,receipt_printer,document_printer"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            found = json.loads(process.stdout.readline())
            yield {kind: entry["options"] for kind, entry in found.items()}
        finally:
            process.terminate()
