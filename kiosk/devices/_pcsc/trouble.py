"""What PC/SC says when it does not do what was asked, as few words as somebody can act on."""

from __future__ import annotations

from enum import StrEnum


class Trouble(StrEnum):
    SERVICE = "service"  # the service is not there, or went away
    DENIED = "denied"  # the service is there, and its policy keeps this user out
    READER = "reader"  # the service is there, the reader is not
    REMOVED = "removed"  # no card, or no longer
    RESET = "reset"  # somebody else reset the card: what was selected and verified is gone
    SHARED = "shared"  # another program holds the card
    MUTE = "mute"  # a card that does not answer when it is powered up: upside down, or no chip card
    BROKEN = "broken"  # an exchange was not finished: lifted just now, or the card fell silent
    SILENT = "silent"  # nothing came back within the time allowed
    CANCELED = "canceled"
    GARBLED = "garbled"  # an answer that no card may give
    OTHER = "other"


CANCELLED, TIMEOUT, NO_READERS, UNKNOWN_READER = 0x80100002, 0x8010000A, 0x8010002E, 0x80100009

_TROUBLES = {
    CANCELLED: Trouble.CANCELED,
    0x80100003: Trouble.SERVICE,  # invalid handle: from before the service came back
    UNKNOWN_READER: Trouble.READER,
    0x8010000B: Trouble.SHARED,
    0x8010000C: Trouble.REMOVED,  # no smart card
    0x8010000F: Trouble.MUTE,  # no protocol in common
    0x80100013: Trouble.SERVICE,  # communication with the service
    0x80100016: Trouble.BROKEN,  # not transacted
    0x80100017: Trouble.READER,  # unavailable
    0x8010001D: Trouble.SERVICE,  # not running
    0x8010001E: Trouble.SERVICE,  # stopped
    NO_READERS: Trouble.READER,
    0x80100065: Trouble.MUTE,  # unsupported card
    0x80100066: Trouble.MUTE,  # unresponsive card
    0x80100067: Trouble.REMOVED,  # unpowered
    0x80100068: Trouble.RESET,
    0x80100069: Trouble.REMOVED,
    0x8010006A: Trouble.DENIED,
}


class PcscError(Exception):
    """`code` is the service's own, 0 where the trouble is ours to see."""

    def __init__(self, trouble: Trouble, code: int = 0) -> None:
        super().__init__(f"{trouble} {code:08X}")
        self.trouble, self.code = trouble, code


def unsigned(result: int) -> int:
    """Results are signed or not, by platform."""
    return result & 0xFFFFFFFF


def demand(result: int) -> None:
    """Raises PcscError unless the call succeeded."""
    if code := unsigned(result):
        raise PcscError(_TROUBLES.get(code, Trouble.OTHER), code)
