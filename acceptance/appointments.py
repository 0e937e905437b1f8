"""Appointments: times are held, booked, moved and given back; several of them together or none.

Everything can be asked again: the same id and the same wish meet the same appointment. What a matter books is
held for its filing, and booked in the transaction that keeps that.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select, update

from acceptance import statements
from acceptance.appointment_tables import appointments
from acceptance.enrolment import Terminal
from acceptance.platform import Platform
from acceptance.problems import Kind, ProblemError
from acceptance.schedule import Schedule, Time
from acceptance.seating import BOOKED, CANCELLED, HELD, Ledger, alive
from kiosk.wire.envelope import canonical, digest

LIFE = timedelta(minutes=10)  # while somebody stands before the page that asks whether it is right
FOR_A_FILING = timedelta(minutes=30)  # while the rest of the matter is answered
EXPIRED = "expired"


@dataclass(frozen=True)
class Start:
    service: str
    at: datetime


@dataclass(frozen=True)
class Wanted:
    id: str
    id_number: str = field(repr=False)
    starts: tuple[Start, ...]
    filing: str | None = None  # the matter that it is part of


@dataclass(frozen=True)
class Told:
    """What a terminal hears of an appointment."""

    id: str
    state: str  # held | booked | cancelled | expired
    times: tuple[Time, ...]
    code: str
    expires_at: datetime
    changes_until: datetime
    statement: str = field(repr=False)


def hold(platform: Platform, terminal: Terminal, wanted: Wanted) -> Told:
    """Lets go of what this person still holds for the same. Raises ProblemError."""
    times, person, now = _times(platform, wanted), platform.keys.pseudonym(wanted.id_number), platform.clock()
    request = digest(canonical([terminal.id, person, wanted.filing or "", _written(times)]))
    with platform.database.writing() as connection:
        Ledger.of(connection, platform).lock_person(person)
        known = _find(connection, wanted.id)
        if known is None:
            _make_room(connection, person, times, now)
            life = FOR_A_FILING if wanted.filing else LIFE
            values = {
                "id": wanted.id,
                "terminal": terminal.id,
                "person": person,
                "request": request,
                "filing": wanted.filing,
                "services": ",".join(sorted(time.service for time in times)),
                "times": _written(times),
                "code": platform.keys.verification_code(f"appointment\0{wanted.id}")[:8],
                "state": HELD,
                "made_at": now,
                "expires_at": now + life,
                "changed_at": now,
            }
            connection.execute(appointments.insert().values(values))
            Ledger.of(connection, platform).take(wanted.id, times)
            known = _known(connection, wanted.id)
        if known.request != request:
            raise ProblemError(Kind.CONFLICT)
        return _told(platform, known, wanted.id_number)


def book(platform: Platform, terminal: Terminal, id: str, id_number: str) -> Told:
    """What is held; what was held too long is booked as well if nobody took it. Raises ProblemError."""
    with platform.database.writing() as connection:
        row = _own(connection, platform, id, id_number)
        if row.terminal != terminal.id or row.filing is not None:
            raise ProblemError(Kind.NOT_FOUND)
        return _told(platform, _booked(connection, platform, row), id_number)


def move(
    platform: Platform, id: str, id_number: str, leaves: Sequence[Start], starts: Sequence[Start]
) -> Told:
    """From the times that it leaves to others of the same services, as one. Raises ProblemError."""
    wanted, now = Wanted(id, id_number, tuple(starts)), platform.clock()
    with platform.database.writing() as connection:
        row = _own(connection, platform, id, id_number)
        times = _times(platform, wanted, row.filing)
        stands = tuple(Start(time.service, time.start) for time in _read(row.times))
        if row.state != BOOKED or row.services != ",".join(sorted(start.service for start in starts)):
            raise ProblemError(Kind.GONE)
        if set(stands) != set(starts):
            if set(stands) != set(leaves):
                raise ProblemError(Kind.CONFLICT)
            _in_time(platform, row, now)
            _make_room(connection, row.person, times, now, id)
            Ledger.of(connection, platform).take(id, times)
            changed = {"times": _written(times), "changed_at": now}
            connection.execute(update(appointments).where(appointments.c.id == id).values(changed))
        return _told(platform, _known(connection, id), id_number)


def cancel(platform: Platform, id: str, id_number: str) -> Told:
    """Its seats are free at once. Raises ProblemError."""
    now = platform.clock()
    with platform.database.writing() as connection:
        row = _own(connection, platform, id, id_number)
        if row.state == BOOKED:
            _in_time(platform, row, now)
        if row.state != CANCELLED:
            _let_go(connection, id, now)
        return _told(platform, _known(connection, id), id_number)


def of_person(platform: Platform, id_number: str) -> list[Told]:
    """What is booked and not over yet, soonest first."""
    person, now = platform.keys.pseudonym(id_number), platform.clock()
    mine = (appointments.c.person == person, appointments.c.state == BOOKED)
    with platform.database.reading() as connection:
        rows = connection.execute(select(appointments).where(*mine)).all()
    told = [_told(platform, row, id_number) for row in rows]
    return sorted((one for one in told if one.times[-1].end > now), key=lambda one: one.times[0].start)


def kept_for(connection: Connection, platform: Platform, filing: str, person: str) -> bool:
    """In the transaction that keeps a filing: what it holds is booked. False: somebody else has it by now."""
    mine = (appointments.c.filing == filing, appointments.c.person == person)
    found = select(appointments).where(*mine, appointments.c.state != CANCELLED)
    row = connection.execute(found.order_by(appointments.c.made_at.desc()).limit(1)).first()
    if row is None:
        return False
    Ledger.of(connection, platform).lock_person(person)
    try:
        with connection.begin_nested():
            _booked(connection, platform, row)
    except ProblemError:
        return False
    return True


def given_back(connection: Connection, now: datetime, filing: str) -> None:
    """The matter goes no further: nobody comes at its times."""
    mine = (appointments.c.filing == filing, appointments.c.state != CANCELLED)
    for id in connection.scalars(select(appointments.c.id).where(*mine)).all():
        _let_go(connection, id, now)


def _booked(connection: Connection, platform: Platform, row: Row[Any]) -> Row[Any]:
    if row.state == CANCELLED:
        raise ProblemError(Kind.GONE)
    if row.state == HELD:
        now, times = platform.clock(), _read(row.times)
        if times[0].start <= now:
            raise ProblemError(Kind.SLOT_TAKEN)
        Ledger.of(connection, platform).take(row.id, times)
        changed = update(appointments).where(appointments.c.id == row.id)
        connection.execute(changed.values(state=BOOKED, changed_at=now))
    return _known(connection, row.id)


def _make_room(
    connection: Connection, person: str, times: Sequence[Time], now: datetime, but: str = ""
) -> None:
    """What this person only holds for the same gives way; what they have booked does not."""
    mine = (appointments.c.person == person, appointments.c.id != but, alive(now))
    services = {time.service for time in times}
    for row in connection.execute(select(appointments).where(*mine)).all():
        theirs = [time for time in _read(row.times) if time.end > now]
        same = services & {time.service for time in theirs}
        meets = any(one.meets(other) for one in theirs for other in times)
        if row.state == HELD and (same or meets):
            _let_go(connection, row.id, now)
        elif same:
            raise ProblemError(Kind.ALREADY_BOOKED)
        elif meets:
            raise ProblemError(Kind.SAME_TIME)


def _let_go(connection: Connection, id: str, now: datetime) -> None:
    changed = update(appointments).where(appointments.c.id == id)
    connection.execute(changed.values(state=CANCELLED, changed_at=now))


def _times(platform: Platform, wanted: Wanted, filing: str | None = None) -> tuple[Time, ...]:
    """In the order of the day. Raises ProblemError for times that there are not, or that meet each other."""
    times = []
    for start in wanted.starts:
        service = platform.schedule.services.get(start.service)
        if service is None or (service.within and not (wanted.filing or filing)):
            raise ProblemError(Kind.NOT_FOUND)
        if not platform.schedule.bookable(service, start.at, platform.clock()):
            raise ProblemError(Kind.SLOT_TAKEN)
        times.append(Time(start.service, start.at, start.at + service.lasts))
    times.sort(key=lambda time: time.start)
    if not times or any(one.meets(other) for one, other in zip(times, times[1:], strict=False)):
        raise ProblemError(Kind.MALFORMED, "starts")
    return tuple(times)


def _in_time(platform: Platform, row: Row[Any], now: datetime) -> None:
    if now > _until(platform.schedule, _read(row.times)):
        raise ProblemError(Kind.TOO_LATE)


def _until(schedule: Schedule, times: Sequence[Time]) -> datetime:
    return min(time.start - schedule.services[time.service].cancel for time in times)


def _own(connection: Connection, platform: Platform, id: str, id_number: str) -> Row[Any]:
    """Its person is locked first, as everybody who takes seats does. Raises ProblemError."""
    person = platform.keys.pseudonym(id_number)
    Ledger.of(connection, platform).lock_person(person)
    row = _find(connection, id)
    if row is None or row.person != person:
        raise ProblemError(Kind.NOT_FOUND)
    return row


def _find(connection: Connection, id: str) -> Row[Any] | None:
    return connection.execute(select(appointments).where(appointments.c.id == id)).first()


def _known(connection: Connection, id: str) -> Row[Any]:
    return connection.execute(select(appointments).where(appointments.c.id == id)).one()


def _told(platform: Platform, row: Row[Any], id_number: str) -> Told:
    times, now = _read(row.times), platform.clock()
    state = EXPIRED if row.state == HELD and row.expires_at <= now else str(row.state)
    word = statements.Booked(row.id, row.filing, state, row.code, _plain(times))
    signed = statements.appoint(platform.keys.receipts, word, id_number, now)
    until = _until(platform.schedule, times)
    return Told(row.id, state, times, row.code, row.expires_at, until, signed)


def _plain(times: Sequence[Time]) -> list[dict[str, str]]:
    return [
        {"service": one.service, "start": one.start.isoformat(), "end": one.end.isoformat()} for one in times
    ]


def _written(times: Sequence[Time]) -> str:
    return json.dumps(_plain(times))


def _read(text: str) -> tuple[Time, ...]:
    return tuple(_time(entry) for entry in json.loads(text))


def _time(entry: Mapping[str, str]) -> Time:
    moments = (datetime.fromisoformat(entry[name]) for name in ("start", "end"))
    return Time(entry["service"], *moments)
