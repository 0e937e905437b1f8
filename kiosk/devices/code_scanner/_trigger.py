"""How a family of scanners is told to look for a code and to stop, and what proves that it is there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum, auto

from kiosk.devices.exchanges import Piece

_ENDS = b"\r\n\t"
_LONG = 4


class Proof(Enum):
    """What has to happen before a scanner is called online; without it, nobody knows."""

    REPLY = auto()  # it acknowledged a command just now
    TAKEN = auto()  # its end of the bus took a report just now
    QUERY = auto()  # it answered a question of its own just now, or has read a code lately
    CODE = auto()  # it has read a code lately, and was not seen to go since


@dataclass(frozen=True)
class Answer:
    """`late`: how many bytes of an earlier code stood before it; `rest`: what came right behind it."""

    obeyed: bool
    late: int
    rest: bytes = field(repr=False)


@dataclass(frozen=True)
class Trigger:
    """Empty commands: looks for codes all the time. Empty `ack`: says nothing to a command."""

    start: bytes = b""
    stop: bytes = b""
    ack: bytes = b""
    nak: bytes = b""
    proof: Proof = Proof.CODE
    query: bytes = b""  # changes nothing
    reply: bytes = b""  # a regular expression for its answer

    def answered(self, heard: bytes) -> Answer | None:
        """None while there is no answer.

        A code may still have been on its way. Before a short answer only a whole one may stand: a single byte
        would be found in any noise.
        """
        for reply in filter(None, (self.ack, self.nak)):
            at = heard.find(reply)
            while at >= 0:
                if at == 0 or len(reply) >= _LONG or heard[at - 1] in _ENDS:
                    return Answer(reply == self.ack, at, heard[at + len(reply) :])
                at = heard.find(reply, at + 1)
        return None

    def replied(self, heard: bytes) -> bool:
        return bool(re.search(self.reply, heard))

    def but_reply(self, heard: bytes) -> bytes:
        return re.sub(self.reply, b"", heard)

    def shown(self, heard: bytes) -> tuple[Piece, ...]:
        """An answer that came by itself, and how many bytes of anything else."""
        known = heard in (self.ack, self.nak) or (self.reply and re.fullmatch(self.reply, heard))
        return (heard,) if heard and known else (len(heard),)

    def without_answers(self, heard: bytes) -> bytes:
        for reply in filter(None, (self.ack, self.nak)):
            heard = heard.replace(reply, b"")
        return heard
