"""When a terminal asks again: in the slot that the platform gave it, or after a doubling, capped time.

Both are jittered, so that what cut off a thousand terminals at one moment does not bring them back at one.
"""

from __future__ import annotations

import random

FIRST_WAIT = 1.0  # seconds
LONGEST_WAIT = 30.0
LONGEST_SLOT = 3600.0  # what a platform may ask for
_SPREAD = 0.1  # of a slot, that a terminal may come later
_WIDEST = 15.0  # seconds
_CHANCE = random.Random()


def after_failures(count: int, chance: random.Random | None = None) -> float:
    """Seconds to wait after so many failures before this one."""
    ceiling: float = min(FIRST_WAIT * 2 ** min(count, 20), LONGEST_WAIT)
    return ceiling * (chance or _CHANCE).uniform(0.5, 1.0)


def in_slot(slot: float, chance: random.Random | None = None) -> float:
    """Seconds to wait for a slot that begins in `slot` seconds: never less, and not much more."""
    return min(slot + (chance or _CHANCE).uniform(0.0, min(slot * _SPREAD, _WIDEST)), LONGEST_SLOT)
