"""SDT frames on a serial line: 8 data bits, no parity, one stop bit, no flow control, five rates."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kiosk.devices._serial_port import lost_is_os_error, open_port
from kiosk.devices.card_reader import _faults
from kiosk.devices.card_reader._frame import RATES, Command, set_rate
from kiosk.model import Fault

if TYPE_CHECKING:
    import serial

_NAP = 0.25  # a change of the time-out sets the whole line anew: only near the end of a wait


class SerialTransport:
    """With `correct`, a reader that is found at another rate is told to use `baud`."""

    certain = True
    remedy = "把运行终端的用户加入 dialout 组，重新登录"

    def __init__(self, port: str, baud: int, correct: bool) -> None:
        self.where = port
        self._baud, self._rate, self._correct = baud, baud, correct
        self._port: serial.Serial | None = None

    @property
    def ways(self) -> Sequence[str]:
        return [str(rate) for rate in dict.fromkeys((self._rate, self._baud, *RATES))]

    @property
    def correction(self) -> tuple[Command, str] | None:
        if not self._correct or self._rate == self._baud or self._baud not in RATES:
            return None
        return set_rate(self._baud), str(self._baud)

    @property
    def warning(self) -> Fault | None:
        return None if self._rate == self._baud else _faults.other_rate(self._baud, self._rate)

    @property
    def detail(self) -> Mapping[str, str]:
        return {"baud": str(self._rate)}

    def open(self) -> None:
        self._port = open_port(self.where, self._rate, _NAP)

    def take(self, way: str) -> None:
        self._rate = int(way)
        with lost_is_os_error():
            self._opened().baudrate = self._rate

    def drain(self) -> None:
        with lost_is_os_error():
            self._opened().reset_input_buffer()

    def send(self, frame: bytes, timeout: float) -> None:
        port = self._opened()
        with lost_is_os_error():
            if port.write_timeout != timeout:
                port.write_timeout = timeout
            port.write(frame)

    def receive(self, timeout: float) -> bytes:
        port, wait = self._opened(), min(timeout, _NAP)
        with lost_is_os_error():
            if port.timeout != wait:
                port.timeout = wait
            return bytes(port.read(max(1, port.in_waiting)))

    def interrupt(self) -> None:
        port = self._port
        if port is not None:
            with contextlib.suppress(OSError, TypeError):  # the other thread may be closing it right now
                port.cancel_read()

    def close(self) -> None:
        port, self._port = self._port, None
        if port is not None:
            with contextlib.suppress(OSError):
                port.close()

    def _opened(self) -> serial.Serial:
        if self._port is None:
            raise OSError(f"{self.where} is not open")
        return self._port
