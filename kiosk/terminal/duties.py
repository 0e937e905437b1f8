"""What a clerk does between two people: papers to the county by a list that both sign, calls, the month."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk.devices.receipt_printer import ReceiptPrinter
from kiosk.flows.definition import Flow
from kiosk.model import SlipLine, Status
from kiosk.store import Store
from kiosk.store.duties import Month
from kiosk.store.shifts import Entry, Operator
from kiosk.terminal import duty_papers
from kiosk.terminal.duty_papers import HandOver
from kiosk.terminal.slips import KIND
from kiosk.terminal.staff import Staff
from kiosk.terminal.words import Site

__all__ = ["RESULTS", "Duties", "Entry", "HandOver", "Month", "OffDutyError"]

RESULTS = ("well", "question", "unreached", "declined")  # of a call
_AGAIN = "unreached"  # that filing stays on the list
_ENDED = (Status.RESULT_READY, Status.CONCLUDED, Status.REFUSED)
_ON_PAPER = ("original", "capture")  # the ways on which a paper changes hands
_COPIES = 2  # one for each who signs
_WITHIN = 20.0  # seconds


class OffDutyError(Exception):
    """No clerk has signed in here."""


@dataclass(frozen=True)
class Duties:
    staff: Staff
    store: Store
    device: Callable[[str], Any]
    site: Site
    flows: Mapping[str, Flow]
    clock: Callable[[], datetime]

    # --- call-backs ---

    def to_call(self) -> tuple[tuple[Entry, bool], ...]:
        """What the clerk on duty filed and ended, until somebody is reached; and whether it was tried."""
        called = self.store.duties.called()
        ended = (entry for entry in self.staff.book() if entry.outcome.status in _ENDED)
        return tuple((e, e.filing in called) for e in ended if called.get(e.filing, _AGAIN) == _AGAIN)

    def call(self, filing: str, result: str) -> None:
        """Raises OffDutyError or StoreError; nothing is noted then."""
        self._operator()
        if result not in RESULTS:
            raise ValueError(result)
        if any(entry.filing == filing for entry, _ in self.to_call()):
            self.store.duties.call(filing, result, self.clock())

    # --- papers to the county ---

    def to_hand_over(self) -> tuple[Entry, ...]:
        """What the clerk on duty filed with papers that have not left yet."""
        gone = self.store.duties.handed_over()
        return tuple(e for e in self.staff.book() if e.filing not in gone and self._has_papers(e.item))

    def hand_over(self, papers: Mapping[str, int], keys: int) -> HandOver:
        """A list of that many originals of each filing, and keys of lockers. Raises OffDutyError."""
        rows = tuple((e, papers[e.filing]) for e in self.to_hand_over() if papers.get(e.filing))
        number = self.store.duties.next_list(self.clock())
        return HandOver(number, self._operator(), rows, keys, self.clock())

    def print(self, list: HandOver, attempt: int = 0) -> None:
        """Both copies, and returns when they came out. Raises DeviceError."""
        for copy in range(_COPIES):
            self._print(
                f"{list.number}:{list.at:%H%M%S}:{attempt}:{copy}", duty_papers.hand_over(list, self.site)
            )

    def signed(self, list: HandOver) -> None:
        """Both have signed by hand; a second time changes nothing. Raises OffDutyError or StoreError."""
        self._operator()
        papers = {entry.filing: count for entry, count in list.rows}
        self.store.duties.hand_over(list.number, papers, list.keys, self.clock())

    # --- the month ---

    def month(self, back: int = 0) -> tuple[datetime, Month]:
        """Its first day, and what it came to; `back` counts months. Raises OffDutyError."""
        self._operator()
        since = _first(self.clock(), back)
        return since, self.store.duties.month(since, _first(self.clock(), back - 1))

    def print_month(self, back: int = 0) -> None:
        """Raises OffDutyError or DeviceError."""
        since, month = self.month(back)
        now = self.clock()
        self._print(f"month:{since:%y%m}:{now:%d%H%M%S}", duty_papers.month(since, month, self.site, now))

    def _operator(self) -> Operator:
        if self.staff.operator is None:
            raise OffDutyError
        return self.staff.operator

    def _has_papers(self, item: str) -> bool:
        flow = self.flows.get(item)
        return flow is not None and any(rung.kind in _ON_PAPER for m in flow.materials for rung in m.rungs)

    def _print(self, job: str, lines: Sequence[SlipLine]) -> None:
        printer: ReceiptPrinter = self.device(KIND)
        printer.print(job, lines, timeout=_WITHIN)


def _first(now: datetime, back: int) -> datetime:
    """Midnight of the first day of the month that lies so many months before."""
    months = now.year * 12 + now.month - 1 - back
    return now.replace(
        year=months // 12, month=months % 12 + 1, day=1, hour=0, minute=0, second=0, microsecond=0
    )
