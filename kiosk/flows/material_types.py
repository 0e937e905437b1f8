"""The types of material that are given once and used again: `resources/materials.yaml` (domain §6.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from kiosk.flows.reading import RESOURCES, FlowError, Mistake, parse
from kiosk.flows.text import Text


@dataclass(frozen=True)
class MaterialType:
    code: str
    title: Text
    days: int  # for which one stands for the paper

    def until(self, taken: date) -> date:
        """The last day."""
        return taken + timedelta(days=self.days)


@cache
def load() -> Mapping[str, MaterialType]:
    """By code. Raises FlowError."""
    path = RESOURCES / "materials.yaml"
    _, data = parse(path)
    try:
        return {
            entry["code"]: MaterialType(
                entry["code"],
                Text(*(entry["title"][language] for language in ("zh-CN", "zh-easy", "en"))),
                int(entry["days"]),
            )
            for entry in data["types"]
        }
    except (KeyError, TypeError, ValueError) as error:
        raise FlowError([Mistake(path.name, 1, "types", type(error).__name__)]) from None
