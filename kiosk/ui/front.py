"""What home can say before the terminal is put together: its place, its words, the matters it offers.

Words and matters come from YAML, which takes longer to read and to check than a window to open. So what was
read is remembered beside the sum of the very files: as long as no byte of them has changed, it is what they
say.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

from kiosk.config.geometry import DEFAULT
from kiosk.config.night import Night
from kiosk.flows import sums
from kiosk.flows.text import Text
from kiosk.ui import wording

if TYPE_CHECKING:
    from kiosk.flows.definition import Flow, Season
    from kiosk.terminal import Terminal

_FORM = 5  # of what is remembered
_STEPS = Path(__file__).parent / "qml" / "steps"


@dataclass(frozen=True)
class Opening:
    """When a matter can be begun, as its season says; days are MM-DD and times HH:MM, both ends counted."""

    opens: str
    closes: str
    since: str
    until: str
    says: Text  # outside of it

    @classmethod
    def of(cls, season: Season | Opening) -> Opening:
        says = season.says if isinstance(season, Opening) else season.closed.text
        return cls(season.opens, season.closes, season.since, season.until, says)

    def now(self, moment: datetime) -> bool:
        day, time = f"{moment:%m-%d}", f"{moment:%H:%M}"
        return self.opens <= day <= self.closes and self.since <= time <= self.until


@dataclass(frozen=True)
class Matter:
    """What home shows of an item, under the names that the item's flow has for it."""

    item: str
    title: Text
    duration_minutes: int
    guide: Mapping[str, Text]
    required: tuple[str, ...]
    season: Opening | None = None  # none: always open
    audience: tuple[str, ...] = ("person",)

    @classmethod
    def of(cls, flow: Flow | Matter) -> Matter:
        guide, season = dict(flow.guide), Opening.of(flow.season) if flow.season else None
        how = guide, tuple(flow.required), season, tuple(flow.audience)
        return cls(flow.item, flow.title, flow.duration_minutes, *how)


@dataclass(frozen=True)
class Front:
    place: str
    phone: str
    mm_per_px: float
    number: str
    clock: Callable[[], datetime]
    monotonic: Callable[[], float]
    texts: Mapping[str, Text]
    matters: tuple[Matter, ...]
    bottom_edge_mm: float = DEFAULT.bottom_edge_mm
    night: Night | None = None

    @property
    def at_night(self) -> bool:
        """Nobody of the staff is there now."""
        return self.night is not None and self.night.now(self.clock())

    @classmethod
    def of(cls, terminal: Terminal) -> Front:
        """Of one that is put together already."""
        site, flows = terminal.site, terminal.flows.values()
        matters = tuple(Matter.of(flow) for flow in flows if _is_drawn(flow))
        return cls(
            site.place,
            site.phone,
            site.mm_per_px,
            terminal.number,
            terminal.clock,
            terminal.monotonic,
            wording.load(),
            matters,
            site.bottom_edge_mm,
            site.night,
        )


@dataclass(frozen=True)
class Said:
    """What home says."""

    texts: Mapping[str, Text]
    matters: tuple[Matter, ...]


def said(items: Path, memory: Path, definitions: Path) -> Said:
    """The words and the matters of home. `memory`, `definitions`: files for what was read of home and of all
    items; they are made when they can be.

    A matter whose file is wrong is not among them. Raises KeyError for words that are wrong.
    """
    of = _sum(items)
    try:
        entry = json.loads(memory.read_text("utf-8"))
        if entry["of"] == of:
            matters = tuple(_matter(each) for each in entry["matters"])
            return Said(_texts(entry["words"]), matters)
    except (OSError, ValueError, KeyError, TypeError):
        pass  # nothing is remembered, or nothing that can be read
    said = _read(items, definitions)
    with suppress(OSError):
        _remember(memory, {"of": of, "words": said.texts, "matters": said.matters})
    return said


def _read(items: Path, definitions: Path) -> Said:
    from kiosk.flows import compiled

    flows, _ = compiled.load(items, definitions)
    matters = tuple(Matter.of(flow) for flow in flows.values() if _is_drawn(flow))
    return Said(wording.load(), matters)


def _is_drawn(flow: Flow) -> bool:
    """Whether every kind of step in it has a page: else whoever began it would stand in front of nothing."""
    kinds = {step.kind for step in flow.steps} - {"Group"}  # a group is shown as its forms and their list
    return all((_STEPS / f"{kind}.qml").exists() for kind in kinds)


def _sum(items: Path) -> list[str]:
    """Of every file that words and matters come from, or that they are held to, and of what holds them to it.

    Against slips, not against malice: whoever may write the memory could write what it remembers.
    """
    words, drawn = wording.SCREENS.read_bytes(), sorted(path.name for path in _STEPS.glob("*.qml"))
    return [str(_FORM), *drawn, f"{len(words)} {crc32(words):08x}", sums.digest(items)]


def _remember(memory: Path, entry: Mapping[str, Any]) -> None:
    """All of it or nothing: two screens may do so at once."""
    memory.parent.mkdir(parents=True, exist_ok=True)
    fresh = memory.with_suffix(f".{os.getpid()}")
    fresh.write_text(json.dumps(entry, default=vars, ensure_ascii=False), "utf-8")
    fresh.replace(memory)


def _texts(entries: Mapping[str, Mapping[str, str]]) -> dict[str, Text]:
    return {key: Text(**entry) for key, entry in entries.items()}


def _matter(entry: Mapping[str, Any]) -> Matter:
    guide, season = _texts(entry["guide"]), entry["season"]
    return Matter(
        entry["item"],
        Text(**entry["title"]),
        entry["duration_minutes"],
        guide,
        tuple(entry["required"]),
        Opening(**{**season, "says": Text(**season["says"])}) if season else None,
        tuple(entry["audience"]),
    )
