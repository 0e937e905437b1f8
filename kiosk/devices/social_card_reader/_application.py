"""The social-security application of a card: which commands, which records, which answers.

Knows no reader: `transmit` sends one command and returns status word and data.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from kiosk.devices._pcsc.pieces import Reply
from kiosk.devices.social_card_reader import _faults
from kiosk.devices.social_card_reader._profile import Addressing, Profile
from kiosk.model import Completion, DeviceError

_AID = b"sx1.sh." + "社会保障".encode("gbk")
ISSUER, HOLDER = 0x05, 0x06  # short file identifiers of EF05 and EF06
ISSUER_RECORDS, HOLDER_RECORDS = range(0x01, 0x08), range(0x08, 0x0E)
_LENGTHS = {1: 16, 2: 1, 3: 4, 4: 12, 5: 4, 6: 4, 7: 9, 8: 18, 9: 30, 10: 1, 11: 1, 12: 3, 13: 4}
_OPTIONAL = (0x02, 0x0B, 0x0C)  # card class, ethnic, place of birth: older cards lack them
_NOT_FOUND = (0x6A82, 0x6A83)
_OTHER_ADDRESSING = (0x6A81, 0x6A83, 0x6A86, 0x6B00, 0x6981)
_LOCKED, _BLOCKED = 0x6982, 0x6983
_NO_PIN = (0x6985, 0x6A88, 0x6D00)  # the card has none that opens anything here

Transmit = Callable[[Sequence[int]], Reply]


@dataclass(frozen=True)
class Records:
    """By record identifier; what an older card lacks is missing."""

    values: dict[int, bytes] = field(repr=False)


class LockedError(Exception):
    """The holder's file is not readable as things stand (69 82)."""


def select(transmit: Transmit) -> None:
    """Raises DeviceError USER_ERROR for a card without the application."""
    sw = transmit([0x00, 0xA4, 0x04, 0x00, len(_AID), *_AID]).sw
    if sw == 0x6A82:
        raise DeviceError(Completion.USER_ERROR, _faults.FOREIGN)
    if sw != 0x9000:
        raise _faults.refused(sw, "SELECT")


class Application:
    """What one card was found to like, for as long as it lies there."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._ways = list(profile.addressing)

    def issuer(self, transmit: Transmit) -> Records:
        return self._file(transmit, ISSUER, ISSUER_RECORDS)

    def holder(self, transmit: Transmit) -> Records:
        """Raises LockedError."""
        return self._file(transmit, HOLDER, HOLDER_RECORDS)

    def _file(self, transmit: Transmit, sfi: int, identifiers: range) -> Records:
        """By the first addressing that the card takes, which is then the first for the next file."""
        for way in tuple(self._ways):
            sw = self._opened(transmit, sfi, way)
            if sw == 0x9000:
                values = self._records(transmit, sfi, identifiers, way)
                if values is not None:
                    self._ways = [way]
                    return Records(values)
            elif sw not in _NOT_FOUND:
                raise _faults.refused(sw, f"EF{sfi:02X}")
        raise DeviceError(Completion.USER_ERROR, _faults.UNREADABLE)

    def _opened(self, transmit: Transmit, sfi: int, way: Addressing) -> int:
        if way == "number":
            return 0x9000  # READ RECORD names the file itself
        sw = transmit([0x00, 0xA4, self._profile.select, 0x00, 0x02, 0xEF, sfi]).sw
        if sw == _LOCKED:
            raise LockedError
        return sw

    def _records(
        self, transmit: Transmit, sfi: int, identifiers: range, way: Addressing
    ) -> dict[int, bytes] | None:
        """None when the card does not know this addressing."""
        values: dict[int, bytes] = {}
        for number, identifier in enumerate(identifiers, 1):
            p1, p2 = (identifier, 0) if way == "identifier" else (number, sfi << 3 | 4)
            reply = transmit([0x00, 0xB2, p1, p2, _LENGTHS[identifier] + 2])
            if reply.sw == _LOCKED:
                raise LockedError
            if reply.good:
                values[identifier] = _value(identifier, reply.data)
            elif reply.sw in _OTHER_ADDRESSING and not values:
                return None
            elif reply.sw not in _NOT_FOUND or identifier not in _OPTIONAL:
                raise _faults.refused(reply.sw, f"EF{sfi:02X}/{identifier:02X}")
        return values


def _value(identifier: int, record: bytes) -> bytes:
    """TAG LEN VALUE; behind the value there may be fill."""
    if len(record) < 2 or record[0] != identifier or len(record) < 2 + record[1]:
        raise _faults.garbled(f"记录 {identifier:02X}")
    return record[2 : 2 + record[1]]


def pin_command(pin: bytearray, profile: Profile) -> list[int]:
    """VERIFY. Raises DeviceError for what cannot be a PIN: it costs the person no try."""
    if len(pin) not in profile.pin_digits or not all(0x30 <= digit <= 0x39 for digit in pin):
        raise DeviceError(Completion.USER_ERROR, _faults.PIN_FORM)
    if profile.pin_coding == "ascii":
        return [0x00, 0x20, 0x00, 0x00, len(pin), *pin]
    pairs = zip(pin[::2], pin[1::2], strict=True)
    return [0x00, 0x20, 0x00, 0x00, len(pin) // 2, *((a & 0x0F) << 4 | b & 0x0F for a, b in pairs)]


def pin_taken(sw: int) -> None:
    """Raises PinError or DeviceError unless the card took the PIN."""
    if sw == 0x9000:
        return
    if sw in (_BLOCKED, 0x6984):
        raise _faults.pin_blocked()
    if sw >> 4 == 0x63C:
        raise _faults.pin_wrong(sw & 0x0F)
    if sw == 0x6300:
        raise _faults.pin_wrong(None)
    if sw in _NO_PIN:
        raise DeviceError(Completion.UNSUPPORTED, _faults.AUTHORISED)
    raise _faults.refused(sw, "VERIFY")
