"""Shipped items, spoilt at every place: what is wrong is refused by file, line and name, never by a crash."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from kiosk.flows import figures, sources
from kiosk.flows.loader import RESOURCES, FlowError, Mistake, load, load_codes
from kiosk.flows.reading import line_of

ITEMS = sorted((RESOURCES / "items").glob("*.yaml"))
NOBODY = "nobody_knows"
REFERENCES = ("source", "codes", "revise", "field", "delivery", "data", "reuse", "suggest", "when", "from")
KNOWN = load_codes(), figures.load(RESOURCES / "data")[0], sources.load()
Place = tuple[str | int, ...]


def places(node: Any, path: Place = ()) -> Iterator[Place]:
    """Every key and entry of a file."""
    entries = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, inner in entries:
        yield (*path, key)
        yield from places(inner, (*path, key))


def at(data: Any, path: Place) -> Any:
    for key in path:
        data = data[key]
    return data


def refused(tmp_path: Path, item: Path, data: Any) -> tuple[list[Mistake], yaml.Node]:
    """What is wrong with it by the loader; nothing where it is as good as before."""
    text = yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=1000)
    file = tmp_path / item.name
    file.write_text(text, "utf-8")
    try:
        load(file, *KNOWN)
    except FlowError as error:
        return error.mistakes, yaml.compose(text, yaml.CSafeLoader)
    return [], yaml.compose(text, yaml.CSafeLoader)


def whole(item: Path) -> Any:
    return yaml.load(item.read_bytes(), yaml.CSafeLoader)


def some(item: Path, count: int) -> list[Place]:
    found = list(places(whole(item)))
    return Random(item.stem).sample(found, min(count, len(found)))


def hold(tmp_path: Path, item: Path, data: Any, path: Place) -> None:
    dropped(tmp_path, item, copy.deepcopy(data), path)
    bent(tmp_path, item, copy.deepcopy(data), path)
    if path[-1] in REFERENCES and isinstance(at(data, path), str):
        broken(tmp_path, item, copy.deepcopy(data), path)


def dropped(tmp_path: Path, item: Path, data: Any, path: Place) -> None:
    """Much may be left out; where not, the message has the file, a line of it and a remedy."""
    del at(data, path[:-1])[path[-1]]
    mistakes, root = refused(tmp_path, item, data)
    for mistake in mistakes:
        assert mistake.file == item.name and mistake.rule and mistake.remedy, (path, str(mistake))
        assert 1 <= mistake.line <= root.end_mark.line + 1, (path, str(mistake))


def bent(tmp_path: Path, item: Path, data: Any, path: Place) -> None:
    """Another type is never taken, and it is named at its line or at that of what it stands in."""
    value = at(data, path)
    at(data, path[:-1])[path[-1]] = 7.5 if not isinstance(value, int | float) else {"bent": "value"}
    mistakes, root = refused(tmp_path, item, data)
    around = {line_of(root, path[:end]) for end in range(len(path) + 1)}
    assert any(mistake.line in around for mistake in mistakes), (path, [str(m) for m in mistakes])


def broken(tmp_path: Path, item: Path, data: Any, path: Place) -> None:
    at(data, path[:-1])[path[-1]] = NOBODY
    mistakes, _ = refused(tmp_path, item, data)
    assert any(NOBODY in mistake.remedy for mistake in mistakes), (path, [str(m) for m in mistakes])


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.stem)
def test_an_item_that_is_spoilt_is_refused_by_name(tmp_path, item):
    for path in some(item, 4):
        hold(tmp_path, item, whole(item), path)


@pytest.mark.soak
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.stem)
def test_an_item_that_is_spoilt_anywhere_is_refused_by_name(tmp_path, item):
    wrong, data = [], whole(item)
    for path in some(item, 100_000):
        try:
            hold(tmp_path, item, data, path)
        except AssertionError as error:
            wrong.append(str(error).splitlines()[0])
    assert wrong == []
