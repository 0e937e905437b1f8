"""SDT/SAM-V frames: a command in, bytes out; bytes in, replies out. No port, no clock.

A frame is the preamble AA AA AA 96 69, a big-endian LEN that counts what follows it, and a last byte
that makes the XOR from LEN to the end zero. A reply carries SW1, SW2, SW3 before its data; SW3 is the
reader's own word.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from functools import reduce
from operator import xor

from kiosk.devices.exchanges import Piece

PREAMBLE = bytes.fromhex("AAAAAA9669")
MARK = PREAMBLE[1:]  # a lost first byte does not lose the frame
LONGEST = 4089
_SHORTEST = 4  # SW1 SW2 SW3 CHK


@dataclass(frozen=True)
class Command:
    """What to send, and which data lengths its answer may have for which SW3."""

    code: bytes
    answers: dict[int, Container[int]]

    def expects(self, reply: Reply) -> bool:
        """Whether `reply` can be the answer to this command and not a late one to another."""
        lengths = self.answers.get(reply.sw3)
        return lengths is None and not reply.data or lengths is not None and len(reply.data) in lengths


@dataclass(frozen=True)
class Reply:
    sw3: int
    data: bytes = field(repr=False, default=b"")


RESET = Command(b"\x10\xff", {0x90: (0,)})
SAM_STATUS = Command(b"\x11\xff", {0x90: (0,)})
SAM_ID = Command(b"\x12\xff", {0x90: (16,)})
FIND = Command(b"\x20\x01", {0x9F: (4,), 0x90: ()})
SELECT = Command(b"\x20\x02", {0x90: (8,)})
READ = Command(b"\x30\x01", {0x90: range(4 + 256, LONGEST)})  # readers that decode the photo send it longer
NEWEST_ADDRESS = Command(b"\x30\x03", {0x90: (70,)})
# 30 10 asks for fingerprints too. No matter here needs them: it is not sent, and there is no way to send it.

RATES = (115200, 57600, 38400, 19200, 9600)


def set_rate(baud: int) -> Command:
    """Raises ValueError for a rate that is none of RATES."""
    return Command(bytes((0x60, RATES.index(baud))), {0x90: (0,)})


def set_longest_radio_frame(length: int) -> Command:
    """How many bytes may go over the air at once, 1 to 255."""
    return Command(bytes((0x61, 0xFF, length)), {0x90: (0,)})


def request(command: Command) -> bytes:
    body = (len(command.code) + 1).to_bytes(2, "big") + command.code
    return PREAMBLE + body + bytes([reduce(xor, body)])


def replies(stream: bytearray, last: bool = False) -> list[Reply]:
    """Takes every whole reply out of `stream` and leaves a frame that is still arriving.

    Whatever is no frame is skipped to the next preamble. With `last` nothing more will arrive: a frame
    that is not whole is then noise too, and a whole one behind it is found.
    """
    found: list[Reply] = []
    start = 0
    while (at := stream.find(MARK, start)) >= 0:
        end = _end(stream, at + len(MARK))
        if end is None and not last:
            del stream[:at]
            return found
        if end is None or end == 0:
            start = at + 1
            continue
        body = bytes(stream[at + len(MARK) + 2 : end - 1])
        found.append(Reply(body[2], body[3:]))
        start = end
    del stream[: max(start, len(stream) - len(MARK) + 1)]  # a preamble may have been cut in two
    return found


def shown(stream: bytes | bytearray) -> list[Piece]:
    """The head of every whole frame, as far as SW3; what lies on a card, and what is no frame, is only
    counted."""
    found: list[Piece] = []
    done, at = 0, stream.find(MARK)
    while at >= 0:
        if end := _end(stream, at + len(MARK)):
            start = at - (at > done and stream[at - 1] == PREAMBLE[0])
            data = at + len(MARK) + 2 + _SHORTEST - 1
            head = data if end - data > 1 else end  # with its sum where that tells nothing of any data
            found += [start - done, bytes(stream[start:head]), end - head]
            done = end
        at = stream.find(MARK, end or at + 1)
    return [*found, len(stream) - done]


def _end(stream: bytes | bytearray, at: int) -> int | None:
    """Where the frame whose LEN stands at `at` ends; None while it is not whole, 0 if it is none."""
    if len(stream) < at + 2:
        return None
    length = int.from_bytes(stream[at : at + 2], "big")
    if not _SHORTEST <= length <= LONGEST:
        return 0
    end = at + 2 + length
    if len(stream) < end:
        return None
    return 0 if reduce(xor, stream[at:end]) else end
