"""Whether data keeps a JSON Schema: yes, or not certain. Says nothing of what is wrong.

A screen starts with a configuration that is right nearly always, and what finds the words for one that is not
takes as long to import as half a window. Whatever is not certain here is left to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

_SAYS_NOTHING = frozenset(("$schema", "title", "description", "examples", "default"))


def conforms(data: Any, schema: Mapping[str, Any]) -> bool:
    """True only where the schema is kept; a keyword that is not known here is never kept."""
    return all(
        word in _KEPT and _KEPT[word](data, limit, schema)
        for word, limit in schema.items()
        if word not in _SAYS_NOTHING
    )


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_TYPES: Mapping[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": _number,
}


def _type(value: Any, name: Any, schema: Mapping[str, Any]) -> bool:
    return isinstance(name, str) and name in _TYPES and _TYPES[name](value)


def _required(value: Any, names: Any, schema: Mapping[str, Any]) -> bool:
    return not isinstance(value, dict) or all(name in value for name in names)


def _properties(value: Any, entries: Any, schema: Mapping[str, Any]) -> bool:
    if not isinstance(value, dict):
        return True
    return all(conforms(value[name], entry) for name, entry in entries.items() if name in value)


def _others(value: Any, entry: Any, schema: Mapping[str, Any]) -> bool:
    if not isinstance(value, dict):
        return True
    others = [name for name in value if name not in schema.get("properties", {})]
    if isinstance(entry, bool):
        return entry or not others
    return all(conforms(value[name], entry) for name in others)


_KEPT: Mapping[str, Callable[[Any, Any, Mapping[str, Any]], bool]] = {
    "type": _type,
    "required": _required,
    "properties": _properties,
    "additionalProperties": _others,
    "minLength": lambda value, least, _: not isinstance(value, str) or len(value) >= least,
    "maxLength": lambda value, most, _: not isinstance(value, str) or len(value) <= most,
    "pattern": lambda value, form, _: not isinstance(value, str) or re.search(form, value) is not None,
    "minimum": lambda value, least, _: not _number(value) or value >= least,
    "maximum": lambda value, most, _: not _number(value) or value <= most,
    "exclusiveMinimum": lambda value, least, _: not _number(value) or value > least,
}
