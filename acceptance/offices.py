"""The sources of the data services: one function each, of what is asked about whom.

A share tells what an office holds, a predicate yes or no, and none where the office holds nothing that
could answer; nobody learns by a predicate what another family has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from acceptance import (
    affairs,
    birth_offices,
    business_offices,
    clinic,
    house_offices,
    housing_fund,
    organisation_answers,
    pensions,
)
from acceptance.question import Detailed, Question, city
from kiosk.flows.rules import month_plus
from kiosk.model import mask_id, mask_name

# A sample of what a child has had when school begins; the real schedule is the health office's.
_PROGRAMME = {
    "hepatitis-b": 3,
    "tuberculosis": 1,
    "polio": 4,
    "diphtheria": 4,
    "measles": 2,
    "encephalitis": 2,
}
CREDIT_NOT_NOW = "not_now"


def _si_places(asked: Question) -> list[str]:
    return asked.person.places


def _household_register(asked: Question) -> list[dict[str, Any]]:
    """The person's children who are registered with them; `local`: in the city of the terminal."""
    household = asked.registers.household(asked.number)
    if household is None:
        return []
    own = asked.registers.children(asked.number)
    local = city(household.region) == asked.city
    persons = asked.population.by_number
    return [{"name": persons[n].names[0], "idno": n, "local": local} for n in household.members if n in own]


def _property_register(asked: Question) -> list[dict[str, str]]:
    homes = asked.registers.homes.items()
    return [{"number": number, "address": h.address} for number, h in homes if asked.number in h.owners]


def _school_district(asked: Question) -> list[str]:
    """The schools of where the person lives, by home, register or permit."""
    held = asked.registers
    permit, household = held.permits.get(asked.number), held.household(asked.number)
    addresses = [home.address for home in held.homes.values() if asked.number in home.owners]
    addresses += [permit.address] if permit and permit.term.covers(asked.today) else []
    addresses += [household.address] if household else []
    schools = (s for a in addresses for area, s in held.districts.items() if a.startswith(area))
    return list(dict.fromkeys(school for some in schools for school in some))


def _insured_in_period(asked: Question) -> bool | None:
    """Whether insured in every month from `start` to `end` (YYYY-MM) in the city `region`."""
    start, end = asked.arguments.get("start"), asked.arguments.get("end")
    if not start or not end or start > end:
        return None
    spans = asked.person.insured_in(asked.arguments.get("region", ""))
    return any(span.start <= start and end <= (span.end or f"{asked.today:%Y-%m}") for span in spans)


def _insured_for_a_year(asked: Question) -> bool | None:
    """Whether insured in this city in each of the twelve months before this one."""
    if not asked.person.insurances:
        return None
    spans = asked.person.insured_in(asked.city)
    months = [month_plus(f"{asked.today:%Y-%m}", -back) for back in range(1, 13)]
    return all(any(s.start <= month and (s.end is None or month <= s.end) for s in spans) for month in months)


def _employed_by(asked: Question) -> bool | None:
    """Whether this `employer` insures the person now."""
    if not asked.person.insurances:
        return None
    now = f"{asked.today:%Y-%m}"
    employers = [i.employer for i in asked.person.insurances if i.end is None or i.end >= now]
    if asked.arguments.get("employer") in employers:
        return True
    return None if None in employers else False


def _residence_permit_valid(asked: Question) -> bool | None:
    """Only a permit can be valid: for a citizen's identity card there is nothing to say."""
    if asked.person.card["kind"] == "resident":
        return None
    return asked.person.card_valid(asked.today)


def _resident_for_a_year(asked: Question) -> bool | None:
    """Whether the person holds a permit to live here, and has for twelve months."""
    permit = asked.registers.permits.get(asked.number)
    if permit is None:
        return None
    start, today = permit.term.start, asked.today
    a_year = (today.year - start.year, today.month, today.day) >= (1, start.month, start.day)
    return permit.term.covers(today) and a_year


def _parent_of(asked: Question) -> bool | None:
    """Whether the person is a parent of each of the `children`."""
    parents = asked.registers.parents
    return _each(asked.number in parents[n] if n in parents else None for n in asked.children)


def _vaccination_complete(asked: Question) -> bool | None:
    """Whether each of the `children`, the person's own, had every dose; of others nothing is said."""
    own, doses = asked.registers.children(asked.number), asked.registers.doses
    return _each(_has_all(doses[n]) if n in own and n in doses else None for n in asked.children)


def _has_all(doses: Mapping[str, int]) -> bool:
    return all(doses.get(against, 0) >= count for against, count in _PROGRAMME.items())


def _home_owned(asked: Question) -> bool | None:
    """Whether the home of this certificate `number` belongs to the couple or a child of theirs."""
    home = asked.registers.homes.get(asked.arguments.get("number", ""))
    return None if home is None else not asked.registers.family(asked.number).isdisjoint(home.owners)


def _home_of_grandparent(asked: Question) -> bool | None:
    """Whether the home of this `number` belongs to this `owner`, and they are a parent of the couple."""
    held, owner = asked.registers, asked.arguments.get("owner", "")
    home = held.homes.get(asked.arguments.get("number", ""))
    grandparents = {p for one in held.couple(asked.number) for p in held.parents.get(one, ())}
    if home is None or not grandparents:
        return None
    return owner in home.owners and owner in grandparents


def _lease_registered(asked: Question) -> bool | None:
    """Whether the lease of this `number` runs, and one of the family is its tenant."""
    lease = asked.registers.leases.get(asked.arguments.get("number", ""))
    if lease is None:
        return None
    tenant = not asked.registers.family(asked.number).isdisjoint(lease.tenants)
    return tenant and lease.term.covers(asked.today)


def _each(truths: Iterable[bool | None]) -> bool | None:
    """One no is a no; else one that nobody knows leaves it unknown."""
    found = list(truths)
    if False in found:
        return False
    return None if not found or None in found else True


def _credit(asked: Question) -> dict[str, str]:
    """Whether the person's word may stand for a paper now; no reason is told."""
    return {"promises": asked.person.promises}


def _licence(type: str, asked: Question) -> dict[str, Any]:
    """Nothing where there is none. `status` and `seal` are for the platform; the terminal learns a state."""
    held = asked.registers.licences.get((type, asked.number))
    if held is None:
        return {}
    return {
        "type": type,
        "grade": held.grade,
        "holder": mask_name(asked.person.names[0]),
        "valid_to": held.term.end.isoformat(),
        "status": "有效" if held.term.covers(asked.today) else "过期",
        "seal": held.whole,
    }


def _identity(asked: Question) -> dict[str, str]:
    person = asked.person
    return {
        "type": "identity",
        "grade": "A",
        "holder": mask_name(person.names[0]),
        "identifier": mask_id(person.number),
        "valid_from": person.card["valid_from"],
        "valid_to": person.card["valid_to"],
        "status": "有效" if person.card_valid(asked.today) else "过期",
    }


SHARES: Mapping[str, Callable[[Question], Any]] = {
    "si-places": _si_places,
    "household-register": _household_register,
    "property-register": _property_register,
    "school-district": _school_district,
    "credit": _credit,
    **housing_fund.SHARES,
    **pensions.SHARES,
    **affairs.SHARES,
    **birth_offices.SHARES,
    **house_offices.SHARES,
    **organisation_answers.SHARES,
    **business_offices.SHARES,
    **clinic.SHARES,
}
PREDICATES: Mapping[str, Callable[[Question], bool | Detailed | None]] = {
    "insured-in-period": _insured_in_period,
    "insured-for-a-year": _insured_for_a_year,
    "employed-by": _employed_by,
    "residence-permit-valid": _residence_permit_valid,
    "resident-for-a-year": _resident_for_a_year,
    "parent-of": _parent_of,
    "vaccination-complete": _vaccination_complete,
    "home-owned": _home_owned,
    "home-of-grandparent": _home_of_grandparent,
    "lease-registered": _lease_registered,
    **housing_fund.PREDICATES,
    **pensions.PREDICATES,
    **affairs.PREDICATES,
    **birth_offices.PREDICATES,
    **house_offices.PREDICATES,
    **organisation_answers.PREDICATES,
    **business_offices.PREDICATES,
}
LICENCES: Mapping[str, Callable[[Question], Mapping[str, Any]]] = {
    "identity": _identity,
    "driving": partial(_licence, "driving"),
    "health": partial(_licence, "health"),
}
