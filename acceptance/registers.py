"""What the offices around a family hold: households, parents, doses, homes, leases, permits; all invented.

Everybody stands in them by the number of their identity card, as in the offices' own files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from acceptance import benefit_files, births, business_files, clinic_files, deeds, dossiers, organisations
from acceptance.benefit_files import BenefitFiles
from acceptance.births import Birth
from acceptance.business_files import BusinessFiles
from acceptance.clinic_files import ClinicFiles
from acceptance.deeds import Deed
from acceptance.dossiers import Dossiers
from acceptance.organisations import Organisations


@dataclass(frozen=True)
class Household:
    region: str  # six digits of the county
    address: str = field(repr=False)
    members: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class Home:
    """`deed`: what the register says of it beside its owners; none where nobody asked for that yet."""

    address: str = field(repr=False)
    owners: tuple[str, ...] = field(repr=False)
    deed: Deed | None = None


@dataclass(frozen=True)
class Term:
    """Both days count."""

    start: date
    end: date

    def covers(self, day: date) -> bool:
        return self.start <= day <= self.end


@dataclass(frozen=True)
class Lease:
    address: str = field(repr=False)
    tenants: tuple[str, ...] = field(repr=False)
    term: Term


@dataclass(frozen=True)
class Permit:
    """A residence permit of somebody who is registered elsewhere."""

    address: str = field(repr=False)
    term: Term


@dataclass(frozen=True)
class Licence:
    """An electronic licence; `whole`: its seal is the issuer's."""

    grade: str  # A: issued as such; B: drawn from a register
    term: Term
    whole: bool


@dataclass(frozen=True)
class HealthCertificate:
    """Of somebody who touches food; `until` is its last day."""

    number: str = field(repr=False)
    until: date


@dataclass(frozen=True)
class Registers:
    households: tuple[Household, ...] = field(repr=False, default=())
    permits: Mapping[str, Permit] = field(repr=False, default_factory=dict)
    parents: Mapping[str, tuple[str, ...]] = field(repr=False, default_factory=dict)
    doses: Mapping[str, Mapping[str, int]] = field(repr=False, default_factory=dict)
    homes: Mapping[str, Home] = field(repr=False, default_factory=dict)  # by the certificate's number
    leases: Mapping[str, Lease] = field(repr=False, default_factory=dict)  # by the registration's number
    licences: Mapping[tuple[str, str], Licence] = field(
        repr=False, default_factory=dict
    )  # by type and number
    districts: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # beginning of an address → schools
    births: Mapping[str, Birth] = field(repr=False, default_factory=dict)  # by the mother's number
    dossiers: Dossiers = field(repr=False, default_factory=Dossiers)
    files: BenefitFiles = field(repr=False, default_factory=BenefitFiles)
    health: Mapping[str, HealthCertificate] = field(repr=False, default_factory=dict)
    organisations: Organisations = field(repr=False, default_factory=dict)  # by their credit code
    clinic: ClinicFiles = field(repr=False, default_factory=ClinicFiles)
    businesses: BusinessFiles = field(repr=False, default_factory=BusinessFiles)

    def household(self, number: str) -> Household | None:
        return next((one for one in self.households if number in one.members), None)

    def children(self, number: str) -> tuple[str, ...]:
        return tuple(child for child, parents in self.parents.items() if number in parents)

    def couple(self, number: str) -> frozenset[str]:
        """Somebody, and the other parent of their children."""
        return frozenset((number, *(p for child in self.children(number) for p in self.parents[child])))

    def family(self, number: str) -> frozenset[str]:
        """The couple and their children."""
        couple = self.couple(number)
        return couple | {child for parent in couple for child in self.children(parent)}


def read(data: Mapping[str, Any], numbers: Mapping[str, str]) -> Registers:
    """`numbers`: of the persons, by id. Raises AttributeError, KeyError, TypeError or ValueError."""

    def who(ids: Sequence[str]) -> tuple[str, ...]:
        return tuple(numbers[id] for id in ids)

    return Registers(
        households=tuple(
            Household(str(one["region"]), one["address"], who(one["members"]))
            for one in data.get("households", ())
        ),
        permits={
            numbers[id]: Permit(one["address"], _term(one)) for id, one in data.get("permits", {}).items()
        },
        parents={numbers[id]: who(parents) for id, parents in data.get("parents", {}).items()},
        doses={numbers[id]: dict(doses) for id, doses in data.get("doses", {}).items()},
        homes={
            one["number"]: Home(one["address"], who(one["owners"]), deeds.read(one))
            for one in data.get("homes", ())
        },
        leases={
            one["number"]: Lease(one["address"], who(one["tenants"]), _term(one))
            for one in data.get("leases", ())
        },
        licences={
            (type, numbers[id]): Licence(one["grade"], _term(one), one.get("seal", "whole") == "whole")
            for type, held in data.get("licences", {}).items()
            for id, one in held.items()
        },
        districts={area: tuple(schools) for area, schools in data.get("districts", {}).items()},
        births=births.read(data, numbers),
        dossiers=dossiers.read(data, numbers),
        files=benefit_files.read(data, numbers),
        health={
            numbers[id]: HealthCertificate(str(one["number"]), date.fromisoformat(one["until"]))
            for id, one in data.get("health_certificates", {}).items()
        },
        organisations=organisations.read(data, numbers),
        clinic=clinic_files.read(data, numbers),
        businesses=business_files.read(data, numbers),
    )


def _term(entry: Mapping[str, str]) -> Term:
    return Term(date.fromisoformat(entry["from"]), date.fromisoformat(entry["until"]))
