"""Sorts what a printer says into its four kinds: answers in real time, ordered replies, reports of its own
accord, and its word that the buffer is empty.

A printer that sets the fixed bits answers 0xx1xx10 in real time and 0xx0xxxx in the order of the data. But
bytes of the other two kinds look like ordered replies as well: three of the four of an automatic status
(0xx1xx00, then 0xx0xxxx), which any change at the printer may send, and two of 37 25 00. And any noise may.
So these are taken whole, as are answers of several bytes that were asked for, and it takes four ordered
replies out of five to confirm a slip: more than are left of a report whose first byte was lost, and one that
is lost itself does not make a person print twice.
"""

from __future__ import annotations

from collections.abc import Callable

CLEARED = bytes.fromhex("372500")
REPLIES = 5  # to one order
_ENOUGH = 4

_AUTOMATIC = 4  # bytes of an automatic status


class Ear:
    def __init__(self, fixed_bits: bool) -> None:
        """Where the maker leaves the `fixed_bits` at 0 nothing can be told apart: every byte is an answer."""
        self._fixed = fixed_bits
        self._block = bytearray()  # what has come of an automatic status or of CLEARED
        self._owed = 0
        self._long: bytearray | None = None  # what has come of an answer of several bytes
        self._awaited: tuple[int, Callable[[bytes], bool]] | None = None
        self.cleared = False
        self.told = b""  # an answer of several bytes, whole
        self.pushed: bytes | None = None  # the last automatic status

    def expect(self, first: int, whole: Callable[[bytes], bool]) -> None:
        """An answer of several bytes was asked for: it begins with `first`, and `whole` knows its end."""
        self._long, self._awaited, self.told = None, (first, whole), b""

    def expect_no_more(self) -> None:
        self._long = self._awaited = None

    def order(self) -> None:
        """The printer is asked for ordered replies: none has come yet."""
        self._owed = _ENOUGH

    def clear(self) -> None:
        """The printer is told to empty its buffer: it has not said so yet, and no reply is owed any more."""
        self.cleared = False
        if not self.confirmed:
            self.forget()

    def forget(self) -> None:
        """What is said of the last slip counts for nothing."""
        self._owed = -1

    @property
    def confirmed(self) -> bool:
        """Whether enough ordered replies have come."""
        return self._owed == 0

    def sort(self, data: bytes) -> bytes:
        """Takes in what came; returns the answers in it, and whatever is none of the four.

        Nothing came: what was begun is not gone on with.
        """
        if not data:
            self._block.clear()
        return bytes(byte for byte in data if not self._is_long(byte) and self._is_answer(byte))

    def _is_long(self, byte: int) -> bool:
        if self._awaited is None or self._block:
            return False
        first, whole = self._awaited
        if self._long is None:
            if byte != first:
                return False
            self._long = bytearray()
        self._long.append(byte)
        if whole(bytes(self._long)):
            self.told = bytes(self._long)
            self.expect_no_more()
        return True

    def _is_answer(self, byte: int) -> bool:
        if not self._fixed:
            return True
        if self._block or byte == CLEARED[0] or byte & 0x93 == 0x10:
            self._block.append(byte)
            self._close_block()
            return False
        if byte & 0x90 == 0:
            self._owed -= self._owed > 0 and _is_paper(byte)
            return False
        return True

    def _close_block(self) -> None:
        if self._block[0] != CLEARED[0]:
            if len(self._block) == _AUTOMATIC:
                self.pushed = bytes(self._block)
                self._block.clear()
        elif len(self._block) == len(CLEARED):
            self.cleared = self.cleared or self._block == CLEARED
            self._block.clear()


def _is_paper(byte: int) -> bool:
    """Both sensors, near the end and at the end, are told by two equal bits each (GS r 1)."""
    return byte & 0x0F in (0x00, 0x03, 0x0C, 0x0F)


def is_answer(byte: int, fixed_bits: bool) -> bool:
    """Whether it can be a status byte: some makers leave all fixed bits but the outer ones 0."""
    return byte & 0x93 == 0x12 if fixed_bits else byte & 0x81 == 0
