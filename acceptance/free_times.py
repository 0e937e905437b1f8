"""What can still be booked: the times of one service day by day, and days on which several fit together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from acceptance import planning
from acceptance.planning import Lacking, Plan
from acceptance.platform import Platform
from acceptance.problems import Kind, ProblemError
from acceptance.schedule import Service, days
from acceptance.seating import Ledger, Taken

PLANS = 3  # days that are offered


@dataclass(frozen=True)
class Slot:
    start: datetime
    end: datetime
    free: int  # 0: full


@dataclass(frozen=True)
class Day:
    """One on which the office works, and all its times that are not over, the full ones too."""

    day: date
    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class Planned:
    """The earliest days on which all of it fits; where there is none, why the first ones do not do."""

    plans: tuple[Plan, ...]
    lacking: tuple[Lacking, ...] = ()


def of_service(platform: Platform, code: str, but: str = "") -> tuple[Day, ...]:
    """`but`: the appointment that is to be moved; its own seats count as free. Raises ProblemError."""
    service, now = _service(platform, code), platform.clock()
    known = _taken(platform, [service], but)
    found = []
    for day in days(service, now):
        if platform.schedule.opens(service, day):
            starts = (start for start in service.starts(day) if start > now)
            slots = tuple(Slot(at, at + service.lasts, max(known.free(service, at), 0)) for at in starts)
            found += [Day(day, slots)] if slots else []
    return tuple(found)


def together(platform: Platform, codes: Sequence[str], but: str = "") -> Planned:
    """Raises ProblemError for services that there are not, for too many, and for one twice."""
    if not codes or len(codes) > planning.MOST or len(set(codes)) != len(codes):
        raise ProblemError(Kind.MALFORMED, "services")
    services, now = [_service(platform, code) for code in codes], platform.clock()
    known = _taken(platform, services, but)
    plans: list[Plan] = []
    lacking: tuple[Lacking, ...] = ()
    for day in min((days(service, now) for service in services), key=len):
        free = {service.code: _free(platform, known, service, day, now) for service in services}
        found = planning.plan(platform.schedule, services, free)
        if isinstance(found, Plan):
            plans.append(found)
        elif not lacking:
            lacking = found
        if len(plans) == PLANS:
            break
    return Planned(tuple(plans), () if plans else lacking)


def _free(platform: Platform, known: Taken, service: Service, day: date, now: datetime) -> list[datetime]:
    if not platform.schedule.opens(service, day):
        return []
    return [at for at in service.starts(day) if at > now and known.free(service, at) > 0]


def _taken(platform: Platform, services: Sequence[Service], but: str) -> Taken:
    every = {day for service in services for day in days(service, platform.clock())}
    with platform.database.reading() as connection:
        return Ledger.of(connection, platform).taken(services, every, but)


def _service(platform: Platform, code: str) -> Service:
    if (service := platform.schedule.services.get(code)) is None:
        raise ProblemError(Kind.NOT_FOUND)
    return service
