"""Reads resources/items/*.yaml into flows, and refuses a file with every mistake it finds, not the first."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import rfc8785
import yaml

from kiosk.flows import build, lint
from kiosk.flows.definition import Flow
from kiosk.flows.text import CodeList, Option, Text

RESOURCES = Path(__file__).parents[2] / "resources"


@dataclass(frozen=True)
class Mistake:
    file: str
    line: int
    rule: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.rule}: {self.remedy}"


class FlowError(Exception):
    """Files that must not go live, with all that is wrong with them."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("\n".join(str(mistake) for mistake in mistakes))
        self.mistakes = mistakes


def load_items(folder: Path = RESOURCES / "items") -> dict[str, Flow]:
    """Every item of a folder by its name. Raises FlowError with all mistakes of all files."""
    flows, mistakes = load_sound(folder)
    if mistakes:
        raise FlowError(mistakes)
    return flows


def load_sound(folder: Path) -> tuple[dict[str, Flow], list[Mistake]]:
    """The items of a folder that can go live, and what is wrong with the others: a broken file closes its own
    matter, and no other."""
    codes, mistakes = _sound_codes(folder.parent / "codes")
    flows: dict[str, Flow] = {}
    for path in sorted(folder.glob("*.yaml")):
        try:
            flow = load(path, codes)
            flows[flow.item] = flow
        except FlowError as error:
            mistakes += error.mistakes
    return flows, mistakes


def load(path: Path, codes: Mapping[str, tuple[CodeList, str]]) -> Flow:
    root, data = _parse(path)
    _hold_to_schema("item", path, root, data)
    found = [*lint.mistakes(data, {name: entry[0] for name, entry in codes.items()})]
    if data["item"] != path.stem:
        found.append(lint.Found(("item",), "name", f"the file must be called {data['item']}.yaml"))
    if found:
        raise FlowError([Mistake(path.name, _line(root, f.path), f.rule, f.remedy) for f in found])
    used = sorted({step["codes"] for step in data["steps"] if "codes" in step})
    fingerprint = rfc8785.dumps({"item": data, "codes": {name: codes[name][1] for name in used}})
    lists = {name: codes[name][0] for name in used}
    return build.flow(data, hashlib.sha256(fingerprint).hexdigest(), lists)


def load_codes(folder: Path = RESOURCES / "codes") -> dict[str, tuple[CodeList, str]]:
    """Every code list of a folder with the digest of its content. Raises FlowError."""
    lists, mistakes = _sound_codes(folder)
    if mistakes:
        raise FlowError(mistakes)
    return lists


def _sound_codes(folder: Path) -> tuple[dict[str, tuple[CodeList, str]], list[Mistake]]:
    lists: dict[str, tuple[CodeList, str]] = {}
    mistakes: list[Mistake] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            found, digest = _code_list(path)
            lists[found.name] = found, digest
        except FlowError as error:
            mistakes += error.mistakes
    return lists, mistakes


def _code_list(path: Path) -> tuple[CodeList, str]:
    root, data = _parse(path)
    _hold_to_schema("codes", path, root, data)
    options = {
        code: Option(code, Text(entry["zh-CN"], entry["zh-CN"], entry["en"]))
        for code, entry in data["entries"].items()
    }
    pinyin = {code: entry["pinyin"] for code, entry in data["entries"].items()}
    digest = hashlib.sha256(rfc8785.dumps(data)).hexdigest()
    return CodeList(data["list"], options, pinyin), digest


class _Loader(yaml.CSafeLoader):
    """Safe YAML that refuses a key written twice, which plain YAML silently overwrites."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{key.value} twice", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _parse(path: Path) -> tuple[yaml.Node | None, dict[str, Any]]:
    try:
        loader = _Loader(path.read_text("utf-8"))
        root = loader.get_single_node()
        data = loader.construct_document(root) if root is not None else None
    except UnicodeDecodeError:
        raise FlowError([Mistake(path.name, 1, "encoding", "write the file in UTF-8")]) from None
    except OSError as error:
        raise FlowError([Mistake(path.name, 1, "file", f"cannot be read: {error.strerror}")]) from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise FlowError([Mistake(path.name, line, "yaml", str(error.problem))]) from None
    except yaml.YAMLError as error:
        raise FlowError([Mistake(path.name, 1, "yaml", str(error))]) from None
    if not isinstance(data, dict):
        raise FlowError([Mistake(path.name, 1, "yaml", "the file must be a mapping")])
    return root, data


@cache
def _validator(name: str) -> jsonschema_rs.Validator:
    schema = json.loads((RESOURCES / "schema" / f"{name}.schema.json").read_text("utf-8"))
    return jsonschema_rs.validator_for(schema)


def _hold_to_schema(name: str, path: Path, root: yaml.Node | None, data: Any) -> None:
    mistakes = []
    for error in sorted(_validator(name).iter_errors(data), key=lambda e: [str(p) for p in e.instance_path]):
        place = tuple(error.instance_path)
        where = "/".join(str(part) for part in place)
        remedy = f"{where}: {error.message}" if where else error.message
        mistakes.append(Mistake(path.name, _line(root, place), "schema", remedy))
    if mistakes:
        raise FlowError(mistakes)


def _line(node: yaml.Node | None, path: tuple[Any, ...]) -> int:
    """The line of the deepest node of the path that is there."""
    if node is None:
        return 1
    line = node.start_mark.line + 1
    for part in path:
        if isinstance(node, yaml.MappingNode):
            found = [(k, v) for k, v in node.value if k.value == str(part)]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            found = [(node.value[part], node.value[part])]
        else:
            found = []
        if not found:
            break
        line, node = found[0][0].start_mark.line + 1, found[0][1]
    return int(line)
