"""Several of a kind, such as twins, sellers, shareholders, and those among them who come to the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar

from kiosk.flows.definition.parts import Check, Field
from kiosk.flows.definition.steps import Form, Step
from kiosk.flows.rules import Rule
from kiosk.flows.text import Text

MOST = 50  # entries of a group: a count may come from a typed answer, of anybody's making


@dataclass(frozen=True)
class Group(Step):
    """The same form for each of several. It stands for one step of the path per entry, and other rules know
    it as a list under its key. With a `count` a rule says how many; without, the person adds and removes
    entries, by their slots, which keep their answers when they are removed."""

    count: Rule | None = None
    fields: tuple[Field, ...] = ()
    checks: tuple[Check, ...] = ()
    together: tuple[Check, ...] = ()  # what must hold of all entries at once: rules know the group by its key
    least: int = 1
    most: int = MOST

    @property
    def listed(self) -> bool:
        """Whether all entries are shown once more on a page of their own."""
        return self.count is None or bool(self.together)

    @property
    def keys(self) -> tuple[str, ...]:
        return (self.key,) if self.listed else ()

    @property
    def live(self) -> str:
        """The answer that holds the slots while the person is still adding and removing."""
        return f"{self.key}.live"

    def entries(self, slots: Sequence[int]) -> list[Form]:
        several = len(slots) > 1
        befores = (None, *slots)
        return [
            self._made(n, slot, before, several)
            for n, (slot, before) in enumerate(zip(slots, befores, strict=False))
        ]

    def _made(self, *place: Any) -> Form:
        """The same form for the same place: a walk asks for it after every answer."""
        if place not in self._known:
            self._known[place] = self._entry(*place)
        return self._known[place]

    @cached_property
    def _known(self) -> dict[tuple[Any, ...], Form]:
        return {}

    def _entry(self, index: int, slot: int, before: int | None, several: bool) -> Form:
        prefix = f"{self.key}.{slot}."
        return Form(
            key=prefix[:-1],
            stage=self.stage,
            title=_numbered(self.title, index + 1) if several else self.title,
            text=self.text,
            why=self.why,
            stops=self.stops,
            fields=tuple(replace(entry, key=prefix + entry.key) for entry in self.fields),
            checks=tuple(replace(check, field=prefix + check.field) for check in self.checks),
            prefix=prefix,
            index=index,
            before="" if before is None else f"{self.key}.{before}.",
        )


@dataclass(frozen=True)
class Entries(Step):
    """All entries of a group on one page, to be added to, taken from, and gone on with. It follows the last
    entry by itself; no item names it."""

    group: str = ""
    slots: tuple[int, ...] = ()
    checks: tuple[Check, ...] = ()
    least: int = 1
    most: int = 1
    open: bool = False  # whether the person says how many

    revisable: ClassVar[bool] = True

    @classmethod
    def of(cls, group: Group, slots: tuple[int, ...]) -> Entries:
        return cls(
            key=f"{group.key}.entries",
            stage=group.stage,
            title=group.title,
            why=group.why,
            group=group.key,
            slots=slots,
            checks=group.together,
            least=group.least,
            most=group.most,
            open=group.count is None,
        )

    @property
    def keys(self) -> tuple[str, ...]:
        return (self.group,)

    @property
    def written(self) -> str:
        """The answer of a person who leaves the list as it stands."""
        return written(self.slots)

    @property
    def can_add(self) -> bool:
        return self.open and len(self.slots) < self.most

    @property
    def can_remove(self) -> bool:
        return self.open and len(self.slots) > self.least


@dataclass(frozen=True)
class Party(Step):
    """The other people of a group lay their cards, in any order, and sign if the item wants it. Each is bound
    to the entry that has their number; who is the applicant has done so already."""

    group: str = ""
    number: str = ""  # the field of an entry that holds the citizen number
    name: str = ""  # the field that holds the name
    signs: bool = False
    invites: bool = False  # whether a person may be invited by phone instead, and the matter filed before

    revisable: ClassVar[bool] = True


def written(slots: Sequence[int]) -> str:
    return ",".join(str(slot) for slot in slots)


def read_slots(text: object, least: int, most: int) -> tuple[int, ...]:
    """Slots as they were written; the first few where that is no list of them. Whoever sends one of another
    making gets a list that is not theirs, and so another form."""
    parts = str(text).split(",")
    slots = tuple(int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < 3)
    sound = len(slots) == len(parts) and sorted(set(slots)) == list(slots) and least <= len(slots) <= most
    return slots if sound and slots[-1] < MOST else tuple(range(least))


def _numbered(title: Text, number: int) -> Text:
    return Text(f"{title.zh}（第 {number} 个）", f"{title.easy}（第 {number} 个）", f"{title.en} ({number})")
