"""When somebody may draw a pension, and what the offices say to whoever applies for one.

The ages rise by the decision of the Standing Committee of the National People's Congress of 2024-09-13:
from 2025 by one month for each step of births, until they have risen by the whole; so does, from 2030, the
time that has to be paid in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from acceptance.benefit_files import PensionFile
from acceptance.question import Question
from kiosk.flows.rules import birth, month_plus, months_between

MONTHS_BEFORE = 3  # an application may come so early


@dataclass(frozen=True)
class Age:
    years: int  # before the change
    first: str  # month of birth from which it is later
    step: int  # months of birth that make one month
    most: int  # months, at the end


AGES: Mapping[str, Age] = {
    "man": Age(60, "1965-01", 4, 36),
    "woman-55": Age(55, "1970-01", 4, 36),
    "woman-50": Age(50, "1975-01", 2, 60),
}


def reached_in(born: str, group: str) -> str:
    """The month (YYYY-MM) in which whoever was `born` in a month reaches the age."""
    age = AGES[group]
    since = months_between(age.first, born) - 1
    later = 0 if since < 0 else min(since // age.step + 1, age.most)
    return month_plus(born, age.years * 12 + later)


def least_months(year: int) -> int:
    """How many months whoever reaches the age in this year must have paid in."""
    return min(180 + 6 * max(0, year - 2029), 240)


@dataclass(frozen=True)
class Standing:
    insured_as: str
    months: int
    reached_in: str
    drawing: bool

    @property
    def least_months(self) -> int:
        return least_months(int(self.reached_in[:4]))

    def may_apply(self, month: str) -> bool:
        early = month_plus(self.reached_in, -MONTHS_BEFORE) > month
        return not (early or self.drawing) and self.months >= self.least_months


def _standing(asked: Question) -> Standing | None:
    born, person = birth(asked.number)[:7], asked.person
    if not born or not person.insurances:
        return None
    file = asked.registers.files.pensions.get(asked.number, PensionFile())
    group = file.group or ("man" if int(asked.number[16]) % 2 else "woman-55")
    month = f"{asked.today:%Y-%m}"
    paid: set[str] = set()
    for span in person.insurances:
        end = min(span.end or month, month)
        paid.update(month_plus(span.start, n) for n in range(max(0, months_between(span.start, end))))
    return Standing(file.insured_as, len(paid), reached_in(born, group), bool(person.benefits))


def _record(asked: Question) -> list[dict[str, Any]]:
    found = _standing(asked)
    return [{**vars(found), "least_months": found.least_months}] if found else []


def _due(asked: Question) -> bool | None:
    """Whether the person may apply now: old enough in three months, and paid in long enough."""
    found = _standing(asked)
    return found.may_apply(f"{asked.today:%Y-%m}") if found else None


def _only_child(asked: Question) -> bool | None:
    file = asked.registers.files.pensions.get(asked.number)
    return file.only_child if file else None


SHARES: Mapping[str, Callable[[Question], Any]] = {"pension-record": _record}
PREDICATES: Mapping[str, Callable[[Question], bool | None]] = {
    "pension-due": _due,
    "only-child": _only_child,
}
