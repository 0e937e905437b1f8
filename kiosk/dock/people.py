"""The persons whose cards and phones lie on the dock. Synthetic, one and all."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import yaml

from kiosk.devices.virtual import persons
from kiosk.model import mask_name

_KINDS = {
    "resident": "居民身份证",
    "hk_macao_taiwan": "港澳台居民居住证",
    "foreign_2017": "外国人永久居留身份证（2017 版）",
    "foreign_2023": "外国人永久居留身份证（2023 版）",
}


class PopulationError(ValueError):
    """The file of phone keys is not one; says what is wrong, never whose."""


@dataclass(frozen=True)
class Holder:
    """Somebody with a card; `phone_key` proves to the sandbox that a phone is theirs."""

    id: str
    masked_name: str
    card: str
    born: str = field(repr=False)
    phone_key: str | None = field(default=None, repr=False)


def load(population: Path | None, people: Path = persons.PERSONS) -> tuple[Holder, ...]:
    """In the order of the file of persons. Raises PopulationError, persons.PersonsError."""
    keys = phone_keys(population) if population else {}
    return tuple(
        Holder(
            person.id,
            mask_name(person.name or person.english_name),
            _KINDS[person.kind],
            person.birth[:4],
            keys.get(person.id),
        )
        for person in persons.load(people).values()
    )


def phone_keys(population: Path) -> dict[str, str]:
    """By person. Raises PopulationError."""
    try:
        entries = yaml.load(population.read_text("utf-8"), Loader=yaml.CSafeLoader)["persons"]
        return {person: entry["phone_key"] for person, entry in entries.items() if "phone_key" in entry}
    except (OSError, KeyError, TypeError, AttributeError, yaml.YAMLError) as error:
        raise PopulationError(f"{population.name}: {type(error).__name__}") from None
