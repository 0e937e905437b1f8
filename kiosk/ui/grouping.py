"""Long numbers in groups that an eye can compare, and masked where they are only shown. Pure."""

from __future__ import annotations

from kiosk.flows.fields import SECRET
from kiosk.model import mask_id

_GROUPS = {"idno": (6, 8, 4), "uscc": (4, 4, 4, 4, 2), "mobile": (3, 4, 4)}


def grouped(type: str, value: str) -> str:
    """A number of its full length in groups; anything else as it stands."""
    groups = _GROUPS.get(type, ())
    if len(value) != sum(groups):
        return value
    starts = [sum(groups[:n]) for n in range(len(groups))]
    return " ".join(value[start : start + length] for start, length in zip(starts, groups, strict=True))


def masked(type: str, value: str) -> str:
    """What a page shows that only shows: numbers of persons and their phones are covered in the middle."""
    if type not in SECRET or not value:
        return value
    return mask_id(value) if type == "idno" else f"{value[:3]}****{value[-4:]}"
