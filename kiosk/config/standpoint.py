"""Where a terminal stands, as far as that decides what it offers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Standpoint:
    """What is not told ("") is no reason to leave a matter out."""

    region: str = ""  # GB/T 2260, six digits
    level: str = ""  # province, city, county, town, village
    owner: str = ""  # government, bank, post, social
