"""Two of the lines to a printer, TCP port 9100 and a serial port, with one behaviour: lost means OSError.

The others, over USB, are in `_lp` and `_usb_line`.
"""

from __future__ import annotations

import select
import socket
import time
from typing import Protocol

import serial

from kiosk.devices._serial_port import lost_is_os_error, open_port
from kiosk.model import Fault

_DRAIN_LOOK = 0.002


class OpeningError(OSError):
    """The line is there and cannot be opened, for a reason that the technician can take away."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


class Line(Protocol):
    where: str
    may_be_one_way: bool  # some printers at the other end of such a line never answer

    def send(self, data: bytes, deadline: float) -> None:
        """Raises TimeoutError when nothing is taken for `deadline` seconds, OSError when the line is gone."""
        ...

    def receive(self, wait: float) -> bytes:
        """What came within `wait` seconds, or nothing. Raises OSError when the line is gone."""
        ...

    def close(self) -> None: ...


class TcpLine:
    may_be_one_way = False

    def __init__(self, host: str, port: int, deadline: float) -> None:
        self.where = f"{host}:{port}"
        self._socket = socket.create_connection((host, port), timeout=deadline)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.setblocking(False)

    def send(self, data: bytes, deadline: float) -> None:
        left = memoryview(data)
        end = time.monotonic() + deadline
        while left:
            _, ready, _ = select.select([], [self._socket], [], max(0.0, end - time.monotonic()))
            if not ready:
                raise TimeoutError
            sent = self._socket.send(left)
            left = left[sent:]
            end = time.monotonic() + deadline

    def receive(self, wait: float) -> bytes:
        ready, _, _ = select.select([self._socket], [], [], wait)
        if not ready:
            return b""
        data = self._socket.recv(256)
        if not data:
            raise ConnectionResetError
        return data

    def close(self) -> None:
        self._socket.close()


class SerialLine:
    may_be_one_way = False

    def __init__(self, path: str, baud: int) -> None:
        self.where = path
        self._port = open_port(path, baud)

    def send(self, data: bytes, deadline: float) -> None:
        """Returns when the last bit is on the wire: from then on an answer may be expected."""
        allowed = deadline + len(data) * 10 / self._port.baudrate
        end = time.monotonic() + allowed
        self._port.write_timeout = allowed
        try:
            with lost_is_os_error():
                self._port.write(data)
                while self._port.out_waiting:
                    if time.monotonic() > end:
                        raise TimeoutError
                    time.sleep(_DRAIN_LOOK)
        except serial.SerialTimeoutException:
            raise TimeoutError from None

    def receive(self, wait: float) -> bytes:
        self._port.timeout = wait
        with lost_is_os_error():
            return self._port.read(max(1, self._port.in_waiting))

    def close(self) -> None:
        self._port.close()
