"""Digits that were typed and are nobody's to read: overwritten once they were tried or taken back."""

from __future__ import annotations

LONGEST = 6


class PinDigits:
    def __init__(self) -> None:
        self._kept = bytearray()

    def __len__(self) -> int:
        return len(self._kept)

    def put(self, digit: str) -> bool:
        """Whether it was the last one."""
        if len(digit) == 1 and digit in "0123456789" and len(self._kept) < LONGEST:
            self._kept += digit.encode()
            return len(self._kept) == LONGEST
        return False

    def take_back(self) -> None:
        if self._kept:
            self._kept[-1] = 0
            del self._kept[-1]

    def take(self) -> bytearray:
        """All of them, for whoever overwrites them."""
        taken, self._kept = self._kept, bytearray()
        return taken

    def overwrite(self) -> None:
        wipe(self._kept)
        self._kept = bytearray()


def wipe(digits: bytearray) -> None:
    digits[:] = bytes(len(digits))
