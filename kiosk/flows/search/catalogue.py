"""The matters that people look for: those of the catalogue, and the service items of this terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import yaml

from kiosk.flows.search.cleaning import RESOURCES, decode
from kiosk.flows.text import Text

FOR = ("person", "company", "both")


class Offered(Protocol):
    """What a service item has for search; a flow has it."""

    @property
    def item(self) -> str: ...
    @property
    def title(self) -> Text: ...
    @property
    def synonyms(self) -> Sequence[str]: ...


@dataclass(frozen=True)
class Matter:
    id: str
    name: Text
    item: str = ""  # the service item that it is begun with here; none: it is done elsewhere
    where: Text | None = None
    bring: Text | None = None
    words: tuple[str, ...] = ()
    english: tuple[str, ...] = ()

    @property
    def spoken(self) -> tuple[str, ...]:
        return (self.name.zh, self.name.easy, *self.words)

    @property
    def spoken_in_english(self) -> tuple[str, ...]:
        return (self.name.en, *self.english)


def load(folder: Path = RESOURCES) -> tuple[tuple[Matter, ...], tuple[str, ...]]:
    """The catalogue in its order, and what is wrong with the entries that are left out.

    Never raises for what a file holds: what cannot be found by search can still be begun at home.
    """
    path = folder / "catalogue.yaml"
    try:
        entries = yaml.load(_printable(decode(path.read_bytes())), Loader=yaml.CSafeLoader)
    except (OSError, yaml.YAMLError) as error:
        return (), (f"{path.name}: {error}",)
    if not isinstance(entries, list):
        return (), (f"{path.name}: a list of matters is expected",)
    matters: dict[str, Matter] = {}
    mistakes = []
    for number, entry in enumerate(entries, 1):
        try:
            matter = _matter(entry)
            if matter.id in matters:
                raise ValueError("stands there twice")
            matters[matter.id] = matter
        except (KeyError, TypeError, ValueError) as error:
            mistakes.append(f"{path.name}: entry {number}: {error}")
    return tuple(matters.values()), tuple(mistakes)


def offered(catalogue: Iterable[Matter], items: Mapping[str, Offered]) -> tuple[Matter, ...]:
    """The catalogue as this terminal has it: only what it offers is begun here, and all of that is there."""
    known: list[Matter] = []
    for matter in catalogue:
        item = items.get(matter.item)
        known.append(_of(matter, item) if item else replace(matter, item=""))
    linked = {matter.item for matter in known}
    own = (Matter(item.item, item.title) for name, item in items.items() if name not in linked)
    return (*known, *(_of(matter, items[matter.id]) for matter in own))


def _of(matter: Matter, item: Offered) -> Matter:
    words = dict.fromkeys((*matter.words, item.title.zh, item.title.easy, *item.synonyms))
    english = dict.fromkeys((*matter.english, item.title.en))
    return replace(matter, item=item.item, words=tuple(words), english=tuple(english))


def _matter(entry: Any) -> Matter:
    if entry["for"] not in FOR:
        raise ValueError(f"for: one of {', '.join(FOR)}")
    words, english = (_texts(entry, key) for key in ("words", "english"))
    name, where, bring = (_text(entry[key]) for key in ("name", "where", "bring"))
    return Matter(str(entry["id"]), name, str(entry.get("item", "")), where, bring, words, english)


def _texts(entry: Any, key: str) -> tuple[str, ...]:
    texts = entry.get(key, [])
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise ValueError(f"{key}: a list of texts is expected")
    return tuple(texts)


def _text(entry: Any) -> Text:
    zh, en = str(entry["zh-CN"]), str(entry["en"])
    return Text(zh, str(entry.get("zh-easy", zh)), en)


def _printable(text: str) -> str:
    """YAML refuses control characters, wherever they stand; here they only take away their own place."""
    return "".join(c if c in "\n\t" or (c.isprintable() and c != "\ufeff") else " " for c in text)
