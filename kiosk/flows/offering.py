"""Where a matter is offered: by region, by the level of the site, by who owns the terminal. Pure.

Domain S-61, S-63, S-66. What a matter does not limit it is offered everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


class Standpoint(Protocol):
    """Where a terminal stands, as its configuration says; "" is not told."""

    @property
    def region(self) -> str: ...
    @property
    def level(self) -> str: ...
    @property
    def owner(self) -> str: ...


@dataclass(frozen=True)
class Offering:
    regions: Sequence[str] = ()  # GB/T 2260; two or four digits stand for all that begin with them
    levels: Sequence[str] = ()
    owners: Sequence[str] = ()

    def reaches(self, there: Standpoint) -> bool:
        return (
            _among(there.level, self.levels)
            and _among(there.owner, self.owners)
            and (not self.regions or not there.region or any(_covers(r, there.region) for r in self.regions))
        )


def offering(data: Mapping[str, Any]) -> Offering:
    return Offering(**{name: tuple(listed) for name, listed in data.get("offered", {}).items()})


def _among(told: str, listed: Sequence[str]) -> bool:
    return not told or not listed or told in listed


def _covers(wide: str, region: str) -> bool:
    """330500 is written 3305 as well: what ends with pairs of zeros is all that lies in it."""
    while wide.endswith("00"):
        wide = wide[:-2]
    return region.startswith(wide)
