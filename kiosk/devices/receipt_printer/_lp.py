"""A printer behind the kernel's usblp driver, /dev/usb/lp*: a file to write to and, on some models, to read.

Linux gives printers of the USB class the character major 180; what else stands at a path is a serial port.
"""

from __future__ import annotations

import errno
import os
import select
import stat
import time

from kiosk.devices.receipt_printer import _faults
from kiosk.devices.receipt_printer._transport import OpeningError

_MAJOR = 180  # of USB character devices: Documentation/admin-guide/devices.txt of the kernel
_PAUSE = 0.005  # an empty packet is no end and no news


def is_usblp(path: str) -> bool:
    """Raises OSError when nothing is there."""
    found = os.stat(path)
    return stat.S_ISCHR(found.st_mode) and os.major(found.st_rdev) == _MAJOR


class LpLine:
    may_be_one_way = True

    def __init__(self, path: str) -> None:
        self.where = path
        try:
            self._file = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        except OSError as error:
            if error.errno in (errno.EACCES, errno.EPERM):
                raise OpeningError(_faults.lp_denied(path)) from None
            if error.errno == errno.EBUSY:
                raise OpeningError(_faults.in_use(path)) from None
            raise
        self._one_way = False

    def send(self, data: bytes, deadline: float) -> None:
        left = memoryview(data)
        end = time.monotonic() + deadline
        while left:
            if not self._ready(select.POLLOUT, end - time.monotonic()):
                raise TimeoutError
            try:
                left = left[os.write(self._file, left) :]
            except BlockingIOError:
                continue
            end = time.monotonic() + deadline

    def receive(self, wait: float) -> bytes:
        end = time.monotonic() + wait
        while True:
            left = max(0.0, end - time.monotonic())
            if self._one_way:
                time.sleep(left)
                return b""
            if not self._ready(select.POLLIN, left):
                return b""
            data = self._read()
            if data or time.monotonic() >= end:
                return data
            time.sleep(min(left, _PAUSE))

    def close(self) -> None:
        os.close(self._file)

    def _ready(self, way: int, wait: float) -> bool:
        """Raises OSError when the printer is gone: a read would only say that there is nothing."""
        poll = select.poll()
        poll.register(self._file, way)
        found = dict(poll.poll(max(0.0, wait) * 1000)).get(self._file, 0)
        if found & (select.POLLHUP | select.POLLERR | select.POLLNVAL):
            raise OSError(errno.ENODEV, "the printer is gone")
        return bool(found & way)

    def _read(self) -> bytes:
        try:
            return os.read(self._file, 256)
        except BlockingIOError:
            return b""
        except OSError as error:
            if error.errno != errno.EINVAL:
                raise
            self._one_way = True  # the driver found no way back in the printer's descriptors
            return b""
