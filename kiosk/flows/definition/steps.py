"""The kinds of step that stand for themselves: one page each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

from kiosk.flows.definition.parts import Bar, Check, Consent, Field, InPerson, Stop, Word
from kiosk.flows.rules import Rule
from kiosk.flows.text import CodeList, Option, Text


@dataclass(frozen=True)
class Step:
    """`when` decides whether it is asked at all; `stops` are looked at once it is done."""

    key: str
    stage: str
    title: Text
    text: Text | None = None
    why: Text | None = None
    when: Rule | None = None
    stops: tuple[Stop, ...] = ()

    revisable: ClassVar[bool] = False  # whether a person may come back and change it

    @property
    def kind(self) -> str:
        return type(self).__name__

    @property
    def keys(self) -> tuple[str, ...]:
        """The answers that it takes."""
        return ()

    def known(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Its answers, those that are there, as rules know them."""
        return {key: answers[key] for key in self.keys if key in answers}


@dataclass(frozen=True)
class Notice(Step):
    """What the person should know, and what they let be asked about them; on one page."""

    consents: tuple[Consent, ...] = ()
    points: tuple[Text, ...] = ()
    in_person: tuple[InPerson, ...] = ()  # said before anybody begins


@dataclass(frozen=True)
class ReadCard(Step):
    """Ask for the identity card."""


@dataclass(frozen=True)
class ConfirmByPhone(Step):
    """A second factor bound to the person; a `deferrable` one may wait until the result is taken."""

    purpose: Text | None = None
    deferrable: bool = False


@dataclass(frozen=True)
class Choose(Step):
    """One of a few options, or of a code list with a few suggestions. With a `preset` it is only shown
    on the check page, until somebody wants to change it."""

    options: tuple[Option, ...] = ()
    codes: CodeList | None = None
    suggest: Rule | None = None  # → list of codes, best first
    preset: Rule | None = None

    revisable: ClassVar[bool] = True

    @property
    def keys(self) -> tuple[str, ...]:
        return (self.key,)

    def option(self, value: object) -> Option | None:
        if self.codes:
            return self.codes.options.get(str(value))
        return next((option for option in self.options if option.value == value), None)


@dataclass(frozen=True)
class Form(Step):
    """Fields on one page. One entry of a group is a form whose rules know its fields without `prefix`."""

    fields: tuple[Field, ...] = ()
    checks: tuple[Check, ...] = ()
    prefix: str = ""  # of the keys: "children.0." in the first entry of the group `children`
    index: int = 0  # among the entries of the group
    before: str = ""  # the prefix of the entry before

    revisable: ClassVar[bool] = True

    @cached_property
    def keys(self) -> tuple[str, ...]:  # asked for with every answer
        return tuple(entry.key for entry in self.fields)

    def known(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        return {entry.key: entry.known(answers[entry.key]) for entry in self.fields if entry.key in answers}

    @cached_property
    def bare_fields(self) -> tuple[tuple[str, Field], ...]:
        """Under the names that the rules of one entry know them by."""
        return tuple((entry.key.removeprefix(self.prefix), entry) for entry in self.fields)


@dataclass(frozen=True)
class Materials(Step):
    """The documents that the matter needs, each by the ladder of its rungs; paper is asked for last."""


@dataclass(frozen=True)
class Sign(Step):
    """The application form, signed by hand on the screen."""


@dataclass(frozen=True)
class Appointment(Step):
    """Times at each of the services that a rule names, all of one visit. A `deferrable` one may be agreed on
    later, by phone, where nothing can be booked just now."""

    services: Rule = field(kw_only=True)  # → list of the platform's codes
    deferrable: bool = False

    revisable: ClassVar[bool] = True


@dataclass(frozen=True)
class Pay(Step):
    """One cashier's page for the whole matter, passed over where nothing is owed. A `deferrable` one may be
    put off by the person; without a line everybody may, because nobody can pay."""

    deferrable: bool = False


@dataclass(frozen=True)
class Review(Step):
    """Everything once more; going on files it."""

    final: Text | None = None  # what cannot be undone, said on the page and asked once more


@dataclass(frozen=True)
class Inform(Step):
    """What follows from the answers: the last page of a matter that only informs. It is never done, so that
    nothing can be filed."""

    words: tuple[Word, ...] = ()
    bars: tuple[Bar, ...] = ()
