"""One line to a printer that may come and go, and what can be said about the printer through it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from kiosk.devices import faults
from kiosk.devices.backoff import Backoff
from kiosk.devices.receipt_printer import _encode, _status
from kiosk.devices.receipt_printer._ear import Ear
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
        self._ear = Ear(profile.ordered_reply)
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

    def ask(self) -> DeviceStatus:
        """How the printer is. An answer that came too late for the last question is not one to this."""
        self.drain()
        line = self._open()
        try:
            answers = _status.ask(line, self._deadline, self._ear, self._profile.ordered_reply)
        except DeviceError as error:
            raise self._missed(error) from None
        except TimeoutError:
            raise self._missed(
                DeviceError(Completion.TIME_OUT, faults.silent(DEVICE, self._where, OUT_OF_ORDER))
            ) from None
        except OSError:
            raise self._lost() from None
        self._backoff.worked()
        return _status.interpret(answers)

    def begin(self) -> None:
        """A new slip, of which nothing is confirmed."""
        self._ear.forget()

    def order(self) -> None:
        """Asks for replies in the order of the data: they come when all that was sent before is printed."""
        self._ear.order()
        self.send(_encode.ECHO)

    @property
    def confirmed(self) -> bool:
        """Whether the printer has said that everything before the order is printed."""
        return self._ear.confirmed

    def listen(self, wait: float) -> None:
        """Takes in what comes within so many seconds."""
        try:
            self._ear.sort(self._open().receive(wait))
        except OSError:
            raise self._lost() from None

    def drain(self) -> None:
        """Takes in what an earlier question left in the line."""
        line = self._open()
        try:
            while data := line.receive(0):
                self._ear.sort(data)
        except OSError:
            raise self._lost() from None

    def clear(self) -> bool:
        """Makes the printer throw away what it has not printed; says whether it did."""
        if not self._profile.clears_buffer:
            return False
        self.drain()
        self._ear.clear()
        self.send(_encode.CLEAR)
        line = self._open()
        try:
            while not self._ear.cleared and (data := line.receive(self._deadline)):
                self._ear.sort(data)
        except OSError:
            raise self._lost() from None
        return self._ear.cleared

    def close(self) -> None:
        line, self._line = self._line, None
        self._ear.sort(b"")
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
