"""One line to a scanner that may come and go: opened when needed, given up when it stays silent."""

from __future__ import annotations

import contextlib
import select
from collections.abc import Callable, Sequence
from typing import Protocol

from kiosk.devices import faults
from kiosk.devices.backoff import Backoff
from kiosk.devices.code_scanner import _line_faults
from kiosk.devices.code_scanner._faults import DEVICE
from kiosk.devices.exchanges import Exchanges, Piece
from kiosk.model import Completion, DeviceError

_FIRST_BACKOFF = 0.1


class Line(Protocol):
    """An open descriptor. All raise OSError when the other end is gone; none waits but `send`."""

    def fileno(self) -> int: ...

    def send(self, data: bytes, deadline: float) -> None:
        """Raises TimeoutError when the scanner did not take it in time."""
        ...

    def receive(self) -> bytes:
        """What is there now, or nothing."""
        ...

    def close(self) -> None: ...


def hidden(data: bytes) -> Sequence[Piece]:
    """What a scanner says is somebody's code."""
    return (len(data),)


class Link:
    """Raises only DeviceError. `opener` raises OSError, or DeviceError where it knows more than that; `shown`
    tells what of the bytes that came is no code."""

    def __init__(
        self,
        opener: Callable[[], Line],
        where: str,
        deadline: float,
        *,
        serial: bool = False,
        shown: Callable[[bytes], Sequence[Piece]] = hidden,
    ) -> None:
        self._serial, self._shown, self.exchanges = serial, shown, Exchanges()
        self._opener, self._where, self._deadline = opener, where, deadline
        self._line: Line | None = None
        self._backoff = Backoff(min(_FIRST_BACKOFF, deadline))
        self._why = self._absent(Completion.DEVICE_NOT_READY)

    @property
    def where(self) -> str:
        return self._where

    @property
    def is_open(self) -> bool:
        return self._line is not None

    def open(self) -> bool:
        """Whether the line was closed until now."""
        if self._line is not None:
            return False
        if self._backoff.due():
            try:
                self._line = self._opener()
                return True
            except DeviceError as error:
                self._why = error
            except PermissionError:
                self._why = DeviceError(Completion.DEVICE_NOT_READY, _line_faults.DENIED)
            except OSError:
                self._why = self._absent(Completion.DEVICE_NOT_READY)
            self._backoff.failed()
        raise DeviceError(self._why.completion, self._why.fault)

    def send(self, data: bytes) -> None:
        line = self._opened()
        self.exchanges.sent(data)  # orders and questions only
        try:
            line.send(data, self._deadline)
        except TimeoutError:
            raise self.missed() from None
        except OSError:
            raise self._lost() from None

    def receive(self, wait: float) -> bytes:
        """What comes within `wait` seconds; nothing when nothing does."""
        line = self._opened()
        try:
            poll = select.poll()
            poll.register(line.fileno(), select.POLLIN)
            data = line.receive() if poll.poll(max(0.0, wait) * 1000) else b""
        except OSError:
            raise self._lost() from None
        self.exchanges.came(*self._shown(data))
        return data

    def worked(self) -> None:
        self._backoff.worked()

    def missed(self, heard: int = 0) -> DeviceError:
        """No answer, or `heard` bytes of something else; after three times the line is let go."""
        if heard:
            error = DeviceError(Completion.INVALID_DATA, faults.garbled(DEVICE, f"{heard} 字节无有效应答"))
        else:
            error = DeviceError(Completion.TIME_OUT, faults.silent(DEVICE, self._where, serial=self._serial))
        if self._backoff.missed():
            self.close()
            self._why = error
        return error

    def close(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            with contextlib.suppress(OSError):
                line.close()

    def _opened(self) -> Line:
        if self._line is None:
            raise self._absent(Completion.HARDWARE_ERROR)
        return self._line

    def _lost(self) -> DeviceError:
        self.close()
        self._why = self._absent(Completion.DEVICE_NOT_READY)
        return self._absent(Completion.HARDWARE_ERROR)

    def _absent(self, completion: Completion) -> DeviceError:
        return DeviceError(completion, faults.absent(DEVICE, self._where))
