"""What the register of organisations says to whom: to their agents, and to nobody else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from acceptance.organisations import CANCELLED, NORMAL, Organisation
from acceptance.question import Detailed, Question


def _listed(asked: Question) -> list[dict[str, str]]:
    """What the register names the person in; a mandate is found by the code only."""
    told = (_told(one, asked) for one in asked.registers.organisations.values() if one.status == NORMAL)
    return [one for one in told if one["role"] in ("representative", "agent")]


def _of(asked: Question) -> dict[str, str]:
    """The organisation of this `uscc`, to who may act for it; to anybody else it is not there."""
    held = asked.registers.organisations.get(asked.arguments.get("uscc", ""))
    told = _told(held, asked) if held and held.status == NORMAL else {"role": ""}
    return told if told["role"] else {}


def _told(held: Organisation, asked: Question) -> dict[str, str]:
    return {"uscc": held.uscc, "name": held.name, "role": held.role(asked.number, asked.today)}


def _in_force(asked: Question) -> bool | None:
    """Whether the licence of this `uscc` is in force and its `scope` holds that code; said to its agents."""
    held = asked.registers.organisations.get(asked.arguments.get("uscc", ""))
    if held is None or not held.role(asked.number, asked.today):
        return None
    return held.status == NORMAL and asked.arguments.get("scope", "") in held.scope


def _name_free(asked: Question) -> bool | None:
    """Whether no organisation that is not cancelled has this `name`."""
    name = asked.arguments.get("name", "")
    held = asked.registers.organisations.values()
    return all(one.name != name or one.status == CANCELLED for one in held) if name else None


def _health_valid(asked: Question) -> bool | Detailed | None:
    """Whether each of the `people`, `number:certificate` joined by commas, has a valid health certificate.
    Who has run out is told with the day; of whose certificate has another number nothing is said."""
    people = [each.partition(":") for each in asked.arguments.get("people", "").split(",") if each]
    held = {number: asked.registers.health.get(number) for number, _, _ in people}
    known = {n: held[n] for n, _, certificate in people if (h := held[n]) and h.number == certificate}
    over = [
        {"idno": n, "until": one.until.isoformat()}
        for n, one in known.items()
        if one and one.until < asked.today
    ]
    if over:
        return Detailed(False, over)
    return True if people and len(known) == len({number for number, _, _ in people}) else None


SHARES: Mapping[str, Callable[[Question], Any]] = {"organisations": _listed, "organisation-of": _of}
PREDICATES: Mapping[str, Callable[[Question], bool | Detailed | None]] = {
    "licence-covers": _in_force,
    "company-name-free": _name_free,
    "health-certificates-valid": _health_valid,
}
