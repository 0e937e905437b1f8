"""Several examinations in one visit: the earliest plan of one day that keeps every rule, or why not.

Pure: free times in, a plan out. For one order of the examinations it is best to begin each as early as it can
be; so every order that the rules allow is tried, and the plan that ends first wins, then who waits less.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import permutations

from acceptance.platform import CHINA
from acceptance.schedule import Schedule, Service, Time

MOST = 6  # examinations in one visit: 720 orders


class Why(StrEnum):
    FULL = "full"  # that day has no free time for it
    FASTING = "fasting"  # it has to be done fasting, and only later times are free
    ORDER = "order"  # nothing of the day is left once the others are done, in the order that they need


@dataclass(frozen=True)
class Lacking:
    service: str
    why: Why


@dataclass(frozen=True)
class Plan:
    times: tuple[Time, ...]

    @property
    def rank(self) -> tuple[datetime, float]:
        first, last = self.times[0].start, self.times[-1].end
        return last, (last - first).total_seconds()


def plan(
    schedule: Schedule, services: Sequence[Service], free: Mapping[str, Sequence[datetime]]
) -> Plan | tuple[Lacking, ...]:
    """`free`: the starts of one day that each service has left, ascending."""
    usable = {service.code: _usable(service, free[service.code]) for service in services}
    lacking = tuple(_lacking(service, free[service.code]) for service in services if not usable[service.code])
    if lacking:
        return lacking
    found = [
        made
        for order in permutations(services)
        if _allowed(order) and (made := _in_order(schedule, order, usable)) is not None
    ]
    if found:
        return min(found, key=lambda one: one.rank)
    last = next((s for s in services if s.after & {other.code for other in services}), services[-1])
    return (Lacking(last.code, Why.ORDER),)


def _usable(service: Service, starts: Sequence[datetime]) -> Sequence[datetime]:
    if service.latest is None:
        return starts
    return [start for start in starts if start.astimezone(CHINA).time() <= service.latest]


def _lacking(service: Service, starts: Sequence[datetime]) -> Lacking:
    return Lacking(service.code, Why.FASTING if starts else Why.FULL)


def _allowed(order: Sequence[Service]) -> bool:
    """Who has to fast is done before anybody may eat, and what follows others does."""
    may_eat = False
    for position, service in enumerate(order):
        later = {other.code for other in order[position + 1 :]}
        if (service.fasting and may_eat) or service.after & later:
            return False
        may_eat = may_eat or not service.fasting
    return True


def _in_order(
    schedule: Schedule, order: Sequence[Service], free: Mapping[str, Sequence[datetime]]
) -> Plan | None:
    times: list[Time] = []
    for position, service in enumerate(order):
        starts = free[service.code]
        ready = times[-1].end + schedule.between(order[position - 1], service) if times else starts[0]
        index = bisect_left(starts, ready)
        if index == len(starts):
            return None
        times.append(Time(service.code, starts[index], starts[index] + service.lasts))
    return Plan(tuple(times))
