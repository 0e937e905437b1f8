"""What steps and items are made of: stops, checks, fields, ladders, seasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kiosk.flows.calendar import Unit
from kiosk.flows.definition.fields import Field
from kiosk.flows.rules import Rule
from kiosk.flows.text import Text

__all__ = (
    "Bar",
    "Check",
    "Consent",
    "Field",
    "InPerson",
    "Material",
    "Prefill",
    "Promise",
    "Rung",
    "Season",
    "Stop",
    "Word",
)


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
    fill: Rule | None = None  # → what stands for %1 in what it says


@dataclass(frozen=True)
class Word:
    """What a person is told where a matter only informs."""

    title: Text
    text: Text
    when: Rule | None = None  # none: whatever was answered
    fill: Rule | None = None  # → what stands for %1 in the text


@dataclass(frozen=True)
class Bar:
    """One figure of a chart."""

    title: Text
    unit: Text
    amount: Rule  # → a decimal text
    when: Rule | None = None


@dataclass(frozen=True)
class InPerson:
    """What of a matter can only be done in person, elsewhere (domain S-73)."""

    what: Text
    where: Text
    time: Text


@dataclass(frozen=True)
class Consent:
    """One data source that the person lets the platform ask, why, and for how long (domain S-31)."""

    source: str
    department: Text
    data: Text
    purpose: Text
    period: Text


@dataclass(frozen=True)
class Rung:
    """One way to satisfy a material (domain §6.1): share, licence and verify ask an office through the
    platform, reuse what the platform keeps; commit, defer, capture and original ask the person."""

    kind: str
    source: str = ""
    department: Text | None = None
    arguments: Mapping[str, Rule] = field(default_factory=dict)  # what the office is told, beside who asks
    revise: str = ""  # the step that holds what the office was told
    alternative: str = ""  # the step where the person may choose another way
    text: Text | None = None  # commit, defer: what is promised; capture, original: what to lay down or bring
    form: Text | None = None  # defer: in which form it is handed in later
    days: int = 0  # defer: working days until then
    where: Text | None = None  # original
    phone: str = ""
    when: Rule | None = None  # none: always a way


@dataclass(frozen=True)
class Fee:
    """What one department takes for its part of the matter."""

    key: str
    title: Text
    department: Text
    amount: Rule  # → yuan as a decimal text; 0: nothing in this case


@dataclass(frozen=True)
class Material:
    """A document that the matter needs, its legal basis, and what stands for it: a fact, or a ladder."""

    key: str
    title: Text
    legal_basis: str
    satisfied: Rule | None = None
    rungs: tuple[Rung, ...] = ()
    when: Rule | None = None  # none: always needed
    secondary: bool = False  # may follow later (容缺)
    type: str = ""  # code of the reusable type; none: good for this matter only


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
class Promise:
    """How long the matter takes from its acceptance, by the item's rule."""

    count: Rule
    unit: Unit
