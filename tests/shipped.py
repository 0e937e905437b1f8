"""The service items that come with the program, read once a process: they are values."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from kiosk.flows.definition import Flow
from kiosk.flows.loader import load_items


@cache
def items() -> Mapping[str, Flow]:
    return load_items()
