"""One line to a printer that may come and go, and what can be said about the printer through it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from kiosk.devices import faults
from kiosk.devices.backoff import Backoff
from kiosk.devices.receipt_printer import _encode, _status
from kiosk.devices.receipt_printer._faults import DEVICE, OUT_OF_ORDER
from kiosk.devices.receipt_printer._profile import Profile
from kiosk.devices.receipt_printer._transport import Line
from kiosk.model import Completion, DeviceError, DeviceStatus

_FIRST_BACKOFF = 0.5


class Link:
    """Raises only DeviceError: the line broke, or the printer is silent, or it answers something else."""

    def __init__(self, opener: Callable[[], Line], where: str, profile: Profile, deadline: float) -> None:
        self._opener, self._where = opener, where
        self._profile, self._deadline = profile, deadline
        self._line: Line | None = None
        self._backoff = Backoff(min(_FIRST_BACKOFF, deadline))

    def send(self, data: bytes) -> None:
        line = self._open()
        try:
            line.send(data, self._deadline)
        except TimeoutError:
            raise self._missed(
                DeviceError(Completion.TIME_OUT, faults.silent(DEVICE, self._where, OUT_OF_ORDER))
            ) from None
        except OSError:
            raise self._lost() from None

    def ask(self) -> tuple[DeviceStatus, bool]:
        """How the printer is, and whether an ordered reply came meanwhile."""
        line = self._open()
        try:
            answers = _status.ask(line, self._deadline, self._profile.ordered_reply)
        except DeviceError as error:
            raise self._missed(error) from None
        except TimeoutError:
            raise self._missed(
                DeviceError(Completion.TIME_OUT, faults.silent(DEVICE, self._where, OUT_OF_ORDER))
            ) from None
        except OSError:
            raise self._lost() from None
        self._backoff.worked()
        return _status.interpret(answers), answers.echoed

    def echoed(self, wait: float) -> bool:
        """Waits so many seconds for an ordered reply."""
        try:
            return any(map(_status.is_echo, self._open().receive(wait)))
        except OSError:
            raise self._lost() from None

    def drain(self) -> None:
        """Forgets what an earlier question left in the line."""
        line = self._open()
        try:
            while line.receive(0):
                pass
        except OSError:
            raise self._lost() from None

    def clear(self) -> bool:
        """Makes the printer throw away what it has not printed; says whether it did."""
        if not self._profile.clears_buffer:
            return False
        self.drain()
        self.send(_encode.CLEAR)
        heard = b""
        try:
            while data := self._open().receive(self._deadline):
                heard += data
                if _encode.CLEARED in heard:
                    return True
        except OSError:
            raise self._lost() from None
        return False

    def close(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            with contextlib.suppress(OSError):
                line.close()

    def _open(self) -> Line:
        if self._line is None:
            if not self._backoff.due():
                raise self._absent()
            try:
                self._line = self._opener()
            except OSError:
                self._backoff.failed()
                raise self._absent() from None
        return self._line

    def _absent(self) -> DeviceError:
        return DeviceError(Completion.DEVICE_NOT_READY, faults.absent(DEVICE, self._where, OUT_OF_ORDER))

    def _lost(self) -> DeviceError:
        self.close()
        return DeviceError(Completion.HARDWARE_ERROR, faults.absent(DEVICE, self._where, OUT_OF_ORDER))

    def _missed(self, error: DeviceError) -> DeviceError:
        if self._backoff.missed():
            self.close()
        return error
