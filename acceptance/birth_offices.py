"""What hospitals and the police say of a birth: the record, its certificate, the household of a parent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from acceptance.question import Question

_RECENT = 730  # days for which a hospital tells of a birth


def _record(asked: Question) -> list[dict[str, str]]:
    held = asked.registers.births.get(asked.number)
    if held is None or held.days_ago > _RECENT:
        return []
    father = asked.population.by_number.get(held.father or "")
    return [
        {
            "born_on": (asked.today - timedelta(days=held.days_ago)).isoformat(),
            "sex": held.sex,
            "weight": held.weight,
            "hospital": held.hospital,
            "certificate": held.certificate,
            "father_name": father.names[0] if father else "",
            "father": father.number if father else "",
        }
    ]


def _certificate_valid(asked: Question) -> bool | None:
    """Whether the certificate of this `number` is that of a child of the person."""
    issued = {birth.certificate: mother for mother, birth in asked.registers.births.items()}
    number = asked.arguments.get("number", "")
    return issued[number] == asked.number if number and number in issued else None


def _household_of_head(asked: Question) -> bool | None:
    """Whether this `parent`, the person or whom they are married to, is registered with this `head`. Of
    anybody else nothing is said."""
    parent, marriage = asked.arguments.get("parent", ""), asked.registers.dossiers.marriages.get(asked.number)
    if parent not in (asked.number, marriage.spouse if marriage else None):
        return None
    household = asked.registers.household(parent)
    return None if household is None else asked.arguments.get("head") in household.members


SHARES: Mapping[str, Callable[[Question], Any]] = {"birth-record": _record}
PREDICATES: Mapping[str, Callable[[Question], bool | None]] = {
    "birth-certificate-valid": _certificate_valid,
    "household-of-head": _household_of_head,
}
