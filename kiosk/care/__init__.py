"""A technician at the machine: who may come, what each page tells of it, and what can be done there.

Nothing personal is on any of it: states, counts, codes, and the beginnings of ids. Every coming and every act
is in the journal. Calls ask devices and the platform, and so take seconds: a screen makes them on a thread.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from kiosk.care import devices, drill, log, outbox, overview, paper, rounds, selftest, versions
from kiosk.care.entry import Entry
from kiosk.care.machine import Machine
from kiosk.care.sheet import NotOnDutyError, Sheet
from kiosk.config import Config
from kiosk.store import StoreError
from kiosk.store.journal import Event
from kiosk.terminal import Terminal

__all__ = ["Care", "Entry", "NotOnDutyError", "Sheet"]

Say = Callable[[str], None]

PAGES: dict[str, Callable[[Machine], Sheet]] = {
    "overview": overview.sheet,
    "devices": devices.sheet,
    "test": selftest.sheet,
    "outbox": outbox.sheet,
    "paper": paper.sheet,
    "rounds": rounds.sheet,
    "log": log.sheet,
    "versions": versions.sheet,
    "drill": drill.sheet,
}
ACTS: dict[str, Callable[[Machine, str, Say], Sheet]] = {
    "device": devices.test,
    "exchanges": devices.exchanges,
    "test": selftest.run,
    "sync": outbox.sync,
    "paper": paper.changed,
    "round": rounds.noted,
    "sheets": paper.filled,
    "toner": paper.toner,
    "drill": drill.begin,
    "right": drill.put_right,
}


@dataclass
class Care:
    config: Config
    terminal: Terminal
    entry: Entry = field(init=False)
    _machine: Machine = field(init=False)

    def __post_init__(self) -> None:
        self.entry = Entry(self.terminal)
        self._machine = Machine(self.config, self.terminal)

    def page(self, name: str) -> Sheet:
        """Raises NotOnDutyError, StoreError."""
        self._on_duty()
        self.terminal.peripherals.put_right()  # a drill is of its page
        return PAGES[name](self._machine)

    def act(self, name: str, say: Say) -> Sheet:
        """`name`: of an act, with what it is of after a full stop. `say` is told what to do meanwhile. What
        was found is shown on the page that comes. Raises NotOnDutyError, StoreError."""
        self._on_duty()
        act, _, of = name.partition(".")
        done = ACTS[act](self._machine, of, say)
        with suppress(StoreError):  # a store that is full must keep nobody from finding out that it is
            self.terminal.store.journal.append(
                Event.CARED, self.terminal.clock(), name, result=done.tone or "done"
            )
        return done

    def leave(self, why: str) -> None:
        """Raises StoreError, and nobody is on duty all the same."""
        self.terminal.peripherals.put_right()
        self.entry.go(why)

    def _on_duty(self) -> None:
        if self.entry.technician is None:
            raise NotOnDutyError
