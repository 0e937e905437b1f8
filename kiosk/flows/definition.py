"""What a flow is made of. Every step kind has a screen of the same name in ui/qml/steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from kiosk.flows.rules import Rule

LANGUAGES = ("zh-CN", "zh-easy", "en")
STAGES = ("须知", "情形", "预检", "填表", "材料", "核对", "签名", "缴费", "取件", "提交", "回执", "评价")


@dataclass(frozen=True)
class Text:
    """One sentence in every language that the terminal speaks."""

    zh: str
    easy: str
    en: str

    def in_(self, language: str) -> str:
        return {"zh-easy": self.easy, "en": self.en}.get(language, self.zh)


@dataclass(frozen=True)
class Option:
    value: str
    title: Text
    hint: Text | None = None


@dataclass(frozen=True)
class CodeList:
    """A versioned list of codes, such as regions: too long to lay out, so it is also searched."""

    name: str
    options: Mapping[str, Option]
    pinyin: Mapping[str, str]  # code → syllables apart by spaces, for search

    def search(self, query: str, limit: int = 6) -> list[Option]:
        """By name, by pinyin, by initials: "杭州", "hangzhou" and "hz" all find 杭州市."""
        wanted = query.strip().lower().replace(" ", "")
        if not wanted:
            return []
        ranked = []
        for code, option in self.options.items():
            syllables = self.pinyin[code].split()
            keys = (option.title.zh, "".join(syllables), "".join(s[0] for s in syllables))
            ranks = [rank for rank, key in enumerate(keys) if key.startswith(wanted)]
            if ranks:
                ranked.append((min(ranks), code))
            elif any(wanted in key for key in (*keys[:2], option.title.en.lower())):
                ranked.append((len(keys), code))
        return [self.options[code] for _, code in sorted(ranked)[:limit]]


@dataclass(frozen=True)
class Stop:
    """Why this cannot be done here, and where it can: a page, never an error."""

    when: Rule
    title: Text
    text: Text
    where: Text
    phone: str


@dataclass(frozen=True)
class Check:
    """A rule that an answer must keep; `says` tells what and how. `field` is where it is shown."""

    rule: Rule
    says: Text
    field: str


@dataclass(frozen=True)
class Consent:
    """One data source that the person lets the platform ask, why, and for how long (domain S-31)."""

    source: str
    department: Text
    data: Text
    purpose: Text
    period: Text


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


@dataclass(frozen=True)
class Notice(Step):
    """What the person should know, and what they let be asked about them; on one page."""

    consents: tuple[Consent, ...] = ()
    points: tuple[Text, ...] = ()


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
class Field:
    key: str
    type: str  # a name in fields.TYPES
    title: Text
    example: str
    preset: Rule | None = None


@dataclass(frozen=True)
class Form(Step):
    fields: tuple[Field, ...] = ()
    checks: tuple[Check, ...] = ()

    revisable: ClassVar[bool] = True

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(entry.key for entry in self.fields)


@dataclass(frozen=True)
class Review(Step):
    """Everything once more; going on files it."""


STEP_KINDS: Mapping[str, type[Step]] = {
    kind.__name__: kind for kind in (Notice, ReadCard, ConfirmByPhone, Choose, Form, Review)
}


@dataclass(frozen=True)
class Material:
    """A document that the matter needs, its legal basis, and the fact that stands for it."""

    key: str
    title: Text
    legal_basis: str
    satisfied: Rule


@dataclass(frozen=True)
class Prefill:
    """Data that may be asked for once the person has agreed and proved who they are."""

    name: str  # under which rules know it
    source: str


@dataclass(frozen=True)
class Flow:
    """One service item: its steps in order, and what surrounds them."""

    item: str
    version: int
    hash: str  # of the definition and its code lists: pinned in drafts and filings
    title: Text
    type: str
    handling: str  # immediate | promised
    assurance: str  # L0 … L3
    required: tuple[str, ...]  # device kinds without which the item is not offered
    guide: Mapping[str, Text]
    duration_minutes: int
    steps: tuple[Step, ...]
    materials: tuple[Material, ...] = ()
    prefill: tuple[Prefill, ...] = ()
    delivery: str | None = None  # key of the answer that says how the result is handed over
    fee: Rule | None = None  # → amount as a decimal text; none is free

    def step(self, key: str) -> Step:
        return next(step for step in self.steps if step.key == key)
