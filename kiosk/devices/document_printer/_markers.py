"""marker-levels → how much toner or ink there is: the lowest marker decides.

From 0 to 100 a level is a percentage; a negative one says that the printer does not know. A waste box is no
marker (marker-types waste-*): it is full when it is bad, and the reasons of the printer tell of it. Printers
without markers may tell the same in printer-supply: one text of keys and values for each supply.
"""

from __future__ import annotations

from itertools import zip_longest

from kiosk.devices.document_printer import _reasons
from kiosk.devices.document_printer._message import Attributes
from kiosk.model import Fault, Supply

FACTS = ("marker-levels", "marker-low-levels", "marker-types", "printer-supply")
_COLOURS = ("toner", "tonercartridge", "ink", "inkcartridge")
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
    if "marker-levels" not in facts:
        levels = map(_level, facts.get("printer-supply", ()))
        return [(level, _USUAL_LOW) for level in levels if level is not None]
    found = []
    types, lows = facts.get("marker-types", ()), facts.get("marker-low-levels", ())
    for level, kind, low in zip_longest(facts.get("marker-levels", ()), types, lows):
        if isinstance(level, int) and not str(kind).startswith("waste"):
            found.append((level, low if isinstance(low, int) and low >= 0 else _USUAL_LOW))
    return found


def _level(supply: object) -> int | None:
    """In percent, -1 where the printer does not know; None for a supply of no colour."""
    text = supply.decode("ascii", "replace") if isinstance(supply, bytes) else str(supply)
    fields = dict(field.partition("=")[::2] for field in text.split(";"))
    if fields.get("type", "").lower() not in _COLOURS:
        return None
    try:
        level, most = int(fields["level"]), int(fields.get("maxcapacity", "-1"))
    except (KeyError, ValueError):
        return -1
    if level < 0 or most <= 0:
        return -1
    return min(100, level * 100 // most)
