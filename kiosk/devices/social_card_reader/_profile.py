"""How the cards of a region want to be read, as profiles.yaml beside this module says."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

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
    try:
        return every()[name]
    except KeyError:
        raise ValueError(f"选项 profile 没有 {name!r}；可以写 {'、'.join(every())}") from None


@cache
def every() -> dict[str, Profile]:
    text = files(__package__).joinpath("profiles.yaml").read_text("utf-8")
    profiles = {name: _profile(entry) for name, entry in yaml.safe_load(text).items()}
    wrong = [name for name, profile in profiles.items() if not profile.sane]
    if wrong:
        raise ValueError(f"profiles.yaml: {', '.join(wrong)}")
    return profiles


def _profile(entry: dict[str, Any]) -> Profile:
    lists = {"addressing": tuple(entry["addressing"]), "pin_digits": tuple(entry["pin_digits"])}
    return Profile(**{**entry, **lists})
