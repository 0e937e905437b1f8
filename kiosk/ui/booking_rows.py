"""What the pages of booking lay out: services, what is booked, one appointment, a number. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from kiosk.terminal.appointments import Appointment, Service, Ticket
from kiosk.ui.wording import Wording

Services = Mapping[str, Service]
Row = dict[str, str]


def read_day(day: date, wording: Wording) -> str:
    """11月24日（星期二）."""
    return wording.say("booking_day", day.month, day.day, wording.say(f"weekday_{day.isoweekday()}"))


def services(known: Services, wording: Wording, *, tickets: bool) -> list[Row]:
    """`tickets`: those only where numbers are called."""
    return [
        {"value": service.code, "title": wording.pick(service.title), "hint": _place(service, wording)}
        for service in known.values()
        if not service.within and (service.tickets or not tickets)
    ]


def mine(booked: Sequence[Appointment], known: Services, wording: Wording) -> list[Row]:
    """Of what belongs to a matter the place only: what is examined is nobody's business on a list."""
    found = []
    for one in booked:
        first, start = known[one.times[0].service], one.times[0].start
        title = wording.pick(first.place if first.within else first.title)
        when = f"{read_day(start.date(), wording)} {start:%H:%M}"
        found.append({"value": one.id, "title": title, "hint": when})
    return found


def appointment(told: Appointment, known: Services, wording: Wording) -> list[Row]:
    first = known[told.times[0].service]
    listed = "\n".join(
        f"{time.start:%H:%M}–{time.end:%H:%M}  {wording.pick(known[time.service].title)}"
        for time in told.times
    )
    found = [
        _row("clock", read_day(told.times[0].start.date(), wording), listed),
        _row("pin", wording.pick(first.place), f"{wording.pick(first.where)}  {first.phone}"),
    ]
    if told.state == "booked":
        code = f"{told.code[:4]} {told.code[4:]}"
        until = wording.say("booking_change", f"{told.changes_until:%m-%d %H:%M}")
        found.append(_row("receipt", wording.say("booking_code", code), until))
    return found


def ticket(told: Ticket, known: Services, wording: Wording) -> list[Row]:
    service, waits = known[told.service], told.state == "waiting"
    ahead = wording.say("booking_ahead", told.ahead) if waits else wording.say("booking_called", told.window)
    return [
        _row("person", ahead, wording.say("booking_listen")),
        _row("pin", wording.pick(service.title), _place(service, wording)),
    ]


def _place(service: Service, wording: Wording) -> str:
    return wording.say("booking_place", wording.pick(service.place), wording.pick(service.where))


def _row(drawing: str, lead: str, text: str) -> Row:
    return {"drawing": drawing, "lead": lead, "text": text}
