"""What citizens lose with a device: the matters that need it, read from the items themselves."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

from kiosk.flows.loader import load_sound
from kiosk.model import Health

_SHOWN = 6  # matters by name


@dataclass(frozen=True)
class Offer:
    matters: tuple[
        tuple[str, frozenset[str]], ...
    ]  # title, and the kinds of device without which it is closed

    @classmethod
    def read(cls, items: Path) -> Offer:
        """Of the items that can go live; the others are closed already."""
        flows, _ = load_sound(items) if items.is_dir() else ({}, [])
        return cls(tuple((flow.title.zh, frozenset(flow.required)) for flow in flows.values()))

    def without(self, kinds: Collection[str]) -> list[str]:
        """Titles of what cannot be done where these kinds are out of order."""
        return [title for title, required in self.matters if required & set(kinds)]

    def told(self, health: Health, *kinds: str) -> Health:
        """A failing device's finding, with what is closed for it."""
        if health.result != "fail":
            return health
        closed = self.without(kinds)
        rest = f" 等 {len(closed)} 项" if len(closed) > _SHOWN else ""
        said = f"停用后不能办：{'、'.join(closed[:_SHOWN])}{rest}" if closed else "没有事项因它停办"
        return replace(health, advice=f"{health.advice}；{said}" if health.advice else said)
