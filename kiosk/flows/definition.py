"""What a flow is made of. Every step kind has a screen of the same name in ui/qml/steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import ClassVar

from kiosk.flows.rules import Rule
from kiosk.flows.text import CodeList, Option, Text

STAGES = ("须知", "情形", "预检", "填表", "材料", "核对", "签名", "缴费", "取件", "提交", "回执", "评价")


@dataclass(frozen=True)
class Stop:
    """Why this cannot be done here, and where it can: a page, never an error."""

    when: Rule | None  # none: the season is over
    title: Text
    text: Text
    where: Text
    phone: str
    fill: Rule | None = None  # → what stands for %1 in the text


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
    optional: bool = False
    own: bool = False  # of a group: never taken over from the entry before


@dataclass(frozen=True)
class Form(Step):
    """Fields on one page. One entry of a group is a form whose rules know its fields without `prefix`."""

    fields: tuple[Field, ...] = ()
    checks: tuple[Check, ...] = ()
    prefix: str = ""  # of the keys: "children.0." in the first entry of the group `children`
    index: int = 0

    revisable: ClassVar[bool] = True

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(entry.key for entry in self.fields)


@dataclass(frozen=True)
class Group(Step):
    """The same form for each of several: twins, shareholders. It stands for `count` steps of the path, and
    other rules know it as a list under its key."""

    count: Rule | None = None
    fields: tuple[Field, ...] = ()
    checks: tuple[Check, ...] = ()

    def entry(self, index: int, count: int) -> Form:
        prefix = f"{self.key}.{index}."
        return Form(
            key=f"{self.key}.{index}",
            stage=self.stage,
            title=self.title if count == 1 else _numbered(self.title, index + 1),
            text=self.text,
            why=self.why,
            stops=self.stops,
            fields=tuple(replace(entry, key=prefix + entry.key) for entry in self.fields),
            checks=tuple(replace(check, field=prefix + check.field) for check in self.checks),
            prefix=prefix,
            index=index,
        )


@dataclass(frozen=True)
class Materials(Step):
    """The documents that the matter needs, each by the ladder of its rungs; paper is asked for last."""


@dataclass(frozen=True)
class Sign(Step):
    """The application form, signed by hand on the screen."""


@dataclass(frozen=True)
class Review(Step):
    """Everything once more; going on files it."""

    final: Text | None = None  # what cannot be undone, said on the page and asked once more


STEP_KINDS: Mapping[str, type[Step]] = {
    kind.__name__: kind
    for kind in (Notice, ReadCard, ConfirmByPhone, Choose, Form, Group, Materials, Sign, Review)
}


@dataclass(frozen=True)
class Rung:
    """One way to satisfy a material (domain §6.1): share, licence and verify ask an office through the
    platform; commit and original ask the person."""

    kind: str
    source: str = ""
    department: Text | None = None
    arguments: Mapping[str, Rule] = field(default_factory=dict)  # what the office is told, beside who asks
    revise: str = ""  # the step that holds what the office was told
    alternative: str = ""  # the step where the person may choose another way
    text: Text | None = None  # commit: what is promised; original: what to bring
    where: Text | None = None  # original
    phone: str = ""
    when: Rule | None = None  # none: always a way


@dataclass(frozen=True)
class Material:
    """A document that the matter needs, its legal basis, and what stands for it: a fact, or a ladder."""

    key: str
    title: Text
    legal_basis: str
    satisfied: Rule | None = None
    rungs: tuple[Rung, ...] = ()
    when: Rule | None = None  # none: always needed


@dataclass(frozen=True)
class Season:
    """The days of a year, and the hours of a day, in which an item can be begun. Both ends count."""

    opens: str  # MM-DD
    closes: str
    since: str  # HH:MM
    until: str
    closed: Stop  # what is said outside

    def covers(self, day: date) -> bool:
        return self.opens <= f"{day:%m-%d}" <= self.closes

    def open_at(self, time: str) -> bool:
        """`time` is HH:MM."""
        return self.since <= time <= self.until


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
    values: Mapping[str, Rule] = field(default_factory=dict)  # names for what follows from facts alone
    delivery: str | None = None  # key of the answer that says how the result is handed over
    fee: Rule | None = None  # → amount as a decimal text; none is free
    season: Season | None = None  # none: always open
    afterwards: Text | None = None  # what happens next, and how the person hears of it
    synonyms: tuple[str, ...] = ()  # what people call it

    def step(self, key: str) -> Step:
        return next(step for step in self.steps if step.key == key)


def _numbered(title: Text, number: int) -> Text:
    return Text(f"{title.zh}（第 {number} 个）", f"{title.easy}（第 {number} 个）", f"{title.en} ({number})")
