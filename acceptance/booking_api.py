"""What an enrolled terminal may ask about appointments and tickets, over mutual TLS.

A card is enough to take a time or a number; what a person has booked already is told, moved and given back
only to who has proved who they are.
"""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter

from acceptance import appointments, confirmations, free_times, tickets
from acceptance import booking_bodies as bodies
from acceptance.appointments import Start, Told, Wanted
from acceptance.dependencies import IdInPath, PlatformHere, TerminalHere, problems
from acceptance.enrolment import Terminal
from acceptance.platform import Platform
from acceptance.problems import Kind, ProblemError
from acceptance.schedule import Said, Service, Time

router = APIRouter()  # a part of the terminal's

ITEM = "booking"  # what a person confirms who wants to see and change what they booked
_TAKING = (Kind.NOT_FOUND, Kind.CONFLICT, Kind.SLOT_TAKEN, Kind.SAME_TIME, Kind.ALREADY_BOOKED)
_PROVED = (Kind.NOT_ADMITTED, Kind.NOT_CONFIRMED)


@router.get("/v1/services", operation_id="getServices")
def get_services(platform: PlatformHere, terminal: TerminalHere) -> bodies.ServicesOut:
    known = platform.schedule.services.values()
    return bodies.ServicesOut(services=[_service(platform, service) for service in known])


@router.post("/v1/services/free", responses=problems(Kind.NOT_FOUND), operation_id="postServicesFree")
def post_free(body: bodies.FreeAsked, platform: PlatformHere, terminal: TerminalHere) -> bodies.FreeOut:
    but = body.but or ""
    if len(body.services) == 1:
        return bodies.FreeOut(
            days=[
                bodies.DayOut(day=day.day, slots=[bodies.SlotOut(**vars(slot)) for slot in day.slots])
                for day in free_times.of_service(platform, body.services[0], but)
            ],
            plans=[],
            lacking=[],
        )
    planned = free_times.together(platform, body.services, but)
    lacking = [bodies.LackingOut(service=one.service, why=one.why.value) for one in planned.lacking]
    return bodies.FreeOut(days=[], plans=[_times(plan.times) for plan in planned.plans], lacking=lacking)


@router.post(
    "/v1/appointments", status_code=201, responses=problems(*_TAKING), operation_id="postAppointment"
)
def post_appointment(
    body: bodies.AppointmentIn, platform: PlatformHere, terminal: TerminalHere
) -> bodies.AppointmentOut:
    """Holds the times; they are free again by themselves."""
    wanted = Wanted(body.id, body.id_number, _starts(body.starts), body.filing)
    return _told(appointments.hold(platform, terminal, wanted))


@router.post(
    "/v1/appointments/{id}/book",
    responses=problems(Kind.NOT_FOUND, Kind.GONE, Kind.SLOT_TAKEN),
    operation_id="postAppointmentBook",
)
def post_book(
    id: IdInPath, body: bodies.OfPerson, platform: PlatformHere, terminal: TerminalHere
) -> bodies.AppointmentOut:
    return _told(appointments.book(platform, terminal, id, body.id_number))


@router.post(
    "/v1/appointments/{id}/move",
    responses=problems(*_PROVED, *_TAKING, Kind.GONE, Kind.TOO_LATE),
    operation_id="postAppointmentMove",
)
def post_move(
    id: IdInPath, body: bodies.MoveIn, platform: PlatformHere, terminal: TerminalHere
) -> bodies.AppointmentOut:
    _prove(platform, terminal, body)
    leaves, starts = _starts(body.leaves), _starts(body.starts)
    return _told(appointments.move(platform, id, body.id_number, leaves, starts))


@router.post(
    "/v1/appointments/{id}/cancel",
    responses=problems(*_PROVED, Kind.NOT_FOUND, Kind.TOO_LATE),
    operation_id="postAppointmentCancel",
)
def post_cancel(
    id: IdInPath, body: bodies.Proved, platform: PlatformHere, terminal: TerminalHere
) -> bodies.AppointmentOut:
    _prove(platform, terminal, body)
    return _told(appointments.cancel(platform, id, body.id_number))


@router.post("/v1/appointments/query", responses=problems(*_PROVED), operation_id="postAppointmentsQuery")
def post_query(body: bodies.Proved, platform: PlatformHere, terminal: TerminalHere) -> bodies.AppointmentsOut:
    _prove(platform, terminal, body)
    found = appointments.of_person(platform, body.id_number)
    return bodies.AppointmentsOut(appointments=[_told(one) for one in found])


@router.post(
    "/v1/tickets",
    status_code=201,
    responses=problems(Kind.NOT_FOUND, Kind.GONE, Kind.CONFLICT),
    operation_id="postTicket",
)
def post_ticket(body: bodies.TicketIn, platform: PlatformHere, terminal: TerminalHere) -> bodies.TicketOut:
    taken = tickets.take(platform, terminal, body.id, body.id_number, body.service)
    return bodies.TicketOut.model_validate(vars(taken))


@router.post("/v1/tickets/{id}/state", responses=problems(Kind.NOT_FOUND), operation_id="postTicketState")
def post_ticket_state(id: IdInPath, platform: PlatformHere, terminal: TerminalHere) -> bodies.TicketOut:
    return bodies.TicketOut.model_validate(vars(tickets.state(platform, terminal, id)))


def _prove(platform: Platform, terminal: Terminal, body: bodies.Proved) -> None:
    proved = confirmations.proven(platform, terminal, body.confirmation, body.id_number)
    if proved.item != ITEM:
        raise ProblemError(Kind.NOT_CONFIRMED)


def _service(platform: Platform, service: Service) -> bodies.ServiceOut:
    place = platform.schedule.place(service)
    return bodies.ServiceOut(
        code=service.code,
        title=_words(service.title),
        place=_words(place.title),
        where=_words(place.where),
        phone=place.phone,
        minutes=int(service.lasts.total_seconds() // 60),
        tickets=bool(service.tickets),
        within=service.within,
    )


def _words(said: Said) -> bodies.Words:
    return bodies.Words(zh=said["zh-CN"], easy=said["zh-easy"], en=said["en"])


def _starts(asked: Sequence[bodies.StartIn]) -> tuple[Start, ...]:
    return tuple(Start(one.service, one.start) for one in asked)


def _times(times: Sequence[Time]) -> list[bodies.TimeOut]:
    return [bodies.TimeOut(**vars(time)) for time in times]


def _told(told: Told) -> bodies.AppointmentOut:
    return bodies.AppointmentOut.model_validate({**vars(told), "times": _times(told.times)})
