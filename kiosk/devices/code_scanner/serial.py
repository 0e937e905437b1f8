"""Code scanners on a serial port or a virtual one over USB.

A code ends with CR, LF, CRLF or TAB and a moment of silence, or with `idle` of silence alone.

A family that acknowledges its commands is online by its answer to the order to put its light out, one that
can be asked something by that answer. The others say nothing unless they read a code, so nobody can tell one
that works from one that lost its power: they are unknown (status.unsupported), which is not ready, until they
read a code. That counts for a day, for a serial line does not say that its other end is gone. A scan may be
tried all the same: it is how one of them comes to be known.
"""

from __future__ import annotations

from kiosk.devices import options
from kiosk.devices._serial_port import lost_is_os_error, open_port
from kiosk.devices.code_scanner import _profile
from kiosk.devices.code_scanner._burst import Burst
from kiosk.devices.code_scanner._link import Line, Link
from kiosk.devices.code_scanner._scanner import LineScanner

_AFTER_END = 0.02  # seconds: longer than a USB adapter holds bytes back
_CHUNK = 4096


class SerialLine:
    def __init__(self, path: str, baud: int) -> None:
        self._port = open_port(path, baud)

    def fileno(self) -> int:
        return int(self._port.fileno())

    def send(self, data: bytes, deadline: float) -> None:
        import serial

        self._port.write_timeout = deadline
        try:
            with lost_is_os_error():
                self._port.write(data)
        except serial.SerialTimeoutException:
            raise TimeoutError from None

    def receive(self) -> bytes:
        with lost_is_os_error():
            return self._port.read(_CHUNK)

    def close(self) -> None:
        self._port.close()


def connect(
    port: str, baud: int = 9600, profile: str = "honeywell", idle: int = 50, deadline: float = 2.0
) -> LineScanner:
    """`idle` in milliseconds; `deadline`: seconds for one command and its answer. Raises ValueError."""
    path, rate = options.device_path("port", port), options.baud("baud", baud)
    trigger = _profile.named(options.text("profile", profile, "honeywell"))
    quiet = options.whole("idle", idle, 5, 2000) / 1000
    limit = options.seconds("deadline", deadline)

    def opener() -> Line:
        return SerialLine(path, rate)

    return LineScanner(
        Link(opener, path, limit, serial=True, shown=trigger.shown),
        trigger,
        Burst(quiet, min(quiet, _AFTER_END)),
        limit,
    )
