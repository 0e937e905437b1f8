"""How the cards of a region want to be read, as profiles.yaml beside this module says."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from kiosk.devices import _profiles

Addressing = Literal["identifier", "number"]


@dataclass(frozen=True)
class Profile:
    select: int
    addressing: tuple[Addressing, ...]
    pin_first: bool
    pin_coding: Literal["bcd", "ascii"]
    pin_digits: tuple[int, ...]

    @property
    def sane(self) -> bool:
        return (
            self.select in (0, 2)
            and bool(self.addressing)
            and set(self.addressing) <= {"identifier", "number"}
            and self.pin_coding in ("bcd", "ascii")
            and all(digits > 0 and digits % 2 == 0 for digits in self.pin_digits)
        )


def named(name: str) -> Profile:
    """Raises ValueError for a profile that does not exist."""
    return _profiles.named(every(), name)


@cache
def every() -> dict[str, Profile]:
    return _profiles.read(__package__, _profile, lambda profile: profile.sane)


def _profile(entry: dict[str, Any]) -> Profile:
    lists = {"addressing": tuple(entry["addressing"]), "pin_digits": tuple(entry["pin_digits"])}
    return Profile(**{**entry, **lists})
