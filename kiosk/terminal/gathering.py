"""The people of a group at the terminal, one after the other: their cards, their signatures, their phones.

A card that is read here changes nobody: the session stays that of whoever laid the first one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk.devices.card_reader import CardReader
from kiosk.flows.definition import Party
from kiosk.flows.session import Session, card_fact
from kiosk.flows.session.party import Attendance, PartyError, Presence, people
from kiosk.flows.text import Text
from kiosk.model import Applicant, DeviceError, IdentityCard
from kiosk.store.journal import Event, Journal
from kiosk.terminal import cards, inviting, papers
from kiosk.terminal.words import OfflineError, Site
from kiosk.wire.client import PlatformClient

_BEGAN = Text(
    "您最先放过身份证，不用再放。请换下一位",
    "您放过了，换下一位",
    "Your card was the first one: it is the next person's turn",
)
_DONE = Text(
    "这一位已经办好了，请换下一位",
    "这位好了，换下一位",
    "This person is done: it is the next person's turn",
)


@dataclass(frozen=True)
class Gathering:
    device: Callable[[str], Any]
    platform: PlatformClient
    journal: Journal
    clock: Callable[[], datetime]
    site: Site
    number: str  # of the terminal
    told: cards.Told

    def read(self, timeout: float) -> IdentityCard:
        """Whoever's. Waits up to `timeout` seconds. Raises DeviceError."""
        reader: CardReader = self.device("card_reader")
        try:
            card = reader.read(timeout)
        except DeviceError as error:
            if self.told.is_new(error):
                code, how = error.fault.code, error.completion.value
                self.journal.append(Event.CARD_FAILED, self.clock(), fault=code, completion=how)
            raise
        self.journal.append(Event.CARD_READ, self.clock(), kind=card.kind.name)
        return card

    @staticmethod
    def join(session: Session, step: Party, card: IdentityCard) -> Session:
        """Raises PartyError with one sentence for whose turn it is not."""
        number = card.number
        there = attendance(session, step, number)
        if there is not None and there.presence is Presence.APPLICANT:
            raise PartyError(_BEGAN)
        if there is not None and there.presence in (Presence.SIGNED, Presence.PHONED):
            raise PartyError(_DONE)
        if there is not None and there.presence is Presence.PRESENT and there.settled:
            raise PartyError(_DONE)
        if there is None and number == session.facts.get("card", {}).get("id_number"):
            raise PartyError(_BEGAN)
        return session.join(step.key, card_fact(Applicant.from_card(card)))

    def sign(self, session: Session, step: str, number: str, form: bytes, drawn: papers.Drawn) -> Session:
        """`form`: the PDF that the person saw."""
        signed = session.sign_as(step, number, (form, papers.drawing(drawn)), self.clock().isoformat())
        if signed is not session:
            self.journal.append(Event.SIGNED, self.clock(), session.flow.item)
        return signed

    def invite(self, session: Session, step: Party, number: str) -> Session:
        """Takes about a second: the form is made first. Raises OfflineError, NoPhoneError or FontError."""
        there = attendance(session, step, number)
        if there is None:
            return session
        form = papers.application_form(session, self.site, self.number)
        invitation = inviting.invite(self.platform, session, there, form)
        self.journal.append(Event.INVITED, self.clock(), session.flow.item)
        return session.invite(step.key, number, invitation, self.clock().isoformat())

    def hear(self, session: Session, step: Party) -> tuple[tuple[str, Presence, str], ...]:
        """What came of the invitations of this step: number, what was said, the platform's word. One that the
        platform cannot tell of now is asked again next time. Never raises."""
        found = []
        for there in session.attendances(step):
            if there.presence is not Presence.INVITED:
                continue
            record = dict(people(step, session.facts)[there.number])
            try:
                said, token = inviting.heard(self.platform, session, there.number, record)
            except OfflineError:
                continue
            if said is not Presence.INVITED:
                found.append((there.number, said, token))
        return tuple(found)


def attendance(session: Session, step: Party, number: str) -> Attendance | None:
    return next((found for found in session.attendances(step) if found.number == number), None)
