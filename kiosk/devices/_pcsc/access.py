"""The readers whose name fits, and one card at a time in them: what an adapter needs of PC/SC.

Every call but `interrupt` and `wait` is for one thread at a time, and comes back within `deadline` seconds.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

from kiosk.devices._pcsc.connection import Connection, Reply
from kiosk.devices._pcsc.lane import Lane
from kiosk.devices._pcsc.monitor import Card, Monitor, Scene, establish, look
from kiosk.devices._pcsc.trouble import PcscError, Trouble

T = TypeVar("T")

_SAM = re.compile(r"\bsam(?![a-z])", re.IGNORECASE)  # a slot inside the machine, for the operator's own card


class Access:
    """`pattern` is a part of the reader's name, in which * stands for anything."""

    def __init__(self, pattern: str, deadline: float) -> None:
        self._fits = re.compile(re.escape(pattern).replace(r"\*", ".*"), re.IGNORECASE)
        self._deadline = deadline
        self._lane = Lane("pcsc")
        self._interrupted = False
        self._monitor: Monitor | None = None
        self._context: int | None = None  # this and the next one: only the lane's thread touches them
        self._connection: Connection | None = None

    def scene(self) -> Scene:
        """Asks the service now. Raises PcscError: SERVICE, READER, SILENT, CANCELED."""
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

    def open(self, reader: str) -> None:
        """Powers the card up, in exclusive use. Raises PcscError."""
        self._run(lambda: self._connect(reader))

    def transmit(self, command: Sequence[int]) -> Reply:
        """See Connection.transmit."""
        return self._run(lambda: self._open_one().transmit(command))

    def once(self, command: list[int]) -> Reply:
        """See Connection.once."""
        return self._run(lambda: self._open_one().once(command))

    def drop(self) -> None:
        """Lets go of the card, and resets it. Raises PcscError SILENT."""
        self._run(self._disconnect)

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
        fresh = self._context is None
        try:
            return look(self._established())
        except PcscError as error:
            if error.trouble is not Trouble.SERVICE:
                raise
            self._release()
            if fresh:
                raise
        try:
            return look(self._established())
        except PcscError:
            self._release()
            raise

    def _connect(self, reader: str) -> None:
        self._disconnect()
        self._connection = Connection(self._established(), reader)

    def _open_one(self) -> Connection:
        if self._connection is None:
            raise PcscError(Trouble.REMOVED)
        return self._connection

    def _established(self) -> int:
        if self._context is None:
            self._context = establish()
        return self._context

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _release(self) -> None:
        from smartcard import scard

        self._disconnect()
        context, self._context = self._context, None
        if context is not None:
            scard.SCardReleaseContext(context)


def same_card(scene: Scene, reader: str, card: Card) -> bool:
    now = scene.readers.get(reader)
    return now is not None and (now.insertion, now.atr) == (card.insertion, card.atr)
