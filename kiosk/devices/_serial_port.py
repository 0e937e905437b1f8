"""Opening a serial port, with one error for a line that is gone: OSError."""

from __future__ import annotations

import contextlib
import termios
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import serial


@contextlib.contextmanager
def lost_is_os_error() -> Iterator[None]:
    """pyserial lets termios.error pass, which is no OSError, for a line that goes away while it is set up,
    written or read; and on a pty also for a rate that there is none of.
    """
    try:
        yield
    except termios.error as error:
        raise OSError(*error.args) from None


def open_port(path: str, baud: int, timeout: float = 0) -> serial.Serial:
    """For this process alone. `timeout`: seconds that a read waits. Raises OSError."""
    import serial

    with lost_is_os_error():
        return serial.Serial(path, baud, timeout=timeout, exclusive=True)
