"""What a terminal may point out by itself: at most three cards, reckoned here from what it knows anyway.

A result or a draft of the person at hand is a fact. A season that is open is a suggestion, and says so.
Nothing follows from a card but that it is shown: who switches suggestions off files the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, Protocol

import yaml

from kiosk.flows.search.cleaning import RESOURCES

MOST = 3


class Season(Protocol):
    """The days of a year in which a matter can be begun, MM-DD, both counted."""

    @property
    def opens(self) -> str: ...
    @property
    def closes(self) -> str: ...


@dataclass(frozen=True)
class Pointer:
    """Towards an item; of a season with the day on which it ends, MM-DD."""

    kind: Literal["result", "draft", "season"]
    item: str
    closes: str = ""

    @property
    def suggested(self) -> bool:
        return self.kind == "season"


def pointers(
    seasons: Mapping[str, Season | None],
    today: date,
    *,
    results: Iterable[str] = (),
    drafts: Iterable[str] = (),
    suggest: bool = True,
) -> tuple[Pointer, ...]:
    """Results first, then drafts, then the open seasons, of which the one that ends first.

    `results`, `drafts`: the items of which the person who laid a card has one. `suggest`: seasons too.
    """
    day = f"{today:%m-%d}"
    facts = [Pointer("result", item) for item in results] + [Pointer("draft", item) for item in drafts]
    running = [
        (season.closes, item)
        for item, season in seasons.items()
        if season and season.opens <= day <= season.closes
    ]
    suggested = [Pointer("season", item, closes) for closes, item in sorted(running)] if suggest else []
    first: dict[str, Pointer] = {}
    for pointer in (*facts, *suggested):
        first.setdefault(pointer.item, pointer)
    return tuple(first.values())[:MOST]


def switched_on(folder: Path = RESOURCES) -> bool:
    """Whether this terminal suggests anything: `suggestions.yaml`; without a readable one it does not."""
    try:
        entry = yaml.safe_load((folder / "suggestions.yaml").read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return False
    return isinstance(entry, dict) and entry.get("shown") is True
