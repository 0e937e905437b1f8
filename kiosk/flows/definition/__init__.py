"""What a flow is made of. Every step kind has a screen of the same name in ui/qml/steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kiosk.flows.dated import Dated
from kiosk.flows.definition.acting import PERSON, ActFor
from kiosk.flows.definition.branches import Branch
from kiosk.flows.definition.groups import Entries, Group, Party
from kiosk.flows.definition.parts import (
    Bar,
    Check,
    Consent,
    Fee,
    Field,
    Material,
    Prefill,
    Promise,
    Rung,
    Season,
    Stop,
    Word,
)
from kiosk.flows.definition.steps import (
    Appointment,
    Choose,
    ConfirmByPhone,
    Form,
    Inform,
    Materials,
    Notice,
    Pay,
    ReadCard,
    Review,
    Sign,
    Step,
)
from kiosk.flows.offering import Offering
from kiosk.flows.rules import Rule
from kiosk.flows.text import Text

__all__ = (
    "ENDS",
    "STAGES",
    "STEP_KINDS",
    "Appointment",
    "Branch",
    "ActFor",
    "Bar",
    "Check",
    "Choose",
    "ConfirmByPhone",
    "Consent",
    "Entries",
    "Fee",
    "Field",
    "Flow",
    "Form",
    "Group",
    "Inform",
    "Material",
    "Materials",
    "Notice",
    "Party",
    "Pay",
    "Prefill",
    "Promise",
    "ReadCard",
    "Review",
    "Rung",
    "Season",
    "Sign",
    "Step",
    "Stop",
    "Word",
)

STAGES = (
    "须知",
    "情形",
    "预检",
    "填表",
    "材料",
    "核对",
    "签名",
    "缴费",
    "取件",
    "提交",
    "回执",
    "评价",
    "答复",
)

STEP_KINDS: Mapping[str, type[Step]] = {
    kind.__name__: kind
    for kind in (
        *(Notice, ReadCard, ConfirmByPhone, ActFor, Choose, Form, Group, Entries, Party, Materials, Sign),
        *(Appointment, Pay, Review, Inform),
    )
}


ENDS = (Review, Inform)  # the pages that a walk ends with


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
    delivery: tuple[str, ...] = ()  # keys of the answers that say how the result is handed over
    fees: tuple[Fee, ...] = ()  # what the matter costs is their total; none: it is free
    later_fees: tuple[Fee, ...] = ()  # owed once an office has agreed; nobody can pay them before
    remind: Rule | None = None  # → lines that the slip says in large type
    limit: Promise | None = None  # none: nobody promised anything
    data: Mapping[str, Dated] = field(default_factory=dict)  # under which names rules know dated data
    season: Season | None = None  # none: always open
    afterwards: Text | None = None  # what happens next, and how the person hears of it
    synonyms: tuple[str, ...] = ()  # what people call it
    asked: frozenset[str] = frozenset()  # the names that some rule asks for
    before: Mapping[str, int] = field(default_factory=dict)  # what it took in former times
    branches: tuple[Branch, ...] = ()  # the departments' parts; none: the matter is one
    home: int = 100  # its place on the home page: lower comes first
    themes: tuple[str, ...] = ()  # what it is about; which shelf of home it stands on
    offered: Offering = field(default_factory=Offering)  # at which terminals
    audience: tuple[str, ...] = (PERSON,)  # whose matter it is: a person's, an organisation's, or both

    @cached_property
    def unanswered(self) -> Mapping[str, Any]:
        """Every answer as rules know it before it is given."""
        empty: dict[str, Any] = {key: "" for step in self.steps for key in step.keys}
        forms = (step for step in self.steps if isinstance(step, Form))
        empty |= {entry.key: entry.known("") for form in forms for entry in form.fields}
        return empty | {step.key: [] for step in self.steps if isinstance(step, Group)}

    def step(self, key: str) -> Step:
        return next(step for step in self.steps if step.key == key)
