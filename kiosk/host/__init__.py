"""The processes of one terminal: started, watched, replaced. Holds no personal data and knows no Qt.

One person's session lives in one screen process and dies with it. A second screen waits in the wings, painted
and unmapped. When a session is over it comes up at once, over the window of the one that leaves, and that one
goes once it is covered; only when it has gone does the new one take hold of the devices.
"""

from __future__ import annotations

import selectors
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from kiosk.host.child import STOP_WITHIN, Child
from kiosk.host.notify import Notifier
from kiosk.store import Store, StoreError
from kiosk.store.journal import Event

SILENT_AFTER = 8.0  # seconds without a word from a child that should say "alive" every second
SLOW_START = 30.0  # seconds that a screen may take to be ready on a cold, busy machine
COVERED_WITHIN = 0.6  # seconds that a screen whose session is over waits to be covered by the next
GONE_WITHIN = 0.8  # seconds from the end of a session until its process is killed if it is still there
ALONE_FOR = 1.0  # seconds that a screen which came on stage has the machine to itself
TICK = 0.1
RESTART_AFTER = (0.0, 0.5, 1.0, 2.0, 5.0)  # seconds; the last one for every further death in a row


@dataclass
class _Deaths:
    """How often a kind of child died in a row, and when it may be started again."""

    count: int = 0
    not_before: float = 0.0

    def another(self, now: float) -> None:
        self.not_before = now + RESTART_AFTER[min(self.count, len(RESTART_AFTER) - 1)]
        self.count += 1


class Host:
    def __init__(
        self,
        store: Store,
        screen: Sequence[str],
        sync: Sequence[str],
        clock: Callable[[], datetime],
        until: Callable[[], bool] = lambda: False,
    ) -> None:
        self._store = store
        self._commands = {"screen": screen, "sync": sync}
        self._clock = clock
        self._until = until
        self._notify = Notifier()
        self._selector = selectors.DefaultSelector()
        self._stage: Child | None = None
        self._spare: Child | None = None
        self._leaving: list[Child] = []  # their sessions are over, and they may still hold the devices
        self._sync: Child | None = None
        self._deaths = {"screen": _Deaths(), "sync": _Deaths()}
        self._retiring: Child | None = None  # it goes when nobody stands before it and another can follow
        self._ticket = ""  # says nothing of anybody; the store knows whose it is, for a minute
        self._began = 0.0
        self._stopping = False
        self._shown = False

    def run(self) -> None:
        """Until SIGTERM, SIGINT, or `until` says so. Leaves no child behind."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        self._journal(Event.STARTED, "host")
        self._began = time.monotonic()
        try:
            while not self._stopping and not self._until():
                self._tick(time.monotonic())
        finally:
            self._end()

    def _stop(self, *_: object) -> None:
        self._stopping = True

    def _tick(self, now: float) -> None:
        self._start_missing(now)
        for key, _ in self._selector.select(TICK):
            self._hear(key.data, now)
        for child in self._children():
            self._watch(child, time.monotonic())
        self._change_stage(time.monotonic())
        if self._stage is not None and now - self._stage.heard_at < SILENT_AFTER:
            self._notify.watchdog()

    def _children(self) -> list[Child]:
        ours = (self._stage, self._spare, *self._leaving, self._sync)
        return [child for child in ours if child is not None]

    def _start_missing(self, now: float) -> None:
        if self._spare is None and self._needs_spare(now):
            self._spare = self._start("screen", now)
        if self._sync is None and self._needs_sync(now):
            self._sync = self._start("sync", now)

    def _needs_sync(self, now: float) -> bool:
        """What is to be sent can wait for the first screen, whoever stands before it cannot."""
        calm = self._stage is not None or now - self._began > ALONE_FOR
        return calm and now >= self._deaths["sync"].not_before

    def _needs_spare(self, now: float) -> bool:
        """At once where nobody is on stage; else not in the moment in which the stage changes."""
        calm = self._stage is None or now - self._stage.shown_since > ALONE_FOR
        return calm and not self._leaving and now >= self._deaths["screen"].not_before

    def _start(self, kind: str, now: float) -> Child:
        child = Child.start(kind, self._commands[kind], now)
        self._selector.register(child.output, selectors.EVENT_READ, child)
        self._journal(Event.STARTED, kind, pid=child.process.pid)
        return child

    def _hear(self, child: Child, now: float) -> None:
        lines = child.messages(now)
        if lines is None:
            self._gone(child, now)
            return
        for line in lines:
            if line == "ready":
                child.ready = True
            elif line == "alive":
                self._deaths[child.name].count = 0
            elif line == "shown":
                child.is_shown = True
            elif line == "restart_screens" and child is self._sync:
                self._renew(now)
            elif line.split(" ")[0] == "session_over" and child is self._stage:
                child.over_since = now
                self._ticket = line.removeprefix("session_over").strip()
                self._stage = None
                self._leaving.append(child)

    def _renew(self, now: float) -> None:
        """Screens that were loaded before now are used no more: the one in the wings goes at once, the one on
        stage as soon as nobody stands before it."""
        if self._spare is not None:
            self._spare.leave(now)
            self._leaving.append(self._spare)
            self._spare = None
        self._retiring = self._stage

    def _watch(self, child: Child, now: float) -> None:
        """A child that hangs is killed; its end of the pipe then closes, and it is replaced."""
        patience = SILENT_AFTER if child.ready else SLOW_START
        overstays = child.leaving_since is not None and now - child.leaving_since > STOP_WITHIN
        lingers = child.over_since is not None and now - child.over_since > GONE_WITHIN
        if overstays or lingers or now - child.heard_at > patience:
            child.kill()

    def _gone(self, child: Child, now: float) -> None:
        self._selector.unregister(child.output)
        code = child.reap(GONE_WITHIN / 2)  # its pipe has closed already
        wanted = child.leaving_since is not None or code == 0
        self._journal(Event.STOPPED if wanted else Event.DIED, child.name, code=code)
        if not wanted:
            self._deaths[child.name].another(now)
        if child is self._stage:
            self._stage = None
        elif child is self._spare:
            self._spare = None
        elif child is self._sync:
            self._sync = None
        else:
            self._leaving.remove(child)

    def _change_stage(self, now: float) -> None:
        """The next comes up before the one before has gone, and gets the devices after."""
        if self._stage is None and self._spare is not None and self._spare.ready:
            self._stage, self._spare = self._spare, None
            self._stage.shown_since = now
            self._stage.order("show")
        if self._retiring is not None and self._spare is not None and self._spare.ready:
            self._retiring.order("retire")
            self._retiring = None
        stage = self._stage
        for before in self._leaving:
            covered = stage is not None and stage.is_shown
            if covered or now - (before.over_since or now) > COVERED_WITHIN:
                before.leave(now)
        if stage is not None and not self._leaving and not stage.has_devices:
            stage.has_devices = True
            stage.order("take_stage")
            if self._ticket:  # the clerk of the session before goes on; whoever dies hands nothing on
                stage.order(f"staff {self._ticket}")
                self._ticket = ""
            if not self._shown:
                self._shown = True
                self._notify.ready()

    def _end(self) -> None:
        self._notify.stopping()
        now = time.monotonic()
        for child in self._children():
            child.leave(now)
        for child in self._children():
            self._selector.unregister(child.output)
            child.reap()
        self._selector.close()
        self._journal(Event.STOPPED, "host")

    def _journal(self, event: Event, subject: str, **detail: str | int) -> None:
        try:
            self._store.journal.append(event, self._clock(), subject, **detail)
        except StoreError as error:  # a full disk must not take the screens down
            print(f"journal: {event}: {error}", file=sys.stderr, flush=True)
