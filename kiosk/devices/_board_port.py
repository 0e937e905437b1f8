"""The serial line to a board: opened when needed, given up when it breaks or stays silent, opened again."""

from __future__ import annotations

import contextlib
import errno
import select
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiosk.devices import faults
from kiosk.devices._serial_port import lost_is_os_error, open_port
from kiosk.devices.backoff import Backoff
from kiosk.model import Completion, DeviceError, Fault

if TYPE_CHECKING:
    import serial

BAUD = 9600
NOT_NEEDED = "{device}暂时用不了，不影响办事。需要帮忙请直接找工作人员。"
_FIRST_BACKOFF = 0.1
_CHUNK = 4096


class BoardPort:
    """Raises only DeviceError."""

    def __init__(self, name: str, path: str, deadline: float) -> None:
        self._name, self._path, self._deadline = name, path, deadline
        self._port: serial.Serial | None = None
        self._backoff = Backoff(min(_FIRST_BACKOFF, deadline))
        self._why: tuple[Completion, Fault] = (
            Completion.DEVICE_NOT_READY,
            faults.absent(name, path, NOT_NEEDED),
        )

    @property
    def is_open(self) -> bool:
        return self._port is not None

    def open(self) -> bool:
        """Whether the line was closed until now."""
        if self._port is not None:
            return False
        if self._backoff.due():
            try:
                self._port = open_port(self._path, BAUD)
                return True
            except OSError as error:
                denied = error.args[:1] and error.args[0] in (errno.EACCES, errno.EPERM)
                self._because(Completion.DEVICE_NOT_READY, self._denied() if denied else self._absent())
                self._backoff.failed()
        raise DeviceError(*self._why)

    def drain(self) -> None:
        with self._line() as port:
            port.reset_input_buffer()

    def send(self, data: bytes) -> None:
        import serial

        with self._line() as port:
            port.write_timeout = self._deadline
            try:
                port.write(data)
            except serial.SerialTimeoutException:
                raise self.missed() from None

    def receive(self, wait: float) -> bytes:
        """What comes within `wait` seconds; nothing when nothing does."""
        with self._line() as port:
            poll = select.poll()
            poll.register(port.fileno(), select.POLLIN)
            return port.read(_CHUNK) if poll.poll(wait * 1000) else b""

    def worked(self) -> None:
        self._backoff.worked()

    def missed(self, heard: int = 0) -> DeviceError:
        """No answer, or `heard` bytes that are none; after three times the line is let go."""
        error = self._because(*self._silence(heard))
        if self._backoff.missed():
            self.close()
        return error

    def fell_silent(self) -> DeviceError:
        """A board that spoke by itself does so no more."""
        self._backoff.failed()
        self.close()
        return self._because(*self._silence(0))

    def close(self) -> None:
        port, self._port = self._port, None
        if port is not None:
            with contextlib.suppress(OSError):
                port.close()

    @contextlib.contextmanager
    def _line(self) -> Iterator[serial.Serial]:
        if self._port is None:
            raise DeviceError(Completion.HARDWARE_ERROR, self._absent())
        try:
            with lost_is_os_error():
                yield self._port
        except OSError:
            self.close()
            self._because(Completion.DEVICE_NOT_READY, self._absent())
            raise DeviceError(Completion.HARDWARE_ERROR, self._absent()) from None

    def _because(self, completion: Completion, fault: Fault) -> DeviceError:
        self._why = completion, fault
        return DeviceError(completion, fault)

    def _silence(self, heard: int) -> tuple[Completion, Fault]:
        if heard:
            return Completion.INVALID_DATA, faults.garbled(
                self._name, f"{heard} 字节里没有完整的应答", NOT_NEEDED
            )
        return Completion.TIME_OUT, faults.silent(self._name, self._path, NOT_NEEDED, serial=True)

    def _absent(self) -> Fault:
        return faults.absent(self._name, self._path, NOT_NEEDED)

    def _denied(self) -> Fault:
        technician = f"没有权限打开{self._name}（{self._path}）：把运行终端的用户加入 dialout 组，重新登录"
        return Fault("link.denied", self._absent().citizen, technician)
