"""A technician comes: their card, a one-time code, the work order and why; and goes, or is sent home.

The try is counted before the code is looked at, in time that no clock moves, as with the PIN of a clerk; a
code counts once at this machine.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kiosk.model import IdentityCard
from kiosk.store.shifts import FREE, Instant
from kiosk.store.technicians import Coming
from kiosk.terminal import Terminal
from kiosk.terminal.staff import SignInError
from kiosk.wire.boot import clock_claim
from kiosk.wire.technicians import Technician

REASONS = ("fault", "inspection", "supplies", "update")
_ORDER = re.compile(r"[0-9A-Z-]{4,20}")


class OrderError(Exception):
    """What was entered is no number of a work order."""


@dataclass
class Entry:
    terminal: Terminal
    technician: Technician | None = None  # who is on duty
    order: str = ""
    _found: tuple[Technician, str] | None = field(default=None, repr=False)
    _step: int | None = None  # of the code that was right

    def find(self, card: IdentityCard) -> None:
        """Whose card it is, until `come` or `forget`. Raises SignInError."""
        self.forget()
        known = self.terminal.staff.told().technician(card.number)
        if known is None:
            raise SignInError("unknown")
        self._rested(known)
        self._found = (known, card.number)

    def prove(self, code: bytes) -> None:
        """Raises SignInError or StoreError."""
        if self._found is None:
            raise SignInError("unknown")
        technician, card = self._found
        self._rested(technician)
        store, now = self.terminal.store, self.terminal.clock()
        wrong = store.shifts.count(technician.id, _instant(), now)
        step = technician.step(card, code, now)
        if step is None or step <= store.technicians.used(technician.id):
            self._rested(technician)
            raise SignInError("wrong", left=FREE - wrong)
        self._step = step

    def come(self, order: str, reason: str) -> None:
        """On duty from now on. Raises OrderError, SignInError or StoreError."""
        if self._found is None or self._step is None:
            raise SignInError("unknown")
        if not is_order(order) or reason not in REASONS:
            raise OrderError
        technician = self._found[0]
        coming = Coming(technician.id, self._step, order, reason)
        self.terminal.store.technicians.come(coming, self.terminal.clock())
        self.forget()
        self.technician, self.order = technician, order

    def forget(self) -> None:
        self._found, self._step = None, None

    def go(self, why: str) -> None:
        """Raises StoreError, and nobody is on duty all the same."""
        self.forget()
        who, self.technician, self.order = self.technician, None, ""
        if who is not None:
            self.terminal.store.technicians.go(who.id, self.terminal.clock(), why)

    def _rested(self, technician: Technician) -> None:
        if wait := self.terminal.store.shifts.rests(technician.id, _instant()):
            self.forget()
            raise SignInError("resting", wait=wait)


def is_order(text: str) -> bool:
    return bool(_ORDER.fullmatch(text))


def _instant() -> Instant:
    claim = clock_claim()
    return Instant(claim.boot, claim.boottime_ms)
