"""A printer on USB without a kernel driver: the printer-class interface, its bulk endpoints, by libusb.

For models that usblp serves one way only or not at all.
"""

from __future__ import annotations

import errno
import time
from collections.abc import Sequence

from kiosk.devices._usb import PRINTER, Address, ClaimedInterface, Interface, claim
from kiosk.devices.receipt_printer import _faults
from kiosk.devices.receipt_printer._transport import OpeningError
from kiosk.model import Fault

_PIECE = 4096  # bytes of one transfer: what a broken one leaves unknown stays small
_ROOM = 512  # a multiple of every bulk packet's size
_PAUSE = 0.005  # many printers answer at once that they have nothing to say


class UsbLine:
    """Raises OpeningError when it may not be opened or another program holds it, OSError when it is gone."""

    may_be_one_way = True

    def __init__(self, where: Address) -> None:
        self.where = str(where)
        self._usb = _claimed(where)

    def send(self, data: bytes, deadline: float) -> None:
        for at in range(0, len(data), _PIECE):
            piece = data[at : at + _PIECE]
            if self._usb.write(self._usb.interface.outs[0], piece, deadline) != len(piece):
                raise TimeoutError

    def receive(self, wait: float) -> bytes:
        end = time.monotonic() + wait
        while True:
            left = max(0.0, end - time.monotonic())
            if not self._usb.interface.ins:
                time.sleep(left)
                return b""
            try:
                data = self._usb.read(self._usb.interface.ins[0], _ROOM, left)
            except TimeoutError:
                return b""
            if data or time.monotonic() >= end:
                return data
            time.sleep(min(left, _PAUSE))

    def close(self) -> None:
        self._usb.close()


def _claimed(where: Address) -> ClaimedInterface:
    try:
        return claim(where, _chosen)
    except OSError as error:
        if fault := _fault(error.errno, where):
            raise OpeningError(fault) from None
        raise


def _chosen(found: Sequence[Interface]) -> Interface | None:
    """The printer's, in both directions where there is a choice."""
    printers = [one for one in found if one.kind == PRINTER and one.outs]
    return max(printers, key=lambda one: bool(one.ins), default=None)


def _fault(number: int | None, where: Address) -> Fault | None:
    if number in (errno.EACCES, errno.EPERM):
        return _faults.usb_denied(str(where), where.udev_rule("lp"))
    if number == errno.EBUSY:
        return _faults.in_use(str(where))
    return {errno.ELIBACC: _faults.NO_LIBUSB, errno.ENXIO: _faults.NO_PRINTER_INTERFACE}.get(number or 0)
