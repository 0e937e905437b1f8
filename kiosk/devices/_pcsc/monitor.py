"""Who comes and goes at the smart-card readers of this machine: the service, readers, cards.

One thread, which survives the service: it asks for a new context twice a second until there is one.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from kiosk.devices._pcsc import address
from kiosk.devices._pcsc.trouble import CANCELLED, TIMEOUT, UNKNOWN_READER, PcscError, demand, unsigned
from kiosk.devices._pcsc.trouble import NO_READERS as NONE

_PLUGGED = "\\\\?PnP?\\Notification"
_LOOK = 500  # milliseconds in one call: what is not announced is noticed by then
_PRESENT, _MUTE, _CHANGED = 0x20, 0x200, 0x02
_RETRY = 0.5
_STOPS_WITHIN = 1.0

Word = Literal[
    "service_down", "service_up", "reader_added", "reader_removed", "card_inserted", "card_removed"
]


@dataclass(frozen=True)
class Card:
    """`insertion` counts what happened at the reader: another number is another card."""

    atr: bytes = field(repr=False)  # of a national card it tells the issue, of some the card
    insertion: int
    mute: bool


@dataclass(frozen=True)
class Scene:
    """`service` is None until it was asked for the first time."""

    service: bool | None = None
    readers: Mapping[str, Card | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Event:
    word: Word
    reader: str = ""
    atr: bytes = field(default=b"", repr=False)


def establish() -> int:
    """A context of the service. Raises PcscError."""
    from smartcard import scard

    address.settle()
    result, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
    demand(result)
    return int(context)


def look(context: int) -> Scene:
    """How things stand now, without waiting. Raises PcscError."""
    from smartcard import scard

    names = _names(context)
    if not names:
        return Scene(True)
    result, found = scard.SCardGetStatusChange(context, 0, [(name, 0) for name in names])
    demand(result)
    return Scene(True, {name: _card(state, bytes(atr)) for name, state, atr in found})


class Monitor:
    """`told` is called in the monitor's thread, once for each thing that happened, in order."""

    def __init__(self, told: Callable[[Event], None] | None = None) -> None:
        self._told = told
        self._scene = Scene()
        self._changed = threading.Condition()
        self._stop = threading.Event()
        self._context: int | None = None
        self._thread = threading.Thread(target=self._follow, name="pcsc-monitor", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """At once, from any thread; with a service that hangs, the thread ends when the service does."""
        self._stop.set()
        self.nudge()
        if self._thread.is_alive():
            threading.Thread(target=self._cancel, name="pcsc-cancel", daemon=True).start()
            self._thread.join(_STOPS_WITHIN)

    def nudge(self) -> None:
        """Everybody who waits looks again."""
        with self._changed:
            self._changed.notify_all()

    @property
    def scene(self) -> Scene:
        return self._scene

    def wait(self, holds: Callable[[Scene], bool], end: float, over: threading.Event) -> bool:
        """Whether `holds` became true before `end` (monotonic) and before `over` was set and nudged."""
        with self._changed:
            while not (over.is_set() or holds(self._scene)):
                left = end - time.monotonic()
                if left <= 0:
                    return False
                self._changed.wait(left)
            return not over.is_set()

    def _cancel(self) -> None:
        from smartcard import scard

        while self._thread.is_alive():
            context = self._context
            if context is not None:
                scard.SCardCancel(context)
            self._thread.join(0.02)

    def _follow(self) -> None:
        from smartcard import scard

        while not self._stop.is_set():
            try:
                self._context = establish()
                self._watch(self._context)
            except PcscError:
                self._see(Scene(False))
                self._stop.wait(_RETRY)
            finally:
                context, self._context = self._context, None
                if context is not None:
                    scard.SCardReleaseContext(context)

    def _watch(self, context: int) -> None:
        """Until stop(). Raises PcscError when the service is lost."""
        from smartcard import scard

        known: dict[str, int] = {}
        while not self._stop.is_set():
            names = _names(context)
            self._see(Scene(True, {name: self._scene.readers.get(name) for name in names}))
            asked = [(name, known.get(name, 0)) for name in names]
            result, found = scard.SCardGetStatusChange(context, _LOOK, [*asked, (_PLUGGED, 0)])
            if unsigned(result) in (TIMEOUT, CANCELLED):
                continue
            if unsigned(result) == UNKNOWN_READER:  # gone between the two calls
                self._stop.wait(0.05)
                continue
            demand(result)
            at = {name: (state, bytes(atr)) for name, state, atr in found if name in names}
            known = {name: state & ~_CHANGED for name, (state, _) in at.items()}
            self._see(Scene(True, {name: _card(*seen) for name, seen in at.items()}))

    def _see(self, scene: Scene) -> None:
        before = self._scene
        if scene == before:
            return
        with self._changed:
            self._scene = scene
            self._changed.notify_all()
        if self._told is not None:
            for event in differences(before, scene):
                self._told(event)


def differences(before: Scene, after: Scene) -> list[Event]:
    """What happened in between, what went before what came."""
    events: list[Event] = []
    kept = [name for name in before.readers if name in after.readers]
    swapped = [name for name in kept if _identity(before.readers[name]) != _identity(after.readers[name])]
    for name, card in before.readers.items():
        if card is not None and (name in swapped or name not in kept):
            events.append(Event("card_removed", name, card.atr))
        if name not in kept:
            events.append(Event("reader_removed", name))
    if before.service != after.service:
        events.append(Event("service_up" if after.service else "service_down"))
    for name, card in after.readers.items():
        if name not in kept:
            events.append(Event("reader_added", name))
        if card is not None and (name in swapped or name not in kept):
            events.append(Event("card_inserted", name, card.atr))
    return events


def _identity(card: Card | None) -> object:
    return None if card is None else (card.insertion, card.atr)


def _card(state: int, atr: bytes) -> Card | None:
    return Card(atr, state >> 16, bool(state & _MUTE)) if state & _PRESENT else None


def _names(context: int) -> list[str]:
    from smartcard import scard

    result, names = scard.SCardListReaders(context, [])
    if unsigned(result) == NONE:
        return []
    demand(result)
    return list(names)
