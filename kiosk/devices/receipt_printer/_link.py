"""One line to a printer that may come and go, and what can be said about the printer through it."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from kiosk.devices import faults
from kiosk.devices.backoff import Backoff
from kiosk.devices.exchanges import Exchanges
from kiosk.devices.receipt_printer import _encode, _faults, _full, _identity, _push, _status
from kiosk.devices.receipt_printer._ear import Ear
from kiosk.devices.receipt_printer._faults import DEVICE, OUT_OF_ORDER
from kiosk.devices.receipt_printer._kept_line import KeptLine
from kiosk.devices.receipt_printer._profile import Profile
from kiosk.devices.receipt_printer._transport import Line, OpeningError, SerialLine
from kiosk.model import Completion, DeviceError, DeviceStatus

_FIRST_BACKOFF = 0.5


class Link:
    """Raises only DeviceError: the line broke, or the printer is silent, or it answers something else."""

    def __init__(self, opener: Callable[[], Line], where: str, profile: Profile, deadline: float) -> None:
        self._opener, self._where = opener, where
        self._profile, self._deadline = profile, deadline
        self._line: KeptLine | None = None
        self.exchanges = Exchanges()
        self._why = faults.absent(DEVICE, where, OUT_OF_ORDER)  # why it is not open
        self._ear = Ear(profile.ordered_reply)
        self._backoff = Backoff(min(_FIRST_BACKOFF, deadline))
        self._known: DeviceStatus | None = None  # what the printer last said of itself, and when
        self._known_at = 0.0
        self._detail: dict[str, str] = {}
        self._seen_at, self._unseen = (
            0.0,
            0.0,
        )  # since a slip began: when it was last looked at, and not for how long

    @property
    def detail(self) -> Mapping[str, str]:
        """For technicians: maker and model, and whether the printer was ever heard on this line."""
        return MappingProxyType(self._detail)

    def send(self, data: bytes) -> None:
        line = self._open()
        try:
            line.send(data, self._deadline)
        except TimeoutError:
            raise self._missed(self._silent()) from None
        except OSError:
            raise self._lost() from None

    def look(self) -> DeviceStatus:
        """How the printer is, as it said by itself; one that does not, or not lately, is asked.

        Between slips only: what makes a printer speak by itself is an order among the data.
        """
        if not self._profile.asb:
            found = self.ask()
        else:
            self.drain()
            if self._known is not None and time.monotonic() - self._known_at < _push.TRUSTED:
                return self._known
            found = self.ask()
            if found.ready:
                self.send(_push.ENABLE)
        if self._profile.identity and found.ready and "maker" not in self._detail:
            self._identify()
        return self._know(found)

    def ask(self) -> DeviceStatus:
        """How the printer is. An answer that came too late for the last question is not one to this."""
        self.drain()
        line = self._open()
        try:
            found = self._asked(line)
        except DeviceError as error:
            raise self._missed(error) from None
        except TimeoutError:
            raise self._missed(self._silent()) from None
        except OSError:
            raise self._lost() from None
        self._backoff.worked()
        self._detail["answers"] = "yes"
        self._unseen, self._seen_at = self.unseen, time.monotonic()
        return found

    def begin(self) -> None:
        """A new slip, of which nothing is confirmed; it ends what the printer says by itself."""
        self._ear.forget()
        self._known = None
        self._unseen, self._seen_at = 0.0, time.monotonic()

    @property
    def unseen(self) -> float:
        """The longest time, in seconds, that nobody looked at the printer since the slip began."""
        return max(self._unseen, time.monotonic() - self._seen_at)

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
        """Takes in what an earlier question left in the line, and what the printer said by itself."""
        line = self._open()
        try:
            while data := line.receive(0):
                self._ear.sort(data)
        except OSError:
            raise self._lost() from None
        pushed, self._ear.pushed = self._ear.pushed, None
        if self._profile.asb and pushed is not None and (told := _push.answers(pushed)):
            self._know(_status.interpret(told))

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
        self._known = None
        self._ear.expect_no_more()
        self._ear.sort(b"")
        if line is not None:
            with contextlib.suppress(OSError):
                line.close()

    def _asked(self, line: Line) -> DeviceStatus:
        if self._profile.full_status:
            return _full.ask(line, self._deadline, self._ear)
        fixed = self._profile.ordered_reply
        return _status.interpret(_status.ask(line, self._deadline, self._ear, fixed))

    def _know(self, found: DeviceStatus) -> DeviceStatus:
        self._known, self._known_at = found, time.monotonic()
        return found

    def _identify(self) -> None:
        """A printer that does not say who it is, is none the worse for it; it is asked once a line."""
        self._detail["maker"] = ""
        line = self._open()
        try:
            self._detail.update(_identity.ask(line, self._deadline, self._ear))
        except TimeoutError:
            return
        except OSError:
            raise self._lost() from None

    def _open(self) -> Line:
        if self._line is None:
            if not self._backoff.due():
                raise self._absent()
            try:
                self._line = KeptLine(self._opener(), self.exchanges)
            except OpeningError as error:
                self._backoff.failed()
                raise DeviceError(Completion.DEVICE_NOT_READY, error.fault) from None
            except OSError as error:
                self._backoff.failed()
                self._why = faults.unreached(DEVICE, self._where, error, OUT_OF_ORDER)
                raise self._absent() from None
            self._detail.clear()
        return self._line

    def _silent(self) -> DeviceError:
        mute = self._line is not None and self._line.may_be_one_way and self._detail.get("answers") != "yes"
        if mute:
            self._detail["answers"] = "no"
        serial = self._line is not None and isinstance(self._line.line, SerialLine)
        fault = _faults.ONE_WAY if mute else faults.silent(DEVICE, self._where, OUT_OF_ORDER, serial=serial)
        return DeviceError(Completion.TIME_OUT, fault)

    def _absent(self) -> DeviceError:
        return DeviceError(Completion.DEVICE_NOT_READY, self._why)

    def _lost(self) -> DeviceError:
        self.close()
        self._why = faults.absent(DEVICE, self._where, OUT_OF_ORDER)
        return DeviceError(Completion.HARDWARE_ERROR, self._why)

    def _missed(self, error: DeviceError) -> DeviceError:
        if self._backoff.missed():
            self.close()
        return error


def with_detail(found: DeviceStatus, detail: Mapping[str, str]) -> DeviceStatus:
    """Without what is not known."""
    return replace(found, detail={**found.detail, **{key: text for key, text in detail.items() if text}})
