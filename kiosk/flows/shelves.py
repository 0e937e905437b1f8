"""Where matters stand behind home: six themes, the stages of a life and of a company, classes of things that
people mostly do one after the other.

A matter stands under its theme by itself, and under a stage because the list says so. What a terminal cannot
do is named with the place that does it, and not hidden.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from kiosk.flows.text import Text

THEME, PERSON, ORGANISATION, CLASS = KINDS = ("theme", "person", "organisation", "class")


class Standing(Protocol):
    """What a matter has that can stand on a shelf; a flow has it."""

    @property
    def item(self) -> str: ...
    @property
    def themes(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Entry:
    """A matter that people look for. `item`: what it is begun with; "": nothing here begins it."""

    id: str
    name: Text
    where: Text
    bring: Text
    item: str = ""


@dataclass(frozen=True)
class Shelf:
    key: str
    kind: str  # one of KINDS
    title: Text
    drawing: str
    themes: tuple[str, ...] = ()  # of items that stand here by themselves
    rest: bool = False  # and so does what no other theme takes
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Place:
    """What stands on a shelf: `item`, which this terminal has, or else the entry."""

    item: str = ""
    entry: Entry | None = None


def on(shelf: Shelf, shelves: Iterable[Shelf], matters: Iterable[Standing]) -> tuple[Place, ...]:
    """What can be begun here first, in the order of `matters`; then what is done elsewhere."""
    themed = {theme for each in shelves for theme in each.themes}
    named = {entry.item for entry in shelf.entries if entry.item}
    here = [
        matter.item
        for matter in matters
        if matter.item in named
        or set(matter.themes) & set(shelf.themes)
        or (shelf.rest and not set(matter.themes) & themed)
    ]
    away = (entry for entry in shelf.entries if entry.item not in here)
    return (*(Place(item) for item in here), *(Place(entry=entry) for entry in away))


def load(folder: Path) -> tuple[tuple[Shelf, ...], tuple[str, ...]]:
    """The shelves of `folder`/home.yaml, and what is wrong with those that are left out.

    Never raises for what a file holds: without shelves the search still finds every matter.
    """
    import yaml

    from kiosk.flows.search import catalogue

    known = {matter.id: matter for matter in catalogue.load(folder)[0]}
    try:
        told = yaml.load((folder / "home.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
        groups = [(kind, list(told[kind])) for kind in KINDS]
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError) as error:
        return (), (f"home.yaml: {type(error).__name__}: {error}",)
    shelves: dict[str, Shelf] = {}
    mistakes = []
    for kind, entries in groups:
        for number, entry in enumerate(entries, 1):
            try:
                shelf = _shelf(kind, entry, known)
                if shelf.key in shelves:
                    raise ValueError(f"{shelf.key} stands there twice")
                shelves[shelf.key] = shelf
            except (KeyError, TypeError, ValueError) as error:
                mistakes.append(f"home.yaml: {kind}: entry {number}: {type(error).__name__}: {error}")
    return tuple(shelves.values()), tuple(mistakes)


def _shelf(kind: str, entry: Mapping[str, Any], known: Mapping[str, Any]) -> Shelf:
    return Shelf(
        str(entry["key"]),
        kind,
        Text(entry["title"]["zh-CN"], entry["title"]["zh-easy"], entry["title"]["en"]),
        str(entry["drawing"]),
        tuple(entry.get("themes", ())),
        entry.get("rest") is True,
        tuple(_entry(id, known) for id in entry.get("matters", ())),
    )


def _entry(id: str, known: Mapping[str, Any]) -> Entry:
    if id not in known:
        raise ValueError(f"the catalogue has no {id}")
    matter = known[id]
    return Entry(matter.id, matter.name, matter.where, matter.bring, matter.item)
