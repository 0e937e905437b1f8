"""Calls that may never come back, made in a thread of their own, so that whoever waits can stop waiting."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, TypeVar

from kiosk.devices._pcsc.trouble import PcscError, Trouble

T = TypeVar("T")


class _Call:
    """Settled once: by the thread that makes it, or by the one that no longer wants it."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make
        self._turn = threading.Lock()
        self._over = threading.Event()
        self._value: Any = None
        self._error: Exception | None = None
        self._moved = time.monotonic()

    def moved(self) -> None:
        """The call got on: whoever waits goes on waiting. Raises PcscError when nobody does any longer."""
        if self._over.is_set():
            raise PcscError(Trouble.CANCELED)
        self._moved = time.monotonic()

    def run(self) -> None:
        if self._over.is_set():  # nobody waits for it any longer
            return
        try:
            value = self._make()
        except Exception as error:
            self.settle(error=error)
        else:
            self.settle(value)

    def settle(self, value: Any = None, error: Exception | None = None) -> None:
        with self._turn:
            if not self._over.is_set():
                self._value, self._error = value, error
                self._over.set()

    def result(self, within: float) -> Any:
        while not self._over.wait(max(0.0, self._moved + within - time.monotonic())):
            if time.monotonic() >= self._moved + within:
                self.settle(error=PcscError(Trouble.SILENT))
        if self._error is not None:
            raise self._error
        return self._value


class Lane:
    """One call after the other. A call that hangs holds up the next ones, each until its own time is over."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._turn = threading.Lock()
        self._calls: SimpleQueue[_Call | None] | None = None  # of the thread that runs, if one does
        self._awaited: _Call | None = None
        self._here = threading.local()

    def run(self, call: Callable[[], T], within: float) -> T:
        """Raises what `call` raises, PcscError SILENT when it did not get on for `within` seconds, CANCELED
        when interrupted."""
        made = _Call(call)
        with self._turn:
            if self._calls is None:
                self._calls = SimpleQueue()
                threading.Thread(target=self._work, args=(self._calls,), name=self._name, daemon=True).start()
            self._awaited = made
            self._calls.put(made)
        found: T = made.result(within)
        return found

    def moved(self) -> None:
        """To be told by a long call now and then. Raises PcscError when nobody waits for it any longer."""
        self._here.call.moved()

    def interrupt(self) -> None:
        """Breaks the wait of another thread; what was called goes on in its own thread."""
        awaited = self._awaited
        if awaited is not None:
            awaited.settle(error=PcscError(Trouble.CANCELED))

    def close(self, last: Callable[[], object], within: float) -> None:
        """Makes one last call and ends the thread: now, or when what it hangs in comes back."""
        with self._turn:
            calls, self._calls = self._calls, None
        if calls is None:
            return
        over = threading.Event()
        calls.put(_Call(last))
        calls.put(_Call(over.set))
        calls.put(None)
        over.wait(within)

    def _work(self, calls: SimpleQueue[_Call | None]) -> None:
        while (call := calls.get()) is not None:
            self._here.call = call
            call.run()
