"""The readers whose name fits, and one card at a time in them: what an adapter needs of PC/SC.

Whoever has a card visits it: the whole visit runs in a thread of its own, which may hang in the middle. That
thread alone holds the context and the card, and lets go of them even when it was given up long before.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from kiosk.devices._pcsc.connection import Connection
from kiosk.devices._pcsc.lane import Lane
from kiosk.devices._pcsc.monitor import Card, Monitor, Scene, establish, look
from kiosk.devices._pcsc.pieces import Reply
from kiosk.devices._pcsc.trouble import PcscError, Trouble
from kiosk.devices.exchanges import Exchanges

T = TypeVar("T")

_LOOKED = 0.5  # seconds in which pcscd has looked into a reader, which it does every 0.4 s
_SAM = re.compile(r"\bsam(?![a-z])", re.IGNORECASE)  # a slot inside the machine, for the operator's own card


class Access:
    """`pattern` is a part of the reader's name, in which * stands for anything."""

    def __init__(self, pattern: str, deadline: float) -> None:
        self._fits = re.compile(re.escape(pattern).replace(r"\*", ".*"), re.IGNORECASE)
        self._deadline = deadline
        self._lane, self.exchanges = Lane("pcsc"), Exchanges()
        self._interrupted = False
        self._monitor: Monitor | None = None
        self._here = _Here()
        self._unclean = False  # the last card was not reset when it was let go
        self._broke = 0.0  # monotonic; when its exchange was not finished

    def scene(self) -> Scene:
        """Asks the service now, within the deadline. Raises PcscError: SERVICE, READER, SILENT, CANCELED."""
        scene = self._fitting(self._run(self._look))
        if not scene.readers:
            raise PcscError(Trouble.READER)
        return scene

    def noticed(self) -> Scene:
        """What the monitor knows; another value tells that something happened since."""
        if self._monitor is None:
            self._monitor = Monitor()
            self._monitor.start()
        return self._monitor.scene

    def wait(self, holds: Callable[[Scene], bool], end: float, over: threading.Event) -> bool:
        """See Monitor.wait; to be called after noticed(). False once it is closed."""
        monitor = self._monitor
        return monitor is not None and monitor.wait(holds, end, over)

    def visit(self, work: Callable[[], T]) -> T:
        """Calls `work` in the thread that may use the calls below. Raises what it raises; PcscError SILENT
        when one command takes longer than the deadline, CANCELED when interrupted."""
        return self._run(work)

    def open(self, reader: str) -> None:
        """In a visit: powers the card up, in exclusive use. Raises PcscError.

        One that was lifted in mid-exchange may be back before pcscd looked: a reset that fails then would
        hide it from pcscd for good, so pcscd is given the time to look.
        """
        self._disconnect()
        while self._unclean and (left := self._broke + _LOOKED - time.monotonic()) > 0:
            time.sleep(min(left, self._deadline / 2))
            self._lane.moved()
        self._here.connection = Connection(
            self._established(), reader, reset=self._unclean, exchanges=self.exchanges
        )
        self._unclean = False
        self._lane.moved()

    def transmit(self, command: Sequence[int]) -> Reply:
        """In a visit: see Connection.transmit."""
        self._lane.moved()
        return self._open_one().transmit(command)

    def once(self, command: list[int]) -> Reply:
        """In a visit: see Connection.once."""
        self._lane.moved()
        return self._open_one().once(command)

    def drop(self, *, sound: bool = True) -> None:
        """In a visit: lets go of the card, and resets it; one whose answers were not `sound` may be gone, and
        is reset when it is opened again."""
        connection = self._here.connection
        if connection is not None and not sound:
            connection.broken = True
        self._disconnect()

    def interrupt(self) -> None:
        """Breaks a wait in another thread, and refuses every call until close()."""
        self._interrupted = True
        self._lane.interrupt()
        monitor = self._monitor
        if monitor is not None:
            monitor.nudge()

    def close(self) -> None:
        self._lane.close(self._release, self._deadline)
        monitor, self._monitor = self._monitor, None
        if monitor is not None:
            monitor.stop()
        self._interrupted = False

    def _run(self, call: Callable[[], T]) -> T:
        if self._interrupted:
            raise PcscError(Trouble.CANCELED)
        return self._lane.run(call, self._deadline)

    def _fitting(self, scene: Scene) -> Scene:
        fits = {name: card for name, card in scene.readers.items() if self._is_ours(name)}
        return Scene(scene.service, fits)

    def _is_ours(self, name: str) -> bool:
        return bool(self._fits.search(name)) and not _SAM.search(name)

    def _look(self) -> Scene:
        """A context of before the service came back is worth nothing: one more try with a new one."""
        fresh = self._here.context is None
        try:
            return look(self._established())
        except PcscError as error:
            if error.trouble not in (Trouble.SERVICE, Trouble.DENIED):
                raise
            self._release()
            if fresh:
                raise
        try:
            return look(self._established())
        except PcscError:
            self._release()
            raise

    def _open_one(self) -> Connection:
        if self._here.connection is None:
            raise PcscError(Trouble.REMOVED)
        return self._here.connection

    def _established(self) -> int:
        if self._here.context is None:
            self._here.context = establish()
        return self._here.context

    def _disconnect(self) -> None:
        connection, self._here.connection = self._here.connection, None
        if connection is not None:
            if connection.broken:
                self._unclean, self._broke = True, time.monotonic()
            connection.close()

    def _release(self) -> None:
        from smartcard import scard

        self._disconnect()
        context, self._here.context = self._here.context, None
        if context is not None:
            scard.SCardReleaseContext(context)


class _Here(threading.local):
    """What one thread holds of the service: a thread that was given up never meets what its successor has."""

    context: int | None = None
    connection: Connection | None = None


def same_card(scene: Scene, reader: str, card: Card) -> bool:
    now = scene.readers.get(reader)
    return now is not None and (now.insertion, now.atr) == (card.insertion, card.atr)
