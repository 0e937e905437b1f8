"""Paying at the terminal: an order of the platform, what became of it, and what a power cut leaves of it.

The case's id is in the draft before anything can be paid for it, and the order's before it is shown. Whatever
is lost after that, the same card finds the draft, the same case meets the same order, and nobody pays twice.
That something is paid is the platform's word alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from kiosk.flows import fees, gate
from kiosk.flows.definition import Pay
from kiosk.flows.fees import Paying
from kiosk.flows.session import Session
from kiosk.model import Filing
from kiosk.store import Store
from kiosk.store.journal import Event
from kiosk.store.policies import CASHIER
from kiosk.terminal import asking
from kiosk.terminal.drafts import DraftBox
from kiosk.terminal.words import KeepingError, OfflineError
from kiosk.wire.client import PlatformClient
from kiosk.wire.troubles import GarbledError

CONFIRMED = "confirmed"
_HANDED_WITHIN = timedelta(hours=72)  # as long as a draft is kept
_STATES = frozenset(("created", "waiting", CONFIRMED, "closed", "failed", "refunding", "refunded"))


@dataclass(frozen=True)
class Order:
    """What the platform says of an order."""

    id: str
    state: str  # created, waiting (a phone shows it), confirmed, closed, failed, refunding, refunded
    amount: str  # yuan
    url: str = field(repr=False)  # for the payer's phone
    seconds_left: float


@dataclass(frozen=True)
class Payments:
    platform: PlatformClient
    drafts: DraftBox
    store: Store
    terminal: str
    clock: Callable[[], datetime]

    def order(self, session: Session) -> tuple[Session, Order]:
        """The payment of what is owed, if there is one, else an order that can be paid; kept before it is
        told. Raises OfflineError, or KeepingError where a filing could not be kept: nobody is to pay then."""
        if not self.store.can_queue():
            raise KeepingError("no room for a filing")
        self.drafts.save(session, self.clock())
        lines = [
            {
                "key": line.fee.key,
                "title": line.fee.title.zh,
                "department": line.fee.department.zh,
                "amount": fees.yuan(line.amount),
            }
            for line in gate.charges(session)
        ]
        question = {"case": session.id, "item": session.flow.item, "lines": lines}
        return self._taken(session, asking.ask(self.platform, "/v1/payments", question))

    def hear(self, session: Session, order: Order) -> tuple[Session, Order]:
        """What became of it. Raises OfflineError or KeepingError."""
        return self._taken(session, asking.ask(self.platform, f"/v1/payments/{order.id}/state", {}))

    def another(self, session: Session, order: Order) -> tuple[Session, Order]:
        """The old code counts no more, and here is a new one; unless the old one was paid. Raises
        OfflineError or KeepingError."""
        session, closed = self._taken(
            session, asking.ask(self.platform, f"/v1/payments/{order.id}/close", {})
        )
        return (session, closed) if closed.state == CONFIRMED else self.order(session)

    def put_off(self, session: Session) -> Session:
        """The matter is filed first and paid for later: where the item allows it, and where there is no line.
        A payment that was made meanwhile is found. The session as it was: the line is back, and it can be
        paid here. Raises KeepingError."""
        step = session.step
        if not isinstance(step, Pay):
            return session
        fact = session.facts.get(fees.FACT, {})
        try:
            if "order" in fact:
                answer = asking.ask(self.platform, f"/v1/payments/{fact['order']}/close", {})
                found, order = self._taken(session, answer)
            else:
                found, order = self.order(session)
        except OfflineError:
            return self._undertaken(session)
        if order.state == CONFIRMED:
            return found
        return self._undertaken(found) if step.deferrable else session

    def unhanded(self, session: Session) -> Filing | None:
        """A filing of this person and item that was paid for and whose slip never came out: the power went in
        between, and whoever begins once more would pay once more."""
        if not session.flow.fees or session.applicant is None:
            return None
        person = self.drafts.vault.person(session.applicant.id_number)
        return self.store.filings.unprinted(person, session.flow.item, self.clock() - _HANDED_WITHIN)

    def carried(self, draft: Session, session: Session) -> Session:
        """Who begins anew keeps the case that something may have been paid for: the same payment is met."""
        fact = draft.facts.get(fees.FACT)
        return replace(session, id=draft.id).learn(fees.FACT, fact) if fact else session

    def on_slip(self, facts: Mapping[str, str]) -> dict[str, str]:
        """With the address where what was put off is paid by phone, once the platform has told it."""
        return {**facts, "cashier": self._cashier()} if facts.get("owed") else dict(facts)

    def _cashier(self) -> str:
        token = self.store.policies.token(CASHIER)
        try:
            told = self.platform.statement(token) if token else {}
        except GarbledError:
            return ""
        return str(told.get("url", "")) if told.get("kind") == CASHIER else ""

    def _taken(self, session: Session, answer: Mapping[str, Any]) -> tuple[Session, Order]:
        order = _read(answer)
        due = fees.yuan(gate.amount(session))
        if order.state == CONFIRMED:
            fact = self._confirmed(session, order, due, answer.get("statement"))
        else:
            fact = {"state": Paying.ORDERED.value, "order": order.id, "amount": due}
        if order.amount != due:
            raise OfflineError("an order of another sum")
        if session.facts.get(fees.FACT) == fact:
            return session, order
        session = session.learn(fees.FACT, fact)
        self.drafts.save(session, self.clock())
        event = Event.PAID if order.state == CONFIRMED else Event.ORDERED
        self.store.journal.append(event, self.clock(), session.flow.item, order=order.id)
        return session, order

    def _confirmed(self, session: Session, order: Order, due: str, token: object) -> dict[str, Any]:
        """Raises OfflineError for what is not the platform's word on exactly this."""
        try:
            said = self.platform.statement(token)
        except GarbledError as error:
            raise OfflineError(str(error)) from None
        about = {"kind": "payment", "case": session.id, "item": session.flow.item, "amount": due}
        about |= {"terminal": self.terminal, "order": order.id}
        if any(said.get(name) != value for name, value in about.items()):
            raise OfflineError("a payment of another case")
        fact = {"state": Paying.CONFIRMED.value, "order": order.id, "amount": due}
        return {**fact, "token": token, "bill": str(said.get("bill", ""))}

    def _undertaken(self, session: Session) -> Session:
        due = fees.yuan(gate.amount(session))
        self.store.journal.append(Event.PUT_OFF, self.clock(), session.flow.item)
        return session.learn(fees.FACT, {"state": Paying.UNDERTAKEN.value, "amount": due})


def _read(answer: Mapping[str, Any]) -> Order:
    match answer:
        case {
            "order": str(id),
            "state": str(state),
            "amount": str(amount),
            "url": str(url),
            "expires_in_s": int() | float() as left,
        } if state in _STATES:
            return Order(id, state, amount, url, float(left))
    raise OfflineError("an answer of another shape")
