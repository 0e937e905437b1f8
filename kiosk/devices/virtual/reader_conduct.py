"""How a virtual ID-card reader behaves, whatever line it hangs on: what it answers, and what goes wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Generic, TypeVar

from kiosk.devices.virtual import sam
from kiosk.devices.virtual.sam import LONGEST_PHOTO, PHOTO, Sam
from kiosk.devices.virtual.state import CardReaderState
from kiosk.devices.virtual.watch import Watch

R = TypeVar("R", bound=CardReaderState)

_GARBAGE = b"\x55\xaa\xaa\x96\x69\x00\x08not SDT at all\xaa\xaa\xaa\x96"
_LIFT = {sam.FIND: "find", sam.SELECT: "select", sam.READ: "read"}
_GOOD = (b"\x90", b"\x9f")
_SW3 = slice(9, 10)


class Conduct(Generic[R]):
    """Used by one thread at a time. A lock of the device may be held over what takes `now`, and over nothing
    else: the file is looked into there, and who looks into it waits for that lock."""

    def __init__(self, inside: Sam, watch: Watch[R]) -> None:
        self._sam, self._watch = inside, watch
        self._sent = 0

    def follow(self, now: CardReaderState) -> None:
        self._sam.lay(now.card)
        self._sam.photo = _photo(now.picture)
        if now.unplug_at_byte is None:
            self._sent = 0

    def answer(self, command: bytes, now: CardReaderState) -> bytes:
        if now.fault == "silent":
            return b""
        if now.fault == "garbage":
            return _GARBAGE
        answer = self._sam.answer(command, now.sw3, now.fault == "scrambled")
        return answer[: len(answer) // 2] if now.fault == "half" else answer

    def before_the_cable_goes(self, answer: bytes, now: CardReaderState) -> tuple[bytes, bool]:
        """What still gets out of `answer`, and whether the cable is pulled after it."""
        at = now.unplug_at_byte
        if at is None:
            return answer, False
        left = at - self._sent
        self._sent += len(answer)
        return answer[: max(0, left)], left <= len(answer)

    def pull(self) -> None:
        self._watch.update(fault="unplugged", unplug_at_byte=None)

    def after(self, command: bytes, answer: bytes) -> None:
        lift = self._watch.now().lift_after
        if lift is not None and _LIFT.get(command) == lift and answer[_SW3] in _GOOD:
            self._watch.update(card=None, lift_after=None)


def _photo(picture: str | None) -> bytes:
    """Nothing stands where a card's photo would be, unless there is a file to send."""
    try:
        return Path(picture).read_bytes()[:LONGEST_PHOTO] if picture else PHOTO
    except OSError:
        return PHOTO
