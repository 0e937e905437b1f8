"""One field of a form: what it takes, what it keeps, and what rules know of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kiosk.flows.fields import TYPES, choices, shown
from kiosk.flows.rules import Rule
from kiosk.flows.text import CodeList, Option, Text


@dataclass(frozen=True)
class Field:
    key: str
    type: str  # a name in fields.TYPES, typed, or one of choices.TAPPED
    title: Text
    example: str = ""
    preset: Rule | None = None
    optional: bool = False
    own: bool = False  # of a group: never taken over from the entry before
    options: tuple[Option, ...] = ()  # of a choice or a multi
    codes: CodeList | None = None  # the same from a code list

    @cached_property
    def tapped(self) -> Mapping[str, Option]:
        """By their values, what there is to tap, in its order; of a typed field nothing."""
        if self.type == "bool":
            return {option.value: option for option in choices.YES_OR_NO}
        return self.codes.options if self.codes else {option.value: option for option in self.options}

    @cached_property
    def values(self) -> tuple[str, ...]:
        return tuple(self.tapped)

    def normal(self, typed: str) -> str:
        """Raises FieldError."""
        match self.type:
            case "choice":
                return choices.one(typed, self.values)
            case "multi":
                return choices.some(typed, self.values)
            case "bool":
                return choices.yes_or_no(typed)
        return TYPES[self.type](typed)

    def known(self, answer: Any) -> Any:
        """As rules know it; what was not answered is an empty text or list, or false."""
        if self.type == "multi":
            return choices.parts(str(answer))
        return answer == choices.YES if self.type == "bool" else answer

    def fits(self, answer: object) -> bool:
        """Whether the field still has what was tapped; what was typed was looked at then."""
        if self.type not in choices.TAPPED:
            return True
        chosen = choices.parts(str(answer)) if self.type == "multi" else [str(answer)]
        return answer == "" or all(value in self.tapped for value in chosen)

    def written(self, value: Any) -> str:
        """What a rule presets, as an answer; empty where it names nothing that the field has."""
        if isinstance(value, bool):
            text = choices.YES if value else choices.NO
        elif self.type == "multi":
            chosen = value if isinstance(value, list) else choices.parts(str(value))
            text = choices.together(chosen, self.values)
        else:
            text = str(value)
        return text if self.fits(text) else ""

    def read(self, answer: str, language: str) -> str:
        """As a person reads it. Raises ValueError for an answer in no normal form."""
        if self.type not in choices.TAPPED:
            return shown(self.type, answer, language)
        chosen = choices.parts(answer) if self.type == "multi" else [answer] if answer else []
        titles = (self.tapped[value].title if value in self.tapped else None for value in chosen)
        comma = ", " if language == "en" else "、"
        return comma.join(title.in_(language) if title else "—" for title in titles)
