"""Reads resources/items/*.yaml into flows, and refuses a file with every mistake it finds, not the first."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import rfc8785
import yaml

from kiosk.flows import build, figures, sources
from kiosk.flows.dated import Dated
from kiosk.flows.definition import Flow
from kiosk.flows.found import Found
from kiosk.flows.reading import RESOURCES, FlowError, Mistake, hold_to_schema, line_of, parse
from kiosk.flows.sources import Source
from kiosk.flows.text import CodeList, Option, Text

__all__ = ("RESOURCES", "FlowError", "Mistake", "load", "load_codes", "load_items", "load_sound")


def load_items(folder: Path = RESOURCES / "items") -> dict[str, Flow]:
    """Every item of a folder by its name. Raises FlowError with all mistakes of all files."""
    flows, mistakes = load_sound(folder)
    if mistakes:
        raise FlowError(mistakes)
    return flows


def load_sound(folder: Path, *, proved: bool = False) -> tuple[dict[str, Flow], list[Mistake]]:
    """The items of a folder that can go live, and what is wrong with the others: a broken file closes its own
    matter, and no other. `proved`: these very bytes were found without a mistake before; what finds mistakes
    takes longer to load than the items."""
    codes, mistakes = _sound_codes(folder.parent / "codes", proved=proved)
    dated, ill_dated = figures.load(figures.beside(folder), proved=proved)
    catalogue, ill_sourced = ({}, []) if proved else sources.beside(folder)
    mistakes += ill_dated + ill_sourced
    flows: dict[str, Flow] = {}
    for path in sorted(folder.glob("*.yaml")):
        try:
            flow = load(path, codes, dated, catalogue, proved=proved)
            flows[flow.item] = flow
        except FlowError as error:
            mistakes += error.mistakes
    return dict(sorted(flows.items(), key=lambda entry: entry[1].home)), mistakes


def load(
    path: Path,
    codes: Mapping[str, tuple[CodeList, str]],
    dated: Mapping[str, tuple[Dated, str]] | None = None,
    catalogue: Mapping[str, Source] | None = None,
    *,
    proved: bool = False,
) -> Flow:
    """One item; without `dated` and `catalogue` what is beside it, or the shipped ones. Raises FlowError."""
    if dated is None:
        dated, _ = figures.load(figures.beside(path.parent))
    if catalogue is None:
        catalogue, ill = sources.beside(path.parent)
        if ill:
            raise FlowError(ill)
    root, data = parse(path)
    lists = {name: entry[0] for name, entry in codes.items()}
    spans = {name: entry[0] for name, entry in dated.items()}
    if proved:
        return build.flow(data, _hash(data, codes, dated), lists, spans)
    from kiosk.flows import lint, sampling

    hold_to_schema("item", path, root, data)
    found = [*lint.mistakes(data, lists, spans, catalogue)]
    if data["item"] != path.stem:
        found.append(Found(("item",), "name", f"the file must be called {data['item']}.yaml"))
    if found:
        raise _refused(path, root, found)
    flow = build.flow(data, _hash(data, codes, dated), lists, spans)
    if unsound := [*sampling.mistakes(data, flow)]:
        raise _refused(path, root, unsound)
    return flow


def _hash(
    data: Mapping[str, Any],
    codes: Mapping[str, tuple[CodeList, str]],
    dated: Mapping[str, tuple[Dated, str]],
) -> str:
    asking = [entry for step in data["steps"] for entry in (step, *step.get("fields", ()))]
    used = sorted({entry["codes"] for entry in asking if "codes" in entry})
    whole: dict[str, Any] = {"item": data, "codes": {name: codes[name][1] for name in used}}
    if "data" in data:
        whole["data"] = {file: dated[file][1] for file in data["data"].values()}
    return hashlib.sha256(rfc8785.dumps(whole)).hexdigest()


def _refused(path: Path, root: yaml.Node | None, found: Iterable[Found]) -> FlowError:
    return FlowError([Mistake(path.name, line_of(root, f.path), f.rule, f.remedy) for f in found])


def load_codes(folder: Path = RESOURCES / "codes") -> dict[str, tuple[CodeList, str]]:
    """Every code list of a folder with the digest of its content. Raises FlowError."""
    lists, mistakes = _sound_codes(folder)
    if mistakes:
        raise FlowError(mistakes)
    return lists


def _sound_codes(
    folder: Path, *, proved: bool = False
) -> tuple[dict[str, tuple[CodeList, str]], list[Mistake]]:
    lists: dict[str, tuple[CodeList, str]] = {}
    mistakes: list[Mistake] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            found, digest = _code_list(path, proved=proved)
            lists[found.name] = found, digest
        except FlowError as error:
            mistakes += error.mistakes
    return lists, mistakes


def _code_list(path: Path, *, proved: bool) -> tuple[CodeList, str]:
    root, data = parse(path)
    if not proved:
        hold_to_schema("codes", path, root, data)
    return code_list(data), hashlib.sha256(rfc8785.dumps(data)).hexdigest()


def code_list(data: Mapping[str, Any]) -> CodeList:
    options = {
        code: Option(code, Text(entry["zh-CN"], entry["zh-CN"], entry["en"]))
        for code, entry in data["entries"].items()
    }
    return CodeList(data["list"], options, {code: entry["pinyin"] for code, entry in data["entries"].items()})
