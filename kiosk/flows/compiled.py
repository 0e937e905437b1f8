"""Definitions that were found right, kept under the sum of the very files as what was read from them.

One file: the sum of its index; the index, with what home and search ask of every item; then, as JSON and each
with its sum in the index, what is read when somebody first asks for it: an item's guide, or all of the item.
Nothing in it is run but the rules, in CEL. Whoever may write it could write the items too (decision 19).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import fields
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from kiosk.flows import build, figures, sums
from kiosk.flows.dated import Dated
from kiosk.flows.definition import Flow
from kiosk.flows.loader import code_list, load_sound
from kiosk.flows.reading import Mistake, parse
from kiosk.flows.text import CodeList

_SUM = 64  # hexadecimal digits


class CompiledError(Exception):
    """What was kept cannot be read, and the files it was read from are not what they were."""


def load(items: Path, memory: Path) -> tuple[dict[str, Flow], list[Mistake]]:
    """What `load_sound` finds, out of `memory` while no byte has changed since it was written; else it is
    written, where nothing is wrong and that can be done."""
    of = sums.digest(items)
    try:
        return _recalled(memory.read_bytes(), items, of), []
    except (OSError, ValueError, KeyError, TypeError):
        pass  # nothing is kept, or of other files, or not whole
    flows, mistakes = load_sound(items)
    if not mistakes:
        content = b"".join(_kept(items, of, flows))
        if sums.digest(items) == of:  # nobody wrote there meanwhile
            with suppress(OSError):
                _write(memory, content)
    return flows, mistakes


def _recalled(kept: bytes, items: Path, of: str) -> dict[str, Flow]:
    """Raises ValueError, KeyError or TypeError for an index that is not whole or of other files."""
    end = kept.index(b"\n")
    if sha256(kept[_SUM:end]).hexdigest().encode() != kept[:_SUM]:
        raise ValueError("not whole")
    index = json.loads(kept[_SUM:end])
    if index["of"] != of:
        raise ValueError("of other files")
    store = _Store(items, of, kept, end + 1)
    beside, *parts = index["parts"]
    store.beside = store.part(*beside)
    flows: dict[str, Flow] = {}
    for head, guide, rest in zip(index["heads"], parts[::2], parts[1::2], strict=True):
        flows[head["item"]] = _Kept.begun(head, store, store.part(*guide), store.part(*rest))
    return flows


class _Part:
    """A piece of what is kept, which is held to its sum when it is read."""

    __slots__ = ("kept", "place", "sum")

    def __init__(self, kept: bytes, place: slice, sum: str) -> None:
        self.kept, self.place, self.sum = kept, place, sum

    def read(self) -> Any:
        """Raises ValueError."""
        content = self.kept[self.place]
        if sha256(content).hexdigest() != self.sum:
            raise ValueError("not what was written")
        return json.loads(content)


class _Store:
    """What all items of a folder share: the bytes that are kept, code lists, dated figures."""

    beside: _Part

    def __init__(self, items: Path, of: str, kept: bytes, start: int) -> None:
        self._items, self._of, self._kept, self._start = items, of, kept, start

    def part(self, length: int, sum: str) -> _Part:
        """The next one."""
        start, self._start = self._start, self._start + length
        return _Part(self._kept, slice(start, self._start), sum)

    @cached_property
    def _data(self) -> Mapping[str, list[Any]]:
        data: Mapping[str, list[Any]] = self.beside.read()
        return data

    @cached_property
    def codes(self) -> Mapping[str, CodeList]:
        return {found.name: found for found in map(code_list, self._data["codes"])}

    @cached_property
    def dated(self) -> Mapping[str, Dated]:
        return {found.name: found for found in map(figures.dated, self._data["data"])}

    @cached_property
    def anew(self) -> Mapping[str, Flow]:
        """All items out of their own files, where a disk lost what was kept. Raises CompiledError."""
        if sums.digest(self._items) != self._of:
            raise CompiledError
        return load_sound(self._items, proved=True)[0]


class _Later:
    """A field of a flow that is not there yet. What was read stands before it, in the flow itself."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, flow: _Kept | None, owner: type) -> Any:
        if flow is None:
            return self
        flow.read(self.name)
        return vars(flow)[self.name]


class _Kept(Flow):
    """A flow as any other, of which only the head is there before somebody asks for more. Two threads may do
    so at once, and find the same."""

    _store: _Store
    _guide: _Part
    _rest: _Part

    @classmethod
    def begun(cls, head: Mapping[str, Any], store: _Store, guide: _Part, rest: _Part) -> _Kept:
        flow = cls.__new__(cls)
        vars(flow).update(build.head(head), _store=store, _guide=guide, _rest=rest)
        return flow

    def read(self, name: str) -> None:
        """Raises CompiledError."""
        try:
            found = {name: build.guide(self._guide.read())} if name == "guide" else self._definition()
        except ValueError:
            found = vars(self._store.anew[self.item])
        vars(self).update(found)

    def _definition(self) -> Mapping[str, Any]:
        (data, hash, asked), store = self._rest.read(), self._store
        return vars(build.flow(data, hash, store.codes, store.dated, asked))

    def __eq__(self, other: object) -> bool:
        mine = (getattr(self, each.name) == getattr(other, each.name) for each in fields(Flow))
        return isinstance(other, Flow) and all(mine)


for _field in fields(Flow):
    if _field.name not in build.HEAD:
        setattr(_Kept, _field.name, _Later(_field.name))


def _kept(items: Path, of: str, flows: Mapping[str, Flow]) -> Iterator[bytes]:
    """The sum of the index, the index in a line, the parts. Every file was found right."""
    data = {entry["item"]: entry for entry in _data(items.glob("*.yaml"))}
    codes = _data(sorted((items.parent / "codes").glob("*.yaml")))
    parts = [_json({"codes": codes, "data": _data(figures.files(figures.beside(items)))})]
    for item, flow in flows.items():
        parts += [_json(data[item]["guide"]), _json([data[item], flow.hash, sorted(flow.asked)])]
    heads = [{key: data[item][key] for key in build.ABOUT if key in data[item]} for item in flows]
    listed = [(len(part), sha256(part).hexdigest()) for part in parts]
    index = _json({"of": of, "parts": listed, "heads": heads})
    yield sha256(index).hexdigest().encode() + index + b"\n"
    yield from parts


def _data(paths: Iterable[Path]) -> list[dict[str, Any]]:
    return [parse(path)[1] for path in paths]


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _write(memory: Path, content: bytes) -> None:
    """All of it or nothing, and nobody else's to read or write: two screens may do so at once."""
    memory.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = memory.with_suffix(f".{os.getpid()}")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
    fresh.replace(memory)
