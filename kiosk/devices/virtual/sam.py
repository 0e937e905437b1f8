"""The security module in an ID-card reader: SDT commands in, reply frames out.

Like the real one it finds a card once: after a successful read the card must leave the field before
FIND sees it again, and command 30 03 is answered only while that card lies there.
"""

from __future__ import annotations

from functools import reduce
from operator import xor

from kiosk.devices.virtual import card_text
from kiosk.devices.virtual.persons import Person

RESET, STATUS, SAM_ID = b"\x10\xff", b"\x11\xff", b"\x12\xff"
FIND, SELECT, READ, ADDRESS = b"\x20\x01", b"\x20\x02", b"\x30\x01", b"\x30\x03"

SET_RATE, SET_RADIO_FRAME = b"\x60", b"\x61\xff"

_RATES = (115200, 57600, 38400, 19200, 9600)
_HEAD = b"\xaa\xaa\xaa\x96\x69"
_LONGEST_COMMAND = 64
# Cards that are found and selected like an identity card, and what reading them comes to.
FOREIGN = {"bank-card": 0x41, "work-permit": 0x40}
_BELONGS_TO = {0x60: STATUS, 0x66: STATUS, 0x80: FIND, 0x34: FIND, 0x81: SELECT, 0x47: SELECT, 0x31: READ,
               0x32: READ, 0x33: READ, 0x40: READ, 0x41: READ}  # fmt: skip
_NUMBER = bytes.fromhex("05000100 d2029649 15cd5b07 01000000")
PHOTO = bytes(1024)
LONGEST_PHOTO = 0x8000  # bytes; what the length of a frame leaves room for
_LETTER = 248  # where the text says which kind of card it is


class Sam:
    def __init__(self, people: dict[str, Person], baud: int = 115200) -> None:
        self.baud = baud
        self._people = people
        self.photo = PHOTO
        self._card: str | None = None
        self._stage: bytes | None = None  # the last command that the card in the field answered well

    def lay(self, card: str | None) -> None:
        """What lies in the field now; the same card again changes nothing."""
        if card != self._card:
            self._card, self._stage = card, None

    def power_up(self) -> None:
        self._stage = None

    def answer(self, command: bytes, fault: int | None = None, scrambled: bool = False) -> bytes:
        """With an SW3 as `fault`, the step to which it belongs answers nothing else. With `scrambled`, the
        chip's text is none."""
        if fault is not None and _BELONGS_TO.get(fault, command) == command:
            return reply(fault)
        if command == RESET:
            self.power_up()
        if command[:1] == SET_RATE:
            return self._set_rate(command[1:])
        if command[:2] == SET_RADIO_FRAME:
            return reply(0x90 if len(command) == 3 else 0x11)
        if command == READ:
            return self._read(scrambled)
        steps = {FIND: self._find, SELECT: self._select, ADDRESS: self._address}
        plain = {STATUS: reply(0x90), RESET: reply(0x90), SAM_ID: reply(0x90, _NUMBER)}
        return steps[command]() if command in steps else plain.get(command, reply(0x21))

    def _set_rate(self, which: bytes) -> bytes:
        """Answered at the old rate; then the new one holds."""
        if len(which) != 1 or which[0] >= len(_RATES):
            return reply(0x21)
        self.baud = _RATES[which[0]]
        return reply(0x90)

    @property
    def _person(self) -> Person | None:
        return self._people.get(self._card or "")

    @property
    def _answers(self) -> bool:
        return self._person is not None or self._card in FOREIGN

    def _find(self) -> bytes:
        if not self._answers or self._stage == READ:
            return reply(0x80)
        self._stage = FIND
        return reply(0x9F, bytes(4))

    def _select(self) -> bytes:
        if not self._answers or self._stage not in (FIND, SELECT):
            return reply(0x81)
        self._stage = SELECT
        return reply(0x90, bytes(8))

    def _read(self, scrambled: bool) -> bytes:
        person = self._person
        if person is None or self._stage not in (SELECT, READ):
            self._stage = None
            return reply(FOREIGN.get(self._card or "", 0x41))
        self._stage = READ
        text = card_text.block(person)
        if scrambled:
            text = bytes(byte ^ 0x5A for byte in text[:_LETTER]) + text[_LETTER:]
        return reply(0x90, b"\x01\x00" + len(self.photo).to_bytes(2, "big") + text + self.photo)

    def _address(self) -> bytes:
        person = self._person
        if person is None or self._stage != READ:
            return reply(0x41)
        newest = card_text.address(person)
        return reply(0x90, newest) if newest else reply(0x91)


def next_command(stream: bytearray) -> bytes | None:
    """Takes one whole command out of `stream`, past anything that is none."""
    while (at := stream.find(_HEAD)) >= 0 and len(stream) >= at + 7:
        length = int.from_bytes(stream[at + 5 : at + 7], "big")
        end = at + 7 + length
        if len(stream) < end and length < _LONGEST_COMMAND:
            return None
        frame = bytes(stream[at + 5 : end])
        if 3 <= length < _LONGEST_COMMAND and reduce(xor, frame) == 0:
            del stream[:end]
            return frame[2:-1]
        del stream[: at + 1]
    return None


def reply(sw3: int, data: bytes = b"") -> bytes:
    body = (len(data) + 4).to_bytes(2, "big") + bytes((0, 0, sw3)) + data
    return _HEAD + body + bytes([reduce(xor, body)])
