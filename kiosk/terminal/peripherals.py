"""The devices of this machine: held by this process, asked side by side, and what changed of them kept."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from kiosk.devices import Device
from kiosk.model import Completion, DeviceError, DeviceStatus
from kiosk.store import Store, StoreError
from kiosk.store.journal import Event, code
from kiosk.terminal.words import NO_DEVICE

_FRESH = timedelta(seconds=10)  # what a process before this one saw is believed for so long
_KEEP_EVERY = timedelta(seconds=5)  # nothing changed: written anew only so often
_OPENS_WITHIN = 10  # seconds, on a slow machine
_ROUND = 0.8  # seconds that a round waits for those who answer


class Peripherals:
    def __init__(
        self, opener: Callable[[], Mapping[str, Device]], store: Store, clock: Callable[[], datetime]
    ) -> None:
        self._opener, self._store, self._clock = opener, store, clock
        self._open: Mapping[str, Device] = {}
        self._statuses: dict[str, DeviceStatus] = {}
        self._drilled: dict[str, DeviceStatus] = {}
        self.played = ""  # line, disk or clock: what of the machine itself is said to be wrong
        self._kept: dict[str, datetime] = {}
        self._asking: dict[str, threading.Thread] = {}
        self._lock = threading.Lock()
        self._opening = threading.Event()  # is over
        self._opening.set()

    def open(self) -> None:
        """Takes hold of the devices. Never waits for hardware.

        Until they have answered, what the stage before saw of them counts, if it is not older than 10 s.
        """
        self._opening.clear()
        try:
            self._open = self._opener()
        finally:
            self._opening.set()
        now = self._clock()
        for kind, (status, at) in self._store.devices.all().items():
            if kind in self._open and timedelta() <= now - at <= _FRESH:
                self._statuses[kind] = status

    def close(self) -> None:
        """Lets go of the devices, which also breaks off every wait for one; nothing is noted any more."""
        with self._lock:
            opened, self._open = self._open, {}
        for device in opened.values():
            device.close()

    def device(self, kind: str) -> Any:
        """Whoever comes while this process still takes hold of them waits for it. Raises DeviceError."""
        self._opening.wait(_OPENS_WITHIN)
        if kind not in self._open:
            raise DeviceError(Completion.DEVICE_NOT_READY, NO_DEVICE)
        return self._open[kind]

    @property
    def opened(self) -> Mapping[str, Device]:
        """What this process holds."""
        return self._open

    def drill(self, kind: str, status: DeviceStatus) -> None:
        """From now on this device is said to be so here, until `put_right`; what is kept stays true."""
        self._drilled, self.played = {kind: status}, ""

    def play(self, fault: str) -> None:
        """The same of what is no device."""
        self._drilled, self.played = {}, fault

    def put_right(self) -> None:
        self._drilled, self.played = {}, ""

    def statuses(self) -> Mapping[str, DeviceStatus]:
        return {**self._statuses, **self._drilled}

    def told(self) -> dict[str, str]:
        """How each device is, as codes for the journal: its state, then its faults."""
        known = self.statuses().items()
        return {kind: code("/".join((s.state.value, *(f.code for f in s.faults)))) for kind, s in known}

    def poll(self) -> Mapping[str, DeviceStatus]:
        """Asks every device how it is; keeps and journals what changed.

        One that takes its time holds up no other: what it says is noted when it comes, and shown by the next
        round.
        """
        asked = [self._ask(kind, device) for kind, device in self._open.items()]
        end = time.monotonic() + _ROUND
        for thread in asked:
            thread.join(max(0.0, end - time.monotonic()))
        return self.statuses()

    def _ask(self, kind: str, device: Device) -> threading.Thread:
        thread = self._asking.get(kind)
        if thread is None or not thread.is_alive():
            thread = threading.Thread(target=self._hear, args=(kind, device), name=f"ask-{kind}", daemon=True)
            self._asking[kind] = thread
            thread.start()
        return thread

    def _hear(self, kind: str, device: Device) -> None:
        self._note(kind, device, device.status())
        if self._open.get(kind) is not device:  # it was let go of meanwhile, and asking took hold of it again
            device.close()

    def _note(self, kind: str, device: Device, status: DeviceStatus) -> None:
        with self._lock:
            if self._open.get(kind) is not device:
                return
            now, changed = self._clock(), status != self._statuses.get(kind)
            self._statuses[kind] = status
            if not changed and kind in self._kept and timedelta() <= now - self._kept[kind] < _KEEP_EVERY:
                return
            self._kept[kind] = now
            with suppress(
                StoreError
            ):  # it is true all the same, and a store that takes nothing is told of elsewhere
                self._store.devices.keep(kind, status, now)
                if changed:
                    fault = status.worst.code if status.worst else ""
                    self._store.journal.append(Event.DEVICE, now, kind, state=status.state.value, fault=fault)
