"""A code scanner on a serial line, as a HID-POS device or as a keyboard, byte for byte.

A code that its state file shows is read once, as soon as the light is on, and is gone from the file then.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from kiosk.devices.virtual import code_scanner_bytes as made
from kiosk.devices.virtual.code_scanner_lines import Packets, Pty
from kiosk.devices.virtual.plugged import PluggedDevice, PluggedState
from kiosk.devices.virtual.stand import Stand
from kiosk.devices.virtual.state import choice, demand

SCANNER_FAULTS = (
    "silent", "slow", "garbage", "half", "unplugged", "no_suffix", "wrong_ack", "refused", "held",
)  # fmt: skip
_TICK = 0.01
_WRONG = b"\x0b\x0b"


@dataclass(frozen=True)
class CodeScannerState(PluggedState):
    """`code` is text, sent as UTF-8; `code_hex` the bytes of one, for other charsets. `aim` names the
    symbology on a HID line. `held`: another program has the keyboard for itself."""

    KIND = "code_scanner"
    code: str | None = field(default=None, repr=False)
    code_hex: str | None = field(default=None, repr=False)
    aim: str = "]Q1"
    suffix: str = "cr"
    lit: bool = False  # the scanner writes whether its light is on

    def __post_init__(self) -> None:
        super().__post_init__()
        demand(self.code is None or isinstance(self.code, str), "code", "null or text")
        demand(self.code_hex is None or _is_hex(self.code_hex), "code_hex", "null or bytes in hex")
        demand(isinstance(self.aim, str) and len(self.aim) == 3 and self.aim.isascii(), "aim", "as in ]Q1")
        choice(self.suffix, "suffix", *made.SUFFIXES)
        demand(isinstance(self.lit, bool), "lit", "true or false")
        choice(self.fault, "fault", None, *SCANNER_FAULTS)

    @property
    def shown(self) -> bytes | None:
        if self.code_hex is not None:
            return bytes.fromhex(self.code_hex)
        return None if self.code is None else self.code.encode()


@dataclass(frozen=True)
class _Family:
    """Commands and answers. Without commands the light is always on."""

    start: bytes = b""
    stop: bytes = b""
    ack: bytes = b""
    nak: bytes = b""
    line: str = "pty"
    query: bytes = b""
    reply: bytes = b""


_FAMILIES = {
    "honeywell": _Family(b"\x16T\r", b"\x16U\r", query=b"\x16M\rcbrena?.", reply=b"CBRENA1\x06."),
    "syn-only": _Family(b"\x16T\r", b"\x16U\r"),
    "grow": _Family(
        bytes.fromhex("7e000801000201abcd"),
        bytes.fromhex("7e000801000200abcd"),
        bytes.fromhex("02000001003331"),
    ),
    "newland": _Family(b"\x1b1", b"\x1b0", b"\x06", b"\x15"),
    "continuous": _Family(),
    "hid": _Family(b"\xfd\x03\x16T\r", b"\xfd\x03\x16U\r", line="hid"),
    "keys": _Family(line="keys"),
}


class VirtualCodeScanner(PluggedDevice[CodeScannerState]):
    """`place` is the path of its port or socket; `slow`: seconds before each answer where it is slow."""

    def __init__(
        self,
        folder: Path,
        place: Path,
        family: str = "grow",
        slow: float = 5.0,
        kind: type[CodeScannerState] = CodeScannerState,
    ) -> None:
        self._family, self._slow = _FAMILIES[family], slow
        self._sent = 0
        line = Pty(place) if self._family.line == "pty" else Packets(place)
        super().__init__(place, line, folder, kind)

    def _serve(self) -> None:
        while not self._stop.is_set():
            self._line.ready(_TICK)
            now = self._watch.now()
            self._plug_as(now)
            heard = self._line.hear()
            if now.fault == "silent" or not self._line.plugged:
                continue
            self._line.taken()
            for packet in heard:
                self._obey(packet)
            self._look(self._watch.now())

    def _changed(self, now: CodeScannerState) -> None:
        if now.unplug_at_byte is None:
            self._sent = 0
        if isinstance(self._line, Packets):
            self._line.held = now.fault == "held"

    def _pulled(self) -> None:
        self._light(False)

    def _powered(self, now: CodeScannerState) -> None:
        self._light(False)

    def _light(self, on: bool) -> None:
        if self._watch.now().lit != on:
            self._watch.update(lit=on)

    def _obey(self, packet: bytes) -> None:
        """One or more commands, whole or in pieces; a HID report is whole."""
        family = self._family
        if not family.start:
            return
        self._heard += packet
        known = tuple(filter(None, (family.start, family.stop, family.query)))
        while found := _first(self._heard, *known):
            command, self._heard = found
            if command == family.query:
                self._say([_WRONG if self._watch.now().fault == "wrong_ack" else family.reply])
            else:
                self._answer(command == family.start)
        self._heard = b"" if family.line == "hid" else self._heard[-max(map(len, known)) :]

    def _answer(self, on: bool) -> None:
        fault = self._watch.now().fault
        if fault == "refused" and self._family.nak:
            self._say([self._family.nak])
            return
        self._light(on)
        if self._family.ack:
            self._say([_WRONG if fault == "wrong_ack" else self._family.ack])

    def _look(self, now: CodeScannerState) -> None:
        shown = now.shown
        if shown is None or not self._line.plugged or not (now.lit or not self._family.start):
            return
        self._watch.update(code=None, code_hex=None)
        self._say(self._packets(shown, now))

    def _packets(self, code: bytes, now: CodeScannerState) -> list[bytes]:
        end = b"" if now.fault in ("no_suffix", "half") else made.SUFFIXES[now.suffix]
        half = now.fault == "half"
        if half:
            code = code[: len(code) // 2]
        if self._family.line == "hid":
            return made.reports(code, now.aim.encode(), cut=half)
        return made.strokes(code, end) if self._family.line == "keys" else [code + end]

    def _say(self, packets: list[bytes]) -> None:
        now = self._watch.now()
        if now.fault == "slow" and self._stop.wait(self._slow):
            return
        if now.fault == "garbage":
            packets = made.noise(self._family.line)
        for packet in packets:
            left = None if now.unplug_at_byte is None else now.unplug_at_byte - self._sent
            self._sent += len(packet)
            if left is None or left > len(packet):
                self._line.say(packet)
                continue
            if self._family.line == "pty" or left == len(
                packet
            ):  # a bus carries a packet whole or not at all
                self._line.say(packet[:left])
            self._line.unplug()
            self._watch.update(fault="unplugged", unplug_at_byte=None, lit=False)
            return


def serial_stand(family: str, kind: type[CodeScannerState], *, alone: bool) -> Stand:
    """On a serial line; `family` is also the profile of the adapter that knows it."""
    known = _FAMILIES[family]
    deaf = {"refused": bool(known.nak), "wrong_ack": bool(known.ack), "held": False}
    unlit = {} if known.start else {"lit": ()}
    return Stand(
        name=kind.KIND,
        kind="code_scanner",
        adapter="serial",
        states=(kind,),
        build=lambda states, out: VirtualCodeScanner(states, states / "scanner", family, kind=kind),
        options=lambda device: {"port": device.endpoint, "profile": family},
        alone=alone,
        inert={"fault": tuple(fault for fault, heeded in deaf.items() if not heeded), "aim": (), **unlit},
    )


STAND = serial_stand("grow", CodeScannerState, alone=False)


def _first(heard: bytes, *commands: bytes) -> tuple[bytes, bytes] | None:
    """The command that comes first, and what stands behind it."""
    places = [(heard.find(command), command) for command in commands if command in heard]
    if not places:
        return None
    at, command = min(places)
    return command, heard[at + len(command) :]


def _is_hex(value: object) -> bool:
    try:
        return isinstance(value, str) and len(bytes.fromhex(value)) >= 0
    except ValueError:
        return False
