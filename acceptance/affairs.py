"""What offices say about social-security cards, disability, assistance, deaths and credit enquiries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from acceptance.benefit_files import BenefitFiles
from acceptance.question import Question


def _social_card(asked: Question) -> list[dict[str, str]]:
    held = _files(asked).social_cards.get(asked.number)
    return [{"bank": held.bank, "state": held.state}] if held else []


def _photo_usable(asked: Question) -> bool | None:
    return _files(asked).photos.get(asked.number)


def _disability(asked: Question) -> list[dict[str, Any]]:
    held = _files(asked).disabilities.get(asked.number)
    return [{"kind": held.kind, "grade": held.grade, "valid": asked.today <= held.until}] if held else []


def _assessed(asked: Question) -> bool | None:
    return _files(asked).assessed.get(asked.number)


def _on_assistance(asked: Question) -> bool | None:
    return _files(asked).assistance.get(asked.number)


def _death_registered(asked: Question) -> bool | None:
    """Whether the death of the citizen of this `number` on this `day` stands in the register."""
    held = _files(asked).deaths.get(asked.arguments.get("number", ""))
    return None if held is None else held.day.isoformat() == asked.arguments.get("day")


def _relative_of(asked: Question) -> bool | None:
    """Whether the person is the spouse, a child or a parent (`relation`) of the dead of this `number`."""
    held = _files(asked).deaths.get(asked.arguments.get("number", ""))
    return (
        None if held is None else asked.number in held.relatives.get(asked.arguments.get("relation", ""), ())
    )


def _credit_enquiries(asked: Question) -> list[dict[str, int]]:
    """How often the person asked for their own report in this year."""
    days = _files(asked).enquiries.get(asked.number, ())
    return [{"count": sum(day.year == asked.today.year and day <= asked.today for day in days)}]


def _files(asked: Question) -> BenefitFiles:
    return asked.registers.files


SHARES: Mapping[str, Callable[[Question], Any]] = {
    "social-card-record": _social_card,
    "disability-record": _disability,
    "credit-enquiries": _credit_enquiries,
}
PREDICATES: Mapping[str, Callable[[Question], bool | None]] = {
    "id-photo-usable": _photo_usable,
    "disability-assessed": _assessed,
    "on-assistance": _on_assistance,
    "death-registered": _death_registered,
    "relative-of": _relative_of,
}
