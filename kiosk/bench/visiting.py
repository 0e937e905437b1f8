"""A whole terminal on a screen in memory; people come, do little and leave: one process after another."""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kiosk.demo import running
from kiosk.demo.citizen import Citizen, DemoError
from kiosk.demo.stand import Stand, standing
from kiosk.demo.xvfb import screen

WHOLE = 10  # every so many visits one files
CITY = "330500"  # of those who file: offered by their card alone
FILING = ("liu-yang", "ouyang-wenjing")
# Who only looks in. Many, because nobody's phone is asked for ever.
LOOKING = (
    *("wang-fang", "retired-cai", "two-rare-planes", "zhang-rare", "long-name", "shen-guiying", "chen-wei"),
    *("twin-ningning", "twin-anan", "hong-kong-ho", "foreign-2017-tremblay", "foreign-2023-schneider"),
)
_WAY_OUT = {"Preview": "later", "Outcome": "slip", "Slip": "slip.done", "Rating": "skip"}
_WITHIN = 60.0  # seconds until a screen is on stage and the next one waits in the wings
_LOOK_EVERY = 0.02


@dataclass
class Terminal:
    host: int
    stand: Stand
    citizen: Citizen

    def sync(self) -> int:
        """The host's child that syncs."""
        return next(pid for pid in self._children() if b"sync" in _words(pid))

    def on_stage(self) -> int:
        """The process whose screen is on stage: who answers the probe. Raises OSError."""
        with socket.socket(socket.AF_UNIX) as probe:
            probe.connect(str(self.stand.probe))
            told = probe.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
            return int(struct.unpack("3i", told)[0])

    def visit(self, number: int) -> None:
        """Begins, lays the card down and leaves; every tenth person files. Raises DemoError."""
        files = number % WHOLE == WHOLE - 1
        person = FILING[number // WHOLE % len(FILING)] if files else LOOKING[number % len(LOOKING)]
        citizen, before = self.citizen, self.on_stage()
        citizen.wait_for("Home")
        citizen.tap("item.si-certificate")
        citizen.wait_for("Notice")
        citizen.tap("agree")
        citizen.wait_for("ReadCard")
        citizen.lay_card(person)
        citizen.wait_for("ConfirmByPhone", busy=False)
        citizen.lift_card()
        if files:
            self._file()
        else:
            citizen.tap("exit")
        citizen.wait_for_other_than(before, self.on_stage)
        self._rest(before)

    def _file(self) -> None:
        """The rest of the road, the phone put off: a phone is not asked for ever."""
        citizen = self.citizen
        citizen.tap("phone.without")
        citizen.wait_for("region", busy=False)
        citizen.tap(f"choice.{CITY}")
        citizen.wait_for("certificate")
        citizen.tap("choice.insured")
        citizen.wait_for("review")
        citizen.tap("submit")
        page = ""
        while page != "Rating":
            page = citizen.wait_for(*_WAY_OUT, busy=False)["page"]
            citizen.tap(_WAY_OUT[page])
        citizen.tap("done")

    def _rest(self, before: int) -> None:
        """Until the one before is gone, and stage, wings and sync are there."""
        deadline = time.monotonic() + _WITHIN
        while before in (children := self._children()) or len(children) < 3:
            if time.monotonic() > deadline:
                raise DemoError("no screen came into the wings")
            time.sleep(_LOOK_EVERY)

    def _children(self) -> list[int]:
        return [int(pid) for pid in Path(f"/proc/{self.host}/task/{self.host}/children").read_text().split()]


@contextmanager
def terminal(folder: Path) -> Iterator[Terminal]:
    """Raises StandError, ScreenError or DemoError."""
    with standing(folder / "stand") as stand, screen(stand.config.width, stand.config.height) as display:
        host = running.start(stand, display)
        try:
            citizen = Citizen(stand, display, folder)
            citizen.wait_for("Home", seconds=_WITHIN)
            yield Terminal(host.pid, stand, citizen)
        finally:
            running.stop(host)


def _words(pid: int) -> list[bytes]:
    return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
