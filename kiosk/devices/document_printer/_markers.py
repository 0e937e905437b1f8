"""marker-levels → how much toner or ink there is: the lowest marker decides.

From 0 to 100 a level is a percentage; a negative one says that the printer does not know. A waste box is no
marker (marker-types waste-*): it is full when it is bad, and the reasons of the printer tell of it.
"""

from __future__ import annotations

from itertools import zip_longest

from kiosk.devices.document_printer import _reasons
from kiosk.devices.document_printer._message import Attributes
from kiosk.model import Fault, Supply

FACTS = ("marker-levels", "marker-low-levels", "marker-types")
_USUAL_LOW = 10  # percent: our own threshold, for printers that do not give theirs (marker-low-levels)


def supply(facts: Attributes) -> tuple[Supply, Fault | None]:
    """One marker that is low is enough; full is only said when the level of every marker is known."""
    markers = _markers(facts)
    low = [level for level, limit in markers if 0 <= level <= limit]
    if low:
        return (Supply.LOW if min(low) else Supply.OUT), _reasons.marker_low(min(low))
    known = bool(markers) and all(level >= 0 for level, _ in markers)
    return (Supply.FULL if known else Supply.UNKNOWN), None


def _markers(facts: Attributes) -> list[tuple[int, int]]:
    """Level, and from where on it is low."""
    found = []
    types, lows = facts.get("marker-types", ()), facts.get("marker-low-levels", ())
    for level, kind, low in zip_longest(facts.get("marker-levels", ()), types, lows):
        if isinstance(level, int) and not str(kind).startswith("waste"):
            found.append((level, low if isinstance(low, int) and low >= 0 else _USUAL_LOW))
    return found
