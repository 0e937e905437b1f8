"""Many walks of an item to their ends: how many are filed, where the others stop, what nobody comes to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from kiosk.flows import coverage, exhaustive
from kiosk.flows.coverage import Coverage
from kiosk.flows.definition import Flow, Inform
from kiosk.flows.gate import Cause, gate
from kiosk.flows.session import Session
from kiosk.flows.walk import WalkError, opening_day, stranger, walk

Shares = Mapping[str, Sequence[Any]]  # what an office may hold of a person, by its source


@dataclass
class Survey:
    item: str
    whole: Coverage
    walks: int = 0
    filed: int = 0
    informed: int = 0  # came to the last page of a matter that files nothing
    stops: Counter[str] = field(default_factory=Counter)  # title of the page → how many walks
    covered: Coverage = field(default_factory=Coverage)
    failures: list[dict[str, Any]] = field(default_factory=list)

    def count(self, number: int, end: Session) -> None:
        self.walks += 1
        self.covered |= coverage.came_to(end)
        if end.stop is not None:
            self.stops[end.stop.title.zh] += 1
        elif isinstance(end.step, Inform):
            self.informed += 1
        elif causes := [
            block.cause.value for block in gate(end, can_queue=True) if block.cause is not Cause.FEE_UNPAID
        ]:
            self.fail(number, f"nobody may file this: {', '.join(causes)}")
        else:
            self.filed += 1

    def fail(self, number: int, says: str) -> None:
        self.failures.append({"walk": number, "says": says})

    @property
    def missing(self) -> Coverage:
        return self.whole - self.covered

    def told(self) -> dict[str, Any]:
        """As a machine reads it; what is covered as a part of all that there is."""
        return {
            "ok": not self.failures,
            "walks": self.walks,
            "filed": self.filed,
            "informed": self.informed,
            "stopped": self.stops.total(),
            "steps_covered": _part(self.whole.steps, self.missing.steps),
            "branches_covered": _part(self.whole.branches, self.missing.branches),
            "failures": self.failures,
        }


def random_walks(flow: Flow, count: int, seed: int, shares: Shares | None = None) -> Survey:
    """By strangers of whom offices hold these `shares`, in the season of the item if it has one."""
    survey = Survey(flow.item, coverage.whole(flow))
    world = stranger(opening_day(flow), shares)
    for number in range(count):
        try:
            survey.count(number, walk(flow, Random(f"{seed}:{number}"), world))
        except WalkError as error:
            survey.walks += 1
            survey.fail(number, str(error))
    return survey


def every_branch(flow: Flow, shares: Shares | None = None) -> Survey:
    """Each branch at least once; one that nobody can come to is a failure."""
    survey = Survey(flow.item, coverage.whole(flow))
    try:
        for number, end in enumerate(exhaustive.walks(flow, stranger(opening_day(flow), shares))):
            survey.count(number, end)
    except WalkError as error:
        survey.fail(survey.walks, str(error))
    for name in sorted(_named(survey.missing)):
        survey.fail(survey.walks, f"nobody comes to {name}")
    return survey


def _named(missing: Coverage) -> Iterator[str]:
    yield from (f"step {step}" for step in missing.steps)
    yield from missing.branches


def _part(whole: frozenset[str], missing: frozenset[str]) -> float:
    return round(1 - len(missing) / len(whole), 4) if whole else 1.0
