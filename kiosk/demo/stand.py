"""A whole terminal on one machine: platform, dock, enrolment and configuration, as the field does it.

Every part is a process of its own and speaks over real sockets and pseudo-terminals. What is made here is
thrown away: the certificate authority, the keys and the synthetic persons are good for nothing else.
"""

from __future__ import annotations

import json
import os
import selectors
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from kiosk.config import RESOURCES, Config, load
from kiosk.dock.rig import FACES, FILING, equipment
from kiosk.wire.identity import enrol

READY_WITHIN = 60.0  # seconds
_PROBE_NAME = "stage.sock"
_FACES = "faces.yaml"
# As OpenCV documents the threshold; the persons here are drawn.
_FACE_POLICY = "version: 1\nitems: [si-certificate, collection]\nthreshold: 0.363\n"
POPULATION = RESOURCES.parent / "acceptance" / "population.yaml"


class StandError(Exception):
    """A part of the stand did not come up. The message names it."""


@dataclass
class Process:
    """A part that says one JSON line when it is ready and leaves when its input closes."""

    name: str
    arguments: Sequence[str]
    log: Path
    said: Mapping[str, Any] = field(default_factory=dict)
    _process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> Process:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, *self.arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,
            )
        self.said = self._first_line()
        return self

    def _first_line(self) -> dict[str, Any]:
        assert self._process is not None and self._process.stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            line = self._process.stdout.readline() if selector.select(READY_WITHIN) else b""
        try:
            said: dict[str, Any] = json.loads(line)
        except ValueError:
            self.stop()
            raise StandError(f"{self.name} did not start; see {self.log}") from None
        return said

    def kill(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._close()

    def stop(self) -> None:
        if self._process is None:
            return
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._close()

    def _close(self) -> None:
        assert self._process is not None
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process = None


@dataclass
class Stand:
    """Where the parts of a stand are."""

    folder: Path
    platform: Process
    dock: Process
    config: Config
    config_file: Path

    @property
    def states(self) -> Path:
        """One file a virtual device: what it is told to be."""
        return self.folder / "devices"

    @property
    def paper(self) -> Path:
        """What came out of the printers."""
        return self.folder / "paper"

    @property
    def probe(self) -> Path:
        return self.folder / _PROBE_NAME

    @property
    def population(self) -> Path:
        """What the synthetic persons' phones prove themselves with."""
        return POPULATION

    @property
    def authority(self) -> Path:
        """The certificate that proves the platform."""
        return Path(self.platform.said["ca"])

    def restart_platform(self) -> None:
        """Where it was, with the data that it had."""
        self.platform.start()


@contextmanager
def standing(  # noqa: PLR0913 - what stands there, by name
    folder: Path,
    *,
    panel: bool = False,
    starts_at: datetime | None = None,
    fullscreen: bool = False,
    desks: Path | None = None,
    geometry: str = "portrait",
    also: Sequence[str] = (),
) -> Iterator[Stand]:
    """Everything but the terminal itself. The folder is emptied first.

    `desks`: how long the simulated offices take, where not as shipped.
    `panel`: for a person who handles the devices, and so every one that can run here; else `also` those of
    these names. `geometry`: a name in GEOMETRIES.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder = folder.resolve()
    for name in ("platform", "devices", "paper", "logs"):
        (folder / name).mkdir(parents=True)
    if panel:
        (folder / _FACES).write_text(_FACE_POLICY, "utf-8")
    platform = _platform(folder, starts_at, desks).start()
    try:
        dock = _dock(folder, platform, panel, also).start()
        try:
            os.environ.update(dock.said["environment"])  # whoever starts the terminal hands it on
            config_file = _configure(folder, dock.said, starts_at, (geometry, fullscreen))
            config = load(config_file)
            _enrol(folder, platform, config)
            yield Stand(folder, platform, dock, config, config_file)
        finally:
            dock.stop()
    finally:
        platform.stop()


def _platform(folder: Path, starts_at: datetime | None, desks: Path | None = None) -> Process:
    ports = _free_ports(2)
    arguments = ["-m", "acceptance", "serve", "--data", str(folder / "platform"), "--exit-with-stdin"]
    arguments += ["--sandbox", "--port", str(ports[0]), "--public-port", str(ports[1])]
    if (folder / _FACES).exists():
        arguments += ["--face-policy", str(folder / _FACES)]
    if starts_at is not None:
        arguments += ["--now", starts_at.isoformat()]
    arguments += ["--desks", str(desks)] if desks else []
    return Process("platform", arguments, folder / "logs" / "platform.log")


def _dock(folder: Path, platform: Process, panel: bool, also: Sequence[str]) -> Process:
    arguments = ["-m", "kiosk.dock", "--state", str(folder / "devices"), "--out", str(folder / "paper")]
    arguments += ["--platform", platform.said["url"], "--ca", platform.said["ca"]]
    arguments += ["--probe", str(folder / _PROBE_NAME)]
    arguments += ["--population", str(POPULATION)]
    if panel:
        arguments += ["--panel", "--also", *equipment()]
    elif also:
        arguments += ["--also", *also]
    return Process("dock", arguments, folder / "logs" / "dock.log")


def _enrol(folder: Path, platform: Process, config: Config) -> None:
    data = ["--data", str(folder / "platform"), "--site", "0001", "--region", "330521", "--json"]
    made = subprocess.run(
        [sys.executable, "-m", "acceptance", "enrol-code", *data], capture_output=True, check=True
    )
    code = json.loads(made.stdout)["code"]
    enrol(config.identity, platform.said["public_url"], code, Path(platform.said["ca"]))


def _configure(
    folder: Path, endpoints: Mapping[str, Any], starts_at: datetime | None, glass: tuple[str, bool]
) -> Path:
    reader, slips, pages = (
        endpoints[kind] for kind in ("card_reader", "receipt_printer", "document_printer")
    )
    text = f"""
[terminal]
place = "示范政务服务点"
phone = "12345"
data = "terminal"
sealed = false
{f"starts_at = {starts_at.isoformat()}" if starts_at else ""}

[platform]
url = "{endpoints["line"]["url"]}"

[screen]
geometry = "{glass[0]}"
fullscreen = {str(glass[1]).lower()}

[devices.card_reader]
adapter = "sdt_serial"
options = {{ port = "{reader["port"]}"{', photo = "reader"' if FACES in endpoints else ""} }}

[devices.receipt_printer]
adapter = "escpos"
options = {{ host = "{slips["host"]}", port = {slips["port"]} }}

[devices.document_printer]
adapter = "ipp"
options = {{ uri = "{pages["uri"]}" }}
"""
    path = folder / "terminal.toml"
    path.write_text(text.lstrip() + "".join(_further(endpoints)), "utf-8")
    return path


def _further(said: Mapping[str, Any]) -> Iterator[str]:
    """What the dock runs beside those devices that every filing needs."""
    for kind, adapter in said["adapters"].items():
        if kind not in FILING:
            told = ", ".join(f"{name} = {json.dumps(value)}" for name, value in said[kind].items())
            yield f'\n[devices.{kind}]\nadapter = "{adapter}"\noptions = {{ {told} }}\n'


def _free_ports(count: int) -> list[int]:
    """Fixed for the life of the stand, so that the platform comes back where it was."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [s.getsockname()[1] for s in sockets]
    for s in sockets:
        s.close()
    return ports
