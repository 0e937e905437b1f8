"""One document in the virtual A4 printer, from its creation to its end."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.devices.virtual.ipp_message import Attribute

PENDING, PROCESSING, STOPPED, CANCELED, ABORTED, COMPLETED = 3, 5, 6, 7, 8, 9
_REASONS = {
    PENDING: "none",
    PROCESSING: "job-printing",
    STOPPED: "printer-stopped",
    CANCELED: "job-canceled-by-user",
    ABORTED: "aborted-by-system",
    COMPLETED: "job-completed-successfully",
}


@dataclass
class Job:
    number: int
    name: str
    user: str
    document: bytes = field(repr=False)
    state: int = PENDING
    faulty: bool = False  # it came out, with errors
    times: dict[str, int] = field(default_factory=dict)

    @property
    def over(self) -> bool:
        return self.state in (CANCELED, ABORTED, COMPLETED)

    def facts(self, printer: str, up_time: int) -> list[Attribute]:
        reason = "job-completed-with-errors" if self.faulty else _REASONS[self.state]
        return [
            ("integer", "job-id", [self.number]),
            ("uri", "job-uri", [f"{printer}/{self.number}"]),
            ("enum", "job-state", [self.state]),
            ("keyword", "job-state-reasons", [reason]),
            ("uri", "job-printer-uri", [printer]),
            ("name", "job-name", [self.name]),
            ("name", "job-originating-user-name", [self.user]),
            ("integer", "job-printer-up-time", [up_time]),
            *(self._time(moment) for moment in ("creation", "processing", "completed")),
        ]

    def _time(self, moment: str) -> Attribute:
        known = moment in self.times
        return "integer" if known else "no-value", f"time-at-{moment}", [self.times.get(moment, 0)]
