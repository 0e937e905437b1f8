"""The chip of a social-security card: files of records, two ways to address them, a PIN with a counter."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.devices.virtual.persons import Person

_AID = bytes.fromhex("7378312E73682EC9E7BBE1B1A3D5CF")
_OK, _NO_FILE, _NO_RECORD = b"\x90\x00", b"\x6a\x82", b"\x6a\x83"
_LOCKED, _BLOCKED = b"\x69\x82", b"\x69\x83"
_EF05, _EF06 = 0xEF05, 0xEF06


@dataclass(frozen=True)
class Habits:
    """What one issue of the card does differently from another."""

    addressing: str = "both"  # or identifier, or number
    pieces: bool = False  # 61xx, the answer is fetched
    exact: bool = False  # 6Cxx unless the length is asked for exactly
    pin: str | None = field(default=None, repr=False)  # the holder's file opens after it
    authorised_only: bool = False  # the holder's file opens for certified readers only
    padding: int = 0x00


class Chip:
    """`person` is None for a chip without the application. `tell` is called with the tries that are left."""

    def __init__(
        self, person: Person | None, habits: Habits, tries: int, tell: Callable[[int], None]
    ) -> None:
        self._habits, self.tries, self._tell = habits, tries, tell
        self._files = {} if person is None else _files(person, habits.padding)
        self.power_up()

    def power_up(self) -> None:
        self._selected = self._verified = False
        self._file = 0
        self._waiting = b""

    def answer(self, command: bytes) -> bytes:
        if len(command) < 4 or command[0] != 0x00:
            return b"\x6e\x00"
        known = {0xA4: self._select, 0xB2: self._read, 0x20: self._verify, 0xC0: self._fetch}
        instruction = known.get(command[1])
        return instruction(command) if instruction else b"\x6d\x00"

    def _select(self, command: bytes) -> bytes:
        p1, name = command[2], command[5 : 5 + command[4]] if len(command) > 4 else b""
        if p1 == 0x04:
            if not self._files or name != _AID:
                return _NO_FILE
            self._selected, self._file = True, 0
            return self._given(b"\x6f\x11\x84\x0f" + _AID)
        file = int.from_bytes(name, "big")
        if not self._selected or p1 not in (0x00, 0x02) or file not in self._files:
            return _NO_FILE
        self._file = file
        return self._given(b"")

    def _read(self, command: bytes) -> bytes:
        by_number = command[3] & 0x07 == 0x04
        way = "number" if by_number else "identifier"
        if self._habits.addressing not in ("both", way):
            return b"\x6a\x86"
        file = 0xEF00 | command[3] >> 3 if by_number else self._file
        if not self._selected or file not in self._files:
            return _NO_FILE
        if file == _EF06 and not self._open():
            return _LOCKED
        records = self._files[file]
        tag = dict(enumerate(records, 1)).get(command[2], -1) if by_number else command[2]
        if tag not in records:
            return _NO_RECORD
        record = bytes([tag, len(records[tag])]) + records[tag]
        if self._habits.exact and len(command) == 5 and command[4] != len(record):
            return bytes([0x6C, len(record)])
        return self._given(record)

    def _open(self) -> bool:
        return not self._habits.authorised_only and (self._habits.pin is None or self._verified)

    def _verify(self, command: bytes) -> bytes:
        if not self._selected or self._habits.pin is None:
            return b"\x69\x85"
        if self.tries == 0:
            return _BLOCKED
        self._verified = command[5:] == bytes.fromhex(self._habits.pin)
        self.tries = 3 if self._verified else self.tries - 1
        self._tell(self.tries)
        return _OK if self._verified else bytes([0x63, 0xC0 | self.tries])

    def _given(self, data: bytes) -> bytes:
        if not self._habits.pieces or not data:
            return data + _OK
        self._waiting = data
        return bytes([0x61, len(data)])

    def _fetch(self, command: bytes) -> bytes:
        """The second half stays for the next time, as in cards with a small buffer."""
        if not self._waiting:
            return b"\x69\x85"
        given = self._waiting[: min(command[4], max(8, len(self._waiting) // 2))]
        self._waiting = self._waiting[len(given) :]
        return given + (bytes([0x61, len(self._waiting)]) if self._waiting else _OK)


def _files(person: Person, padding: int) -> dict[int, dict[int, bytes]]:
    fill = bytes([padding])
    serial = zlib.crc32(person.id.encode()) % 10**8
    issuer = {
        0x01: bytes.fromhex(f"{person.number[:6]}D15600000599110145FFFFFFFF"),
        0x02: b"1",
        0x03: b"3.00",
        0x04: bytes.fromhex("330000599110145FFFFFFFFF"),
        0x05: _date(person.valid_from),
        0x06: _date(person.valid_to),
        0x07: f"S{serial:08d}".encode(),
    }
    holder = {
        0x08: person.number.encode().ljust(18, fill),
        0x09: person.name.encode("gb18030").ljust(30, fill),
        0x0A: person.sex.encode(),
        0x0B: bytes.fromhex(person.ethnic or "FF"),
        0x0C: bytes.fromhex(person.number[:6]),
        0x0D: _date(person.birth),
    }
    return {_EF05: issuer, _EF06: holder}


def _date(digits: str) -> bytes:
    return bytes.fromhex(digits) if digits.isdigit() else b"\x00" * 4
