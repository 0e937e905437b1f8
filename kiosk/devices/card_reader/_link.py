"""Commands to a reader that may come and go: opened when needed, given up when it stays silent."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping

from kiosk.devices import faults
from kiosk.devices.backoff import Backoff
from kiosk.devices.card_reader._faults import DEVICE
from kiosk.devices.card_reader._frame import Command, Reply, replies, request, shown
from kiosk.devices.card_reader._transport import Transport, unopened
from kiosk.devices.exchanges import Exchanges
from kiosk.model import Completion, DeviceError, Fault

_SEARCH = 0.3  # seconds for an answer in a way that nobody wrote down


class Link:
    """Not for two threads at once, except `interrupt`, which breaks a wait in another one."""

    def __init__(self, transport: Transport, backoff: float) -> None:
        self._transport, self.exchanges = transport, Exchanges()
        self._backoff = Backoff(backoff)
        self._why = faults.absent(DEVICE, transport.where)  # why it is not open
        self._open = self._clean = self._searched = False
        self._interrupts = self._seen = 0

    @property
    def is_open(self) -> bool:
        return self._open

    @property
    def warning(self) -> Fault | None:
        return self._transport.warning

    @property
    def detail(self) -> Mapping[str, str]:
        return self._transport.detail

    def begin(self) -> None:
        """From here on an interrupt breaks every exchange until the next `begin`."""
        self._seen = self._interrupts

    def exchange(self, command: Command, deadline: float) -> Reply:
        """Sends one command and returns its reply within `deadline` seconds.

        Raises DeviceError: DEVICE_NOT_READY when nothing is plugged in, HARDWARE_ERROR when the line
        broke, TIME_OUT when the reader is silent, INVALID_DATA when it sends something else, CANCELED when
        the wait was interrupted.
        """
        self._ensure_open()
        reply, heard = self._try(command, deadline)
        if reply is None:
            raise self._miss(heard)
        self._backoff.worked()
        return reply

    def meet(self, command: Command, deadline: float) -> Reply:
        """The first exchange, with no card at work: once per opening, a reader that does not answer is looked
        for in every other way to speak to it. Raises as `exchange`."""
        self._ensure_open()
        patience = min(deadline, _SEARCH)
        heard = 0
        for way, wait in self._plan(deadline, patience):
            self._take(way)
            reply, came = self._try(command, wait)
            heard = max(heard, came)
            if reply is not None:
                self._backoff.worked()
                return self._correct(command, patience) or reply
        raise self._miss(heard)

    def interrupt(self) -> None:
        """Ends a wait in another thread; from any thread, at any time."""
        self._interrupts += 1
        self._transport.interrupt()

    def close(self) -> None:
        self._open = False
        self._transport.close()

    def _plan(self, deadline: float, patience: float) -> Iterator[tuple[str, float]]:
        """Ways and how long each is given; after all of them the first holds again."""
        first, *others = self._transport.ways
        yield first, deadline if self._transport.certain or self._searched else patience
        if not self._searched:
            self._searched = True
            yield from ((way, patience) for way in others)
            self._take(first)

    def _correct(self, command: Command, patience: float) -> Reply | None:
        """Sets the reader as it was written; one that cannot be set stays as it is."""
        correction = self._transport.correction
        if correction is None:
            return None
        order, wanted = correction
        found = self._transport.ways[0]
        self._try(order, patience)  # its answer may come in the new way already
        self._take(wanted)
        reply, _ = self._try(command, patience)
        if reply is None:
            self._take(found)
        return reply

    def _take(self, way: str) -> None:
        if way == self._transport.ways[0]:
            return
        try:
            self._transport.take(way)
        except OSError:
            raise self._lost() from None
        self._clean = False

    def _ensure_open(self) -> None:
        if self._open:
            return
        if self._backoff.due():
            try:
                self._transport.open()
            except OSError as error:
                self._why = unopened(self._transport, error)
                self._transport.close()
                self._backoff.failed()
            else:
                self._open, self._clean, self._searched = True, False, False
                return
        raise DeviceError(Completion.DEVICE_NOT_READY, self._why)

    def _try(self, command: Command, deadline: float) -> tuple[Reply | None, int]:
        """The reply, or None and how many bytes of something else came."""
        end = time.monotonic() + deadline
        stream, heard = bytearray(), bytearray()
        try:
            if not self._clean:
                self._transport.drain()
            self._clean = False
            self.exchanges.sent(request(command))
            self._transport.send(request(command), deadline)
            while (left := end - time.monotonic()) > 0 and self._interrupts == self._seen:
                chunk = self._transport.receive(left)
                heard += chunk
                stream += chunk
                for reply in replies(stream) if chunk else ():
                    if command.expects(reply):
                        self._clean = True
                        return reply, len(heard)
        except OSError:
            raise self._lost() from None
        finally:
            self.exchanges.came(*shown(heard))
        if self._interrupts != self._seen:
            raise faults.closed(DEVICE)
        late = [reply for reply in replies(stream, last=True) if command.expects(reply)]
        return (late[0] if late else None), len(heard)

    def _lost(self) -> DeviceError:
        self.close()
        return DeviceError(Completion.HARDWARE_ERROR, faults.absent(DEVICE, self._transport.where))

    def _silent(self) -> Fault:
        where = self._transport.where
        return faults.silent(DEVICE, where, serial=where.startswith("/"))

    def _miss(self, heard: int) -> DeviceError:
        """Nobody answered, or `heard` bytes of something else came: after three times the line is let go."""
        if heard:
            error = DeviceError(Completion.INVALID_DATA, faults.garbled(DEVICE, f"{heard} 字节无有效帧"))
        else:
            error = DeviceError(Completion.TIME_OUT, self._silent())
        if self._backoff.missed():
            self.close()
            self._why = error.fault
        return error
