"""What a technician writes on a command line, as the type that the adapter's option has."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from typing import get_type_hints

from kiosk.devices import adapters, kinds, module

_WHOLE = re.compile(r"[+-]?[0-9]+")


def options(kind: str, adapter: str, pairs: Iterable[str]) -> dict[str, object]:
    """KEY=VALUE by the annotations of the adapter's `connect`; of a key that comes twice, the last.

    What is no value of that type stays text, for the adapter to refuse by the option's name. Raises
    ValueError for a pair that is none.
    """
    hints = _hints(kind, adapter)
    found: dict[str, object] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key:
            raise ValueError(f"--option 要写成 KEY=VALUE，现在是 {pair!r}")
        found[key] = _typed(hints.get(key, str), value)
    return found


def _hints(kind: str, adapter: str) -> dict[str, object]:
    if kind not in kinds() or adapter not in adapters(kind):
        return {}  # who opens it says that there is none
    return dict(get_type_hints(module(kind, adapter).connect))


def _typed(hint: object, value: str) -> object:
    if hint is str:
        return _unquoted(value)
    if hint is int:
        return int(value) if _WHOLE.fullmatch(value) else value
    if hint is float:
        return _number(value)
    return _json(value) if value.startswith("[") else [part.strip() for part in value.split(",")]


def _number(value: str) -> object:
    try:
        number = float(value)
    except ValueError:
        return value
    return number if math.isfinite(number) else value


def _unquoted(value: str) -> str:
    """Also as terminal.toml has it, in quotes."""
    found = _json(value) if value.startswith('"') else value
    return found if isinstance(found, str) else value


def _json(value: str) -> object:
    try:
        found: object = json.loads(value)
    except ValueError:
        return value
    return found
