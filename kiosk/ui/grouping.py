"""Long numbers in groups that an eye can compare. Pure."""

from __future__ import annotations

_GROUPS = {"idno": (6, 8, 4), "uscc": (4, 4, 4, 4, 2), "mobile": (3, 4, 4)}


def grouped(type: str, value: str) -> str:
    """A number of its full length in groups; anything else as it stands."""
    groups = _GROUPS.get(type, ())
    if len(value) != sum(groups):
        return value
    starts = [sum(groups[:n]) for n in range(len(groups))]
    return " ".join(value[start : start + length] for start, length in zip(starts, groups, strict=True))
