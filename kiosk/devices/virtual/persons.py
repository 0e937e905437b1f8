"""The synthetic persons whose cards can be laid on the virtual reader."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import yaml

PERSONS = Path(__file__).resolve().parents[3] / "resources" / "persons.yaml"

_KINDS = {"resident": " ", "hk_macao_taiwan": "J", "foreign_2017": "I", "foreign_2023": "Y"}


class PersonsError(ValueError):
    """The file of persons is not one; says where, never who."""


@dataclass(frozen=True)
class Person:
    """Dates are YYYYMMDD as on the chip; `valid_to` may be 长期."""

    id: str
    kind: str
    number: str = field(repr=False)
    name: str = field(repr=False)
    sex: str = field(repr=False)
    birth: str = field(repr=False)
    valid_from: str = field(repr=False)
    valid_to: str = field(repr=False)
    ethnic: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    newest_address: str = field(default="", repr=False)
    authority: str = field(default="", repr=False)
    english_name: str = field(default="", repr=False)
    nationality: str = field(default="", repr=False)
    card_version: str = ""
    permit_number: str = field(default="", repr=False)  # J: travel permit; Y: end of the former number
    issue_count: str = ""
    parents: tuple[str, ...] = ()

    @property
    def letter(self) -> str:
        return _KINDS[self.kind]


def load(path: Path = PERSONS) -> dict[str, Person]:
    """By id, in the order of the file. Raises PersonsError."""
    try:
        entries = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)["persons"]
        persons = [_person(entry) for entry in entries]
    except (OSError, KeyError, TypeError, AttributeError, yaml.YAMLError) as error:
        raise PersonsError(f"{path.name}: {type(error).__name__}") from None
    unknown = [person.id for person in persons if person.kind not in _KINDS]
    if unknown:
        raise PersonsError(f"{path.name}: kind of {', '.join(unknown)}")
    return {person.id: person for person in persons}


def _person(entry: dict[str, object]) -> Person:
    parents = entry.pop("parents", ())
    if not isinstance(parents, list | tuple):
        raise TypeError
    texts = {
        key: str(value).replace("-", "") if key in _DATES else str(value) for key, value in entry.items()
    }
    return Person(**texts, parents=tuple(map(str, parents)))


_DATES = ("birth", "valid_from", "valid_to")
