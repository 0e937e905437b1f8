"""One serial line to a reader that may come and go: opened when needed, given up when it stays silent."""

from __future__ import annotations

import contextlib
import termios
import time

import serial

from kiosk.devices import faults
from kiosk.devices.backoff import Backoff
from kiosk.devices.card_reader._faults import DEVICE
from kiosk.devices.card_reader._frame import Command, Reply, replies, request
from kiosk.model import Completion, DeviceError

_LOST = (OSError, serial.SerialException, termios.error)


class Link:
    """Not for two threads at once, except `interrupt`, which breaks a wait in another one."""

    def __init__(self, port: str, baud: int, backoff: float) -> None:
        self._path, self._baud = port, baud
        self._backoff = Backoff(backoff)
        self._port: serial.Serial | None = None
        self._why = faults.absent(DEVICE, port)  # why the port is not open
        self._interrupts = 0

    @property
    def is_open(self) -> bool:
        return self._port is not None

    def exchange(self, command: Command, deadline: float) -> Reply:
        """Sends one command and returns its reply within `deadline` seconds.

        Raises DeviceError: DEVICE_NOT_READY when nothing is plugged in, HARDWARE_ERROR when the line
        broke, TIME_OUT when the reader is silent, INVALID_DATA when it sends something else, CANCELED when
        the wait was interrupted.
        """
        interrupts = self._interrupts
        port = self._open()
        try:
            port.reset_input_buffer()
            port.write(request(command))
            reply, heard = self._await(port, command, deadline)
        except _LOST:
            self.close()
            raise DeviceError(Completion.HARDWARE_ERROR, faults.absent(DEVICE, self._path)) from None
        if self._interrupts != interrupts:
            raise faults.closed(DEVICE)
        if reply is None:
            raise self._miss(heard)
        self._backoff.worked()
        return reply

    def interrupt(self) -> None:
        """Ends a wait in another thread; from any thread, at any time."""
        self._interrupts += 1
        port = self._port
        if port is not None:
            with contextlib.suppress(*_LOST, TypeError):  # the other thread may be closing it right now
                port.cancel_read()

    def close(self) -> None:
        port, self._port = self._port, None
        if port is not None:
            with contextlib.suppress(OSError):
                port.close()

    def _open(self) -> serial.Serial:
        if self._port is not None:
            return self._port
        if self._backoff.due():
            try:
                self._port = serial.Serial(self._path, self._baud, timeout=0, write_timeout=1, exclusive=True)
                return self._port
            except (OSError, serial.SerialException):
                self._why = faults.absent(DEVICE, self._path)
                self._backoff.failed()
        raise DeviceError(Completion.DEVICE_NOT_READY, self._why)

    def _await(self, port: serial.Serial, command: Command, deadline: float) -> tuple[Reply | None, int]:
        """The reply, or None and how many bytes of something else came."""
        stream = bytearray()
        heard = 0
        interrupts = self._interrupts
        end = time.monotonic() + deadline
        while (left := end - time.monotonic()) > 0 and self._interrupts == interrupts:
            port.timeout = left
            chunk = port.read(max(1, port.in_waiting))
            heard += len(chunk)
            stream += chunk
            for reply in replies(stream):
                if command.expects(reply):
                    return reply, heard
        late = [reply for reply in replies(stream, last=True) if command.expects(reply)]
        return (late[0] if late else None), heard

    def _miss(self, heard: int) -> DeviceError:
        """Nobody answered, or `heard` bytes of something else came: after three times the port is let go."""
        if heard:
            error = DeviceError(Completion.INVALID_DATA, faults.garbled(DEVICE, f"{heard} 字节无有效帧"))
        else:
            error = DeviceError(Completion.TIME_OUT, faults.silent(DEVICE, self._path))
        if self._backoff.missed():
            self.close()
            self._why = error.fault
        return error
