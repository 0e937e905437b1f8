"""Booking, moving and giving back times, and queue tickets: the platform is asked, nothing is kept here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import uuid_utils

from kiosk.devices.receipt_printer import ReceiptPrinter
from kiosk.flows import appointment
from kiosk.flows.appointment import Booking as Reservation
from kiosk.flows.session import Session
from kiosk.model import SlipLine
from kiosk.terminal.appointments import Appointment, Free, Service, Start, Ticket
from kiosk.terminal.asking import person, verified
from kiosk.terminal.words import NotConfirmedError, OfflineError
from kiosk.wire.client import PlatformClient
from kiosk.wire.envelope import digest
from kiosk.wire.messages import MessageError
from kiosk.wire.troubles import NOT_CONFIRMED, GarbledError, RefusedError, UnreachableError

T = TypeVar("T")

PRINTER = "receipt_printer"
_WITHIN = 20.0  # seconds
_SAYS = ("slot-taken", "same-time", "already-booked", "too-late", "gone", "not-found")


class NotBookedError(Exception):
    """The platform's word that this cannot be booked or changed; `why` is one of a few names, else other."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Booking:
    platform: PlatformClient
    device: Callable[[str], Any]
    terminal: str

    def services(self) -> tuple[Service, ...]:
        """Raises OfflineError."""
        return self._read(lambda: self._ask("/v1/services"), _services)

    def free(self, services: Sequence[str], but: str = "") -> Free:
        """`but`: the appointment that is to be moved. Raises OfflineError or NotBookedError."""
        asked = {"services": list(services), "but": but or None}
        return self._read(lambda: self._ask("/v1/services/free", asked), Free.read)

    def hold(self, session: Session, id: str, starts: Sequence[Start], filing: str = "") -> Appointment:
        """All of these times or none. The same `id` may be asked again; `filing`: the matter that it is part
        of. Raises OfflineError or NotBookedError."""
        asked = {"id": id, "starts": [start.payload for start in starts], "filing": filing or None}
        return self._appointment(session, "/v1/appointments", asked)

    def hold_for(self, session: Session, starts: Sequence[Start], known: Mapping[str, Service]) -> Session:
        """The times that a matter needs; they are booked with its filing. Raises OfflineError or
        NotBookedError."""
        held = self.hold(session, new_id(), starts, session.id)
        times = [
            {"service": time.service, "start": time.start.isoformat(), "end": time.end.isoformat()}
            for time in held.times
        ]
        fact: dict[str, Any] = {"state": Reservation.HELD.value, "id": held.id, "code": held.code}
        fact["token"] = held.token
        names = {time.service: vars(known[time.service].title) for time in held.times}
        fact |= {"services": sorted(names), "times": times, "names": names}
        return replace(session.learn(appointment.FACT, fact), at=None)

    def put_off(self, session: Session, services: Sequence[str]) -> Session:
        """Nothing can be booked now: the matter goes on, and a time is agreed on by phone."""
        fact = {"state": Reservation.LATER.value, "services": list(services)}
        return replace(session.learn(appointment.FACT, fact), at=None)

    def book(self, session: Session, held: Appointment) -> Appointment:
        """Raises OfflineError or NotBookedError."""
        return self._appointment(session, f"/v1/appointments/{held.id}/book", {})

    def mine(self, session: Session) -> tuple[Appointment, ...]:
        """What the person has booked, soonest first. Raises OfflineError or NotConfirmedError."""
        asked = _of(session) | _proof(session)

        def read(answer: Mapping[str, Any]) -> tuple[Appointment, ...]:
            return tuple(Appointment.read(entry) for entry in answer["appointments"])

        found = self._read(lambda: self._ask("/v1/appointments/query", asked), read)
        return tuple(self._proved(session, one) for one in found)

    def move(self, session: Session, stands: Appointment, starts: Sequence[Start]) -> Appointment:
        """Raises OfflineError, NotConfirmedError or NotBookedError."""
        leaves = [start.payload for start in stands.starts]
        asked = _proof(session) | {"leaves": leaves, "starts": [start.payload for start in starts]}
        return self._appointment(session, f"/v1/appointments/{stands.id}/move", asked)

    def cancel(self, session: Session, stands: Appointment) -> Appointment:
        """Raises OfflineError, NotConfirmedError or NotBookedError."""
        return self._appointment(session, f"/v1/appointments/{stands.id}/cancel", _proof(session))

    def ticket(self, session: Session, id: str, service: str) -> Ticket:
        """The person's number of today. Raises OfflineError or NotBookedError."""
        asked = _of(session) | {"id": id, "service": service}
        return self._read(lambda: self._ask("/v1/tickets", asked), Ticket.read)

    def print(self, job: str, lines: Sequence[SlipLine]) -> None:
        """Returns when the printer says that it came out; the same `job` is printed once. Raises
        DeviceError."""
        printer: ReceiptPrinter = self.device(PRINTER)
        printer.print(job, lines, timeout=_WITHIN)

    def _appointment(self, session: Session, path: str, asked: Mapping[str, Any]) -> Appointment:
        body = _of(session) | dict(asked)
        return self._proved(session, self._read(lambda: self._ask(path, body), Appointment.read))

    def _proved(self, session: Session, told: Appointment) -> Appointment:
        """What the platform signed is what it told. Raises OfflineError."""
        said = verified(self.platform, told.token)
        whose = digest(f"{told.id}\0{person(session)['id_number']}".encode())
        times = [
            {"service": time.service, "start": time.start.isoformat(), "end": time.end.isoformat()}
            for time in told.times
        ]
        wanted = {"kind": "appointment", "id": told.id, "state": told.state, "code": told.code}
        if any(
            said.get(name) != value for name, value in (wanted | {"person": whose, "times": times}).items()
        ):
            raise OfflineError("an appointment of somebody else, or another one")
        return told

    def _ask(self, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Raises OfflineError, NotConfirmedError or NotBookedError."""
        try:
            return self.platform.ask(path, body)
        except RefusedError as refusal:
            type = refusal.problem.type
            if type.endswith(NOT_CONFIRMED):
                raise NotConfirmedError from None
            raise NotBookedError(next((why for why in _SAYS if type.endswith(why)), "other")) from None
        except (UnreachableError, GarbledError) as error:
            raise OfflineError(str(error)) from None

    def _read(self, ask: Callable[[], dict[str, Any]], read: Callable[[dict[str, Any]], T]) -> T:
        answer = ask()
        try:
            return read(answer)
        except (KeyError, TypeError, ValueError, MessageError):
            raise OfflineError("an answer of another shape") from None


def new_id() -> str:
    return str(uuid_utils.uuid7())


def _services(answer: Mapping[str, Any]) -> tuple[Service, ...]:
    return tuple(Service.read(entry) for entry in answer["services"])


def _of(session: Session) -> dict[str, Any]:
    return {"id_number": person(session)["id_number"]}


def _proof(session: Session) -> dict[str, Any]:
    return {"confirmation": str(session.facts.get("confirmation", {}).get("token", ""))}
