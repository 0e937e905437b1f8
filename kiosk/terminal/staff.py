"""A clerk at the terminal: who is on duty, for whom they act and as what, and whose turn it is at the screen.

Everything that decides is here, not on a page: what only the person may do is refused while the clerk has the
screen, and the person gets the screen by laying down the card that the session is of.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256

from kiosk.flows.definition import Choose, Flow, Party, Sign
from kiosk.flows.session import Session, card_fact
from kiosk.model import OPERATOR, Applicant, IdentityCard, Role
from kiosk.store import Store, StoreError
from kiosk.store.journal import Event
from kiosk.store.policies import STAFF
from kiosk.store.shifts import FREE, Batch, Entry, Instant, Operator
from kiosk.wire.boot import clock_claim
from kiosk.wire.client import PlatformClient
from kiosk.wire.messages import MessageError
from kiosk.wire.staff import Account, Roll, delegated
from kiosk.wire.troubles import GarbledError

_PERSONS = ("commit", "defer", "use")  # decisions on a material
__all__ = ["Batch", "Entry", "OwnMatterError", "SignInError", "Staff", "TurnError"]

TICKET_LIFE = 60.0  # seconds from one screen process to the next


class SignInError(Exception):
    """`why`: none (no clerk is known here), stale (the list of clerks ran out), unknown (a card of nobody on
    it), resting (`wait` seconds), wrong (`left` tries)."""

    def __init__(self, why: str, *, wait: float = 0.0, left: int = 0) -> None:
        super().__init__(why)
        self.why, self.wait, self.left = why, wait, left


class TurnError(Exception):
    """Only the person may do this, and the clerk has the screen."""


class OwnMatterError(Exception):
    """A clerk does not act for themselves."""


@dataclass
class Staff:
    """Of one screen process, which is of one session."""

    store: Store
    platform: PlatformClient
    clock: Callable[[], datetime]
    site: str  # as in 330521-0001
    operator: Operator | None = None
    role: Role | None = None  # of the session at hand
    persons_turn: bool = False
    ticket: str = field(default="", repr=False)  # for the next screen process
    _found: tuple[Account, str] | None = field(default=None, repr=False)

    # --- sign-in ---

    def roll(self) -> Roll:
        """Raises SignInError where staff cannot sign in here at all."""
        roll = self.told()
        if not roll.accounts:
            raise SignInError("none")
        return roll

    def told(self) -> Roll:
        """What the platform said of those who work at this site. Raises SignInError."""
        try:
            token = self.store.policies.token(STAFF)
            roll = Roll.read(self.platform.statement(token)) if token else None
        except (StoreError, GarbledError, MessageError):
            roll = None
        if roll is None or roll.site != self.site:
            raise SignInError("none")
        if not roll.counts(self.clock()):
            raise SignInError("stale")
        return roll

    def offered(self) -> bool:
        try:
            return bool(self.roll().accounts)
        except SignInError:
            return False

    def find(self, card: IdentityCard) -> None:
        """Whose card it is, until the PIN or `forget`. Raises SignInError."""
        self.forget()
        account = self.roll().of_card(card.number)
        if account is None:
            raise SignInError("unknown")
        if wait := self.store.shifts.rests(account.id, now()):
            raise SignInError("resting", wait=wait)
        self._found = (account, card.number)

    def sign_in(self, pin: bytes) -> None:
        """Of the clerk who was found. The try is written down before the PIN is looked at. Raises SignInError
        or StoreError."""
        if self._found is None:
            raise SignInError("unknown")
        account, card = self._found
        if wait := self.store.shifts.rests(account.id, now()):
            raise SignInError("resting", wait=wait)
        wrong = self.store.shifts.count(account.id, now(), self.clock())
        if not account.opens(card, pin):
            if wait := self.store.shifts.rests(account.id, now()):
                self.forget()
                raise SignInError("resting", wait=wait)
            raise SignInError("wrong", left=FREE - wrong)
        operator = Operator(account.id, account.name, account.roles)
        self.store.shifts.open(operator, self.clock())
        self._on_duty(operator)

    def forget(self) -> None:
        self._found = None

    def sign_out(self, why: str = "left") -> None:
        """Raises StoreError, and nobody is on duty here all the same."""
        self.operator = None
        try:
            self.store.shifts.close(self.clock(), why)
        finally:
            self.store.shifts.act("")

    # --- from one screen process to the next ---

    def pass_on(self) -> None:
        """Makes the ticket with which the next process goes on for the clerk, where one is on duty."""
        if self.operator is None:
            return
        ticket, at = secrets.token_urlsafe(24), now()
        self.store.shifts.pass_on(_sum(ticket), at.boot, at.after(TICKET_LIFE))
        self.ticket = ticket

    def redeem(self, ticket: str) -> bool:
        """Whether a clerk is on duty by it. Raises StoreError."""
        operator = self.store.shifts.redeem(_sum(ticket), now(), self.clock())
        if operator is None:
            return False
        try:  # whoever was taken from the list meanwhile goes on for nobody
            known = next((a for a in self.roll().accounts if a.id == operator.account), None)
        except SignInError:
            known = None
        if known is None:
            self.store.shifts.close(self.clock(), "revoked")
            return False
        self._on_duty(replace(operator, roles=known.roles))
        return True

    # --- for somebody ---

    def may(self, flow: Flow, role: Role) -> bool:
        """Whether a clerk may do this matter as this: what an absent person has to sign or promise in person
        is not for an agent."""
        if self.operator is None or role not in self.operator.roles:
            return False
        return role is Role.ASSIST or not _in_person(flow)

    def assisting(self, session: Session, role: Role, card: IdentityCard, *, many: bool = False) -> Session:
        """A session that was just begun, for whoever's card was laid down. `many`: the same matter for one
        person after the other; choices that they share are made already. Raises OwnMatterError."""
        if self.operator is None or not self.may(session.flow, role):
            raise TurnError
        own = self.roll().of_card(card.number)
        if own is not None and own.id == self.operator.account:
            raise OwnMatterError
        session = session.learn("card", card_fact(Applicant.from_card(card)))
        self._act_for(role)
        detail = {"role": role.value}
        self.store.journal.append(Event.ASSISTING, self.clock(), session.flow.item, **detail)
        batch = self.batch() if many else None
        if batch and (batch.item, batch.role) == (session.flow.item, role):
            session = replace(session, answers={**session.answers, **batch.answers})
        else:
            self.store.shifts.keep_batch(Batch(session.flow.item, role, {}) if many else None)
        return session.learn(OPERATOR, self._fact(role))

    def take_over(self, session: Session) -> Session:
        """A person's own session, which they asked a clerk to go on with: all that they answered stays."""
        if self.operator is None or Role.ASSIST not in self.operator.roles:
            raise TurnError
        self._act_for(Role.ASSIST)
        self.store.journal.append(Event.TAKEN_OVER, self.clock(), session.flow.item)
        return session.learn(OPERATOR, self._fact(Role.ASSIST))

    def hand_back(self, session: Session) -> Session:
        """The person goes on alone; that a clerk helped stays with what they file."""
        fact = {**session.facts[OPERATOR], "until": self.clock().isoformat()}
        self.store.journal.append(Event.HANDED_BACK, self.clock(), session.flow.item)
        self.role, self.persons_turn = None, False
        self.sign_out("handed_back")
        return session.learn(OPERATOR, fact)

    # --- whose turn it is ---

    @property
    def is_persons(self) -> bool:
        """Whether the person may consent, promise, sign, file and rate at this moment."""
        return self.role is None or (self.role is Role.ASSIST and self.persons_turn)

    @property
    def is_here(self) -> bool:
        """Whether the person is: nobody shows a face, a second card or a grade for who is absent."""
        return self.role is not Role.AGENT

    def take_turn(self, session: Session, card: IdentityCard) -> bool:
        """The person whose session it is laid down their card. False: somebody else did."""
        person = session.applicant
        if person is None or person.id_number != card.number or self.role is not Role.ASSIST:
            return False
        self._turn(True)
        return True

    def return_turn(self) -> None:
        if self.persons_turn:
            self._turn(False)

    def persons_only(self) -> None:
        """Raises TurnError unless the person has the screen."""
        if not self.is_persons:
            raise TurnError

    def worded(self, purpose: str) -> str:
        """What a person confirms by phone; somebody who is absent confirms by whom it is done, too."""
        if self.role is not Role.AGENT or self.operator is None:
            return purpose
        return delegated(purpose, self.operator.account)

    def decides(self, decision: str) -> None:
        """A promise is the person's own, and so is the use of what an office keeps of them."""
        if decision in _PERSONS:
            self.persons_only()

    def not_by_clerk(self) -> None:
        """What an authorised clerk may do for an absent person, and no clerk for one who is here."""
        if self.role is not Role.AGENT:
            self.persons_only()

    # --- batch and day-book ---

    def share(self, session: Session) -> None:
        """What the first of a batch chose: the sessions of the others begin with it."""
        batch = self.batch()
        if batch is None or batch.answers or batch.item != session.flow.item:
            return
        steps = [step for step in session.path if isinstance(step, Choose)]
        given = {s.key: str(session.answers[s.key]) for s in steps if s.key in session.answers}
        self.store.shifts.keep_batch(replace(batch, answers=given))

    def batch(self) -> Batch | None:
        return self.store.shifts.batch() if self.operator else None

    def end_batch(self) -> None:
        self.store.shifts.keep_batch(None)

    def book(self) -> tuple[Entry, ...]:
        """What the clerk on duty did: numbers and states."""
        return tuple(self.store.shifts.entries(self.operator.account)) if self.operator else ()

    # --- inside ---

    def _on_duty(self, operator: Operator) -> None:
        self.forget()
        self.operator = operator
        self.store.shifts.act(operator.account)

    def _act_for(self, role: Role) -> None:
        self.role, self.persons_turn = role, False

    def _turn(self, persons: bool) -> None:
        whose = {"whose": "person" if persons else "operator"}
        self.store.journal.append(Event.TURN, self.clock(), "", **whose)
        self.persons_turn = persons

    def _fact(self, role: Role) -> dict[str, str]:
        assert self.operator is not None
        who = {"account": self.operator.account, "name": self.operator.name}
        return {**who, "role": role.value, "since": self.clock().isoformat()}


def _in_person(flow: Flow) -> bool:
    """Whether somebody has to sign or promise in it."""
    promised = any(rung.kind in ("commit", "defer") for entry in flow.materials for rung in entry.rungs)
    return promised or any(isinstance(step, Sign | Party) for step in flow.steps)


def now() -> Instant:
    claim = clock_claim()
    return Instant(claim.boot, claim.boottime_ms)


def _sum(ticket: str) -> str:
    return sha256(ticket.encode()).hexdigest()
