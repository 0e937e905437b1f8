"""A checked entry of `branches` in, a branch out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kiosk.flows.calendar import Limit, Unit
from kiosk.flows.definition.branches import FORM, Branch
from kiosk.flows.rules import Rule
from kiosk.flows.text import Text

AT_ONCE = "at_once"


def branch(entry: Mapping[str, Any]) -> Branch:
    limit, failure = entry["limit"], entry["failure"]
    return Branch(
        key=entry["key"],
        name=_text(entry["name"]),
        department=_text(entry["department"]),
        where=_text(failure["where"]),
        phone=failure["phone"],
        needs=tuple(need for need in entry["needs"] if need != FORM),
        takes=tuple(entry.get("takes", ())),
        uses=tuple(entry.get("uses", ())),
        output=entry.get("output", ""),
        charge=entry.get("charge", ""),
        limit=None if limit == AT_ONCE else Limit(limit["count"], Unit(limit["unit"])),
        optional=entry.get("optional", False),
        when=Rule(entry["when"]) if "when" in entry else None,
    )


def _text(entry: Mapping[str, str]) -> Text:
    return Text(entry["zh-CN"], entry["zh-easy"], entry["en"])
