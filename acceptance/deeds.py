"""What the property register says of a home beside who owns it; all invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Deed:
    area: str  # square metres, a decimal text
    since: date  # day of the title
    lender: str = field(repr=False, default="")  # none: no mortgage
    barred: bool = False  # a seizure, an objection or a right of residence


def read(entry: Mapping[str, Any]) -> Deed | None:
    """Of an entry of the homes. Raises KeyError, TypeError or ValueError."""
    held = entry.get("deed")
    if held is None:
        return None
    since = date.fromisoformat(held["since"])
    return Deed(str(held["area"]), since, str(held.get("lender", "")), bool(held.get("barred", False)))
