"""What a JSON Schema cannot see in proofs: no basis in law, a source that nobody has, a circle; and in the
pages that send people elsewhere: a number that nobody can dial."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from kiosk.flows import circles
from kiosk.flows.found import Found
from kiosk.flows.sources import Source

_DIALLED = re.compile(r"\+?[0-9][0-9 -]{1,18}[0-9]")

Place = tuple[str | int, ...]


def mistakes(data: Mapping[str, Any], sources: Mapping[str, Source]) -> Iterator[Found]:
    yield from _sources(data, sources)
    yield from _bases(data)
    yield from _needs(data)
    yield from _elsewhere(data, ())


def _sources(data: Mapping[str, Any], sources: Mapping[str, Source]) -> Iterator[Found]:
    for place, code, asked in _named(data):
        if code not in sources:
            yield Found(place, "source", f"{code} is in no catalogue of sources (sources.yaml)")
        elif asked and asked != sources[code].kind:
            yield Found(
                place, "source", f"{code} is asked for as {asked}, and is of kind {sources[code].kind}"
            )


def _named(data: Mapping[str, Any]) -> Iterator[tuple[Place, str, str]]:
    """Every source with its place and the way that it is asked; none where people only agree to it."""
    for index, entry in enumerate(data.get("prefill", ())):
        yield ("prefill", index, "source"), entry["source"], "share"
    for index, step in enumerate(data["steps"]):
        for number, consent in enumerate(step.get("consents", ())):
            yield ("steps", index, "consents", number, "source"), consent["source"], ""
    for index, material in enumerate(data.get("materials", ())):
        for number, rung in enumerate(material.get("rungs", ())):
            if "source" in rung:
                yield ("materials", index, "rungs", number, "source"), rung["source"], rung["kind"]


def _bases(data: Mapping[str, Any]) -> Iterator[Found]:
    for index, material in enumerate(data.get("materials", ())):
        if not material["legal_basis"].strip():
            remedy = f"无法律法规依据,应取消: no law asks for {material['key']}, so nobody may"
            yield Found(("materials", index, "legal_basis"), "basis", remedy)


def _needs(data: Mapping[str, Any]) -> Iterator[Found]:
    """A material that is only given to who shows another one comes after it, and never needs itself."""
    materials = data.get("materials", ())
    needs = {material["key"]: material.get("needs", ()) for material in materials}
    before: set[str] = set()
    for index, material in enumerate(materials):
        key, place = material["key"], ("materials", index, "needs")
        if circle := circles.shortest(key, needs):
            yield Found(place, "circle", f"循环证明: {' needs '.join(circle)}")
        for other in () if circle else needs[key]:
            if other not in needs:
                yield Found(place, "reference", f"no material {other}")
            elif other not in before:
                yield Found(place, "order", f"put {other} before {key}, which is only given to who shows it")
        before.add(key)


def _elsewhere(node: Any, path: Place) -> Iterator[Found]:
    """Whoever is sent elsewhere is told where, and a number that a telephone takes."""
    if isinstance(node, Mapping):
        if isinstance(node.get("phone"), str) and not _DIALLED.fullmatch(node["phone"]):
            yield Found((*path, "phone"), "phone", "write a number to dial, such as 12345 or 0572-8071234")
        if "phone" in node and not all(said.strip() for said in node.get("where", {}).values()):
            yield Found((*path, "where"), "where", "say where it can be done, in every language")
        for key, value in node.items():
            yield from _elsewhere(value, (*path, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _elsewhere(value, (*path, index))
