"""Reads resources/data/*.yaml: rates and fees with the days they hold. Calendars have a form of their own."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import rfc8785
import yaml

from kiosk.flows.dated import Dated, Span
from kiosk.flows.reading import RESOURCES, FlowError, Mistake, hold_to_schema, line_of, parse

_CALENDAR = "calendar-"


def load(folder: Path, *, proved: bool = False) -> tuple[dict[str, tuple[Dated, str]], list[Mistake]]:
    """Every file of a folder by its name, with the digest of its content; and what is wrong. `proved`: these
    bytes were found right before."""
    found: dict[str, tuple[Dated, str]] = {}
    mistakes: list[Mistake] = []
    for path in files(folder):
        try:
            entry, digest = _read(path, proved=proved)
            found[entry.name] = entry, digest
        except FlowError as error:
            mistakes += error.mistakes
    return found, mistakes


def beside(items: Path) -> Path:
    """The folder of figures that lies beside a folder of items, else the shipped one."""
    own = items.parent / "data"
    return own if own.is_dir() else RESOURCES / "data"


def files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.glob("*.yaml")) if not path.name.startswith(_CALENDAR)]


def _read(path: Path, *, proved: bool) -> tuple[Dated, str]:
    root, data = parse(path)
    if not proved:
        _hold(path, root, data)
    return dated(data), hashlib.sha256(rfc8785.dumps(data)).hexdigest()


def dated(data: Mapping[str, Any]) -> Dated:
    spans = tuple(
        Span(
            valid_from=entry["valid_from"],
            valid_to=entry.get("valid_to", ""),
            source=entry["source"],
            confirmed=entry["confirmed"],
            values=entry["values"],
        )
        for entry in data["spans"]
    )
    return Dated(data["data"], spans)


def _hold(path: Path, root: yaml.Node | None, data: dict[str, Any]) -> None:
    """Raises FlowError."""
    hold_to_schema("data", path, root, data)
    wrong = [
        Mistake(path.name, line_of(root, ("spans", index)), "days", remedy)
        for index, remedy in _gaps(data["spans"])
    ]
    if data["data"] != path.stem:
        remedy = f"the file must be called {data['data']}.yaml"
        wrong.append(Mistake(path.name, line_of(root, ("data",)), "name", remedy))
    if wrong:
        raise FlowError(wrong)


def _gaps(spans: list[dict[str, Any]]) -> list[tuple[int, str]]:
    """Where days are none, stand twice, or are left out between two spans."""
    found = []
    expected = None
    for index, entry in enumerate(spans):
        try:
            first = date.fromisoformat(entry["valid_from"])
            last = date.fromisoformat(entry["valid_to"]) if "valid_to" in entry else None
        except ValueError:
            found.append((index, "there is no such day"))
            continue
        if last is not None and last < first:
            found.append((index, "valid_to comes before valid_from"))
        if index and expected is None:
            found.append((index, "the span before has no valid_to"))
        elif index and first != expected:
            found.append((index, f"begin on {expected}, the day after the span before ends"))
        expected = last + timedelta(days=1) if last else None
    return found
