"""YAML files of a policy officer → checked data, or every mistake in them with its line."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    import jsonschema_rs

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


_OPENERS = ("[", "{", "- ", "? ")
_STACK = 5000  # levels, of which 20,000 are no danger yet
_DEEPEST = 100
_KEY_TAGS = ("tag:yaml.org,2002:str", "tag:yaml.org,2002:merge")


class _Loader(yaml.CSafeLoader):
    """Safe YAML that refuses a key written twice, which plain YAML silently overwrites, and one that it
    takes for no text, such as `on`; and leaves a day the text that it is."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{key.value} twice", key.start_mark)
            if key.tag not in _KEY_TAGS:
                problem = f"write {key.value} in quotes, or name it otherwise"
                raise yaml.constructor.ConstructorError(None, None, problem, key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {
    first: [entry for entry in known if entry[0] != "tag:yaml.org,2002:timestamp"]
    for first, known in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def parse(path: Path) -> tuple[yaml.Node | None, dict[str, Any]]:
    try:
        text = path.read_text("utf-8")
        if deep := _too_deep(text):
            raise FlowError(
                [Mistake(path.name, deep, "yaml", f"no more than {_DEEPEST} levels in each other")]
            )
        loader = _Loader(text)
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


def _too_deep(text: str) -> int:
    """The line that goes too deep, or 0. libyaml's composer calls itself for each level, to its stack's end.

    Only what opens a level can go deep in few bytes; a file with fewer of them than the stack takes is sound.
    """
    if sum(text.count(mark) for mark in _OPENERS) < _STACK:
        return 0
    depth = 0
    for event in yaml.parse(text, yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            return event.start_mark.line + 1 if event.start_mark else 1
    return 0


@cache
def _validator(name: str) -> jsonschema_rs.Validator:
    import jsonschema_rs  # files that were found right before do not wait for it

    schema = json.loads((RESOURCES / "schema" / f"{name}.schema.json").read_text("utf-8"))
    return jsonschema_rs.validator_for(schema)


def hold_to_schema(name: str, path: Path, root: yaml.Node | None, data: Any) -> None:
    mistakes = []
    for error in sorted(_validator(name).iter_errors(data), key=lambda e: [str(p) for p in e.instance_path]):
        place = tuple(error.instance_path)
        where = "/".join(str(part) for part in place)
        remedy = f"{where}: {error.message}" if where else error.message
        mistakes.append(Mistake(path.name, line_of(root, place), "schema", remedy))
    if mistakes:
        raise FlowError(mistakes)


def line_of(node: yaml.Node | None, path: tuple[Any, ...]) -> int:
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
