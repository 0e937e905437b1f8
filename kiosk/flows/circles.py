"""What needs itself, by way of others: nobody could ever begin with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def shortest(key: str, needs: Mapping[str, Sequence[str]]) -> list[str]:
    """The shortest way from a name back to itself; empty if there is none."""
    ways, seen = [[key]], set[str]()
    while ways:
        way = ways.pop(0)
        for other in needs.get(way[-1], ()):
            if other == key:
                return [*way, key]
            if other not in seen:
                seen.add(other)
                ways.append([*way, other])
    return []
