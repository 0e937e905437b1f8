"""One answer of a card out of the pieces in which it comes (ISO 7816-4): 61xx and 6Cxx are followed here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from kiosk.devices._pcsc.trouble import PcscError, Trouble

_PIECES = 32  # GET RESPONSE after one command: more is a card that never ends
_GET_RESPONSE = (0x00, 0xC0, 0x00, 0x00)
_MORE, _WRONG_LENGTH = 0x61, 0x6C


@dataclass(frozen=True)
class Reply:
    sw: int
    data: bytes = field(default=b"", repr=False)

    @property
    def good(self) -> bool:
        return self.sw == 0x9000


Once = Callable[[list[int]], Reply]


def whole(once: Once, command: Sequence[int]) -> Reply:
    """`once` sends one command as it is. Raises PcscError GARBLED for an answer that never ends."""
    reply = _fitted(once, command)
    pieces = bytearray(reply.data)
    for _ in range(_PIECES):
        if reply.sw >> 8 != _MORE:
            return Reply(reply.sw, bytes(pieces))
        reply = _fitted(once, (*_GET_RESPONSE, reply.sw & 0xFF))
        pieces += reply.data
    raise PcscError(Trouble.GARBLED)


def _fitted(once: Once, command: Sequence[int]) -> Reply:
    """Asked once more with the length that the card names."""
    reply = once(list(command))
    if reply.sw >> 8 == _WRONG_LENGTH and len(command) == 5:
        return once([*command[:4], reply.sw & 0xFF])
    return reply
