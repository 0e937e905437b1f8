"""The slip on its way out of the machine: printed once, and what became of it at the printer's mouth."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk import receipt
from kiosk.devices.receipt_printer import ReceiptPrinter
from kiosk.flows.definition import Party
from kiosk.flows.session import Session
from kiosk.flows.session.party import Presence, people
from kiosk.model import DeviceError, Filing, Media, SlipLine, SlipRule, SlipText, mask_name
from kiosk.store.filings import Filings
from kiosk.terminal.payments import Payments

KIND = "receipt_printer"
_WITHIN = 20.0  # seconds


def waiting(session: Session) -> tuple[tuple[str, str], ...]:
    """Masked name and code of everybody who is to sign by phone: on paper only, in no store."""
    return tuple(
        (mask_name(found.name), str(people(step, session.facts)[found.number]["code"]))
        for step in session.path
        if isinstance(step, Party)
        for found in session.attendances(step)
        if found.presence is Presence.INVITED
    )


def _reminders(session: Session, language: str) -> tuple[SlipLine, ...]:
    """What the item wants read from afar, such as how to take what was prescribed: on paper only."""
    rule = session.flow.remind
    said = [str(line) for line in rule(session.context)] if rule else []
    if not said:
        return ()
    title = SlipText("Keep in mind" if language == "en" else "提醒", size=2, align="center", bold=True)
    return (SlipRule(), title, *(SlipText(line, size=2, bold=True) for line in said))


@dataclass(frozen=True)
class Slips:
    device: Callable[[str], Any]
    filings: Filings
    clock: Callable[[], datetime]
    payments: Payments

    def lines(self, session: Session, filing: Filing, language: str) -> tuple[SlipLine, ...]:
        """What is true of the filing at this moment."""
        name = session.applicant.masked_name if session.applicant else "*"
        facts, outcome = self.payments.on_slip(self.filings.slip(filing.id)), self.filings.outcome(filing.id)
        paper = receipt.lines(facts, outcome, name, language, waiting(session))
        return (*paper, *_reminders(session, language))

    def print(self, filing: Filing, lines: Callable[[], Sequence[SlipLine]], copy: int = 0) -> None:
        """Returns when the printer says that the slip came out; a repeat returns at once. `copy` counts from
        0: the next one is for a person whose slip was drawn back. Raises DeviceError."""
        if copy == 0 and self.filings.slip_is_printed(filing.id):
            return
        printer: ReceiptPrinter = self.device(KIND)
        job = f"{filing.id}:slip" + (f":{copy}" if copy else "")
        printer.print(job, lines(), timeout=_WITHIN)
        self.filings.slip_printed(filing.id, self.clock())

    def media(self) -> Media:
        """Whether the slip stands at the mouth, was taken, or was drawn back; UNKNOWN of a printer without a
        presenter, and where it does not answer."""
        try:
            media: Media = self.device(KIND).status().media
        except DeviceError:
            return Media.UNKNOWN
        return media
