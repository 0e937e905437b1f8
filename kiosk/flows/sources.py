"""The catalogue of what may be asked of an office about a person, by the code that items use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.flows.reading import RESOURCES, FlowError, Mistake, hold_to_schema, parse

_FILE = "sources.yaml"


@dataclass(frozen=True)
class Source:
    kind: str  # share | verify | licence | issue: read by the office itself, asked for by no terminal
    department: str
    tells: str
    examples: tuple[Any, ...] = ()  # of a share: what an office may hold, for walks that meet every answer


def load(path: Path = RESOURCES / _FILE) -> dict[str, Source]:
    """Raises FlowError."""
    root, data = parse(path)
    hold_to_schema("sources", path, root, data)
    return {code: _source(entry) for code, entry in data["sources"].items()}


def examples(sources: Mapping[str, Source]) -> dict[str, tuple[Any, ...]]:
    return {code: source.examples for code, source in sources.items() if source.examples}


def _source(entry: Mapping[str, Any]) -> Source:
    return Source(**{**entry, "examples": tuple(entry.get("examples", ()))})


def beside(items: Path) -> tuple[Mapping[str, Source], list[Mistake]]:
    """The catalogue that lies beside a folder of items, else the shipped one; and what is wrong with it."""
    own = items.parent / _FILE
    try:
        return load(own if own.is_file() else RESOURCES / _FILE), []
    except FlowError as error:
        return {}, error.mistakes
