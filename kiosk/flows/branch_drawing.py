"""The branches of a matter in its picture: who waits for whom, from acceptance to the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kiosk.flows.calendar import Limit, Unit
from kiosk.flows.definition import Branch

UNITS = {Unit.WORKING_DAYS: "个工作日", Unit.DAYS: "天", Unit.HOURS: "小时", Unit.MINUTES: "分钟"}
ROW, BOX, WIDTH, GAP = 110, 64, 270, 20  # user units
ABREAST = 3  # boxes in one row


def promised(limit: Limit | None) -> str:
    return "当场" if limit is None else f"{limit.count} {UNITS[limit.unit]}"


def below(branch: Branch) -> str:
    """What stands under the name of a branch."""
    parts = [branch.department.zh, promised(branch.limit)]
    parts += ["不影响办结"] if branch.optional else []
    parts += [f"仅当 {branch.when.source}"] if branch.when else []
    return " · ".join(parts)


def mermaid(branches: Sequence[Branch]) -> Iterator[str]:
    if not branches:
        return
    makers = {branch.output: branch.key for branch in branches if branch.output}
    needed = {need for branch in branches for need in branch.needs}
    yield "  filed --> accepted([受理])"
    for branch in branches:
        yield f'  branch_{branch.key}["{branch.name.zh}<br/>{below(branch)}"]'
        for need in branch.needs:
            yield f"  branch_{need} --> branch_{branch.key}"
        for output in branch.takes:
            yield f'  branch_{makers[output]} -. "{output}" .-> branch_{branch.key}'
        if not branch.needs:
            yield f"  accepted --> branch_{branch.key}"
        if branch.key not in needed:
            yield f"  branch_{branch.key} --> concluded([办结])"


def rows(branches: Sequence[Branch]) -> list[list[Branch]]:
    """Each below whatever it waits for; at most so many abreast."""
    depths: dict[str, int] = {}
    makers = {branch.output: branch.key for branch in branches if branch.output}
    waits = {b.key: [*b.needs, *(makers[name] for name in b.takes)] for b in branches}
    while len(depths) < len(branches):  # no circles: the linter saw to it
        for key, others in waits.items():
            if key not in depths and all(other in depths for other in others):
                depths[key] = 1 + max((depths[other] for other in others), default=-1)
    found = []
    for depth in sorted(set(depths.values())):
        level = [branch for branch in branches if depths[branch.key] == depth]
        found += [level[start : start + ABREAST] for start in range(0, len(level), ABREAST)]
    return found


def places(branches: Sequence[Branch], left: int, top: int) -> dict[str, tuple[int, int]]:
    """The upper left corner of each box, below `top`."""
    return {
        branch.key: (left + column * (WIDTH + GAP), top + row * ROW)
        for row, level in enumerate(rows(branches))
        for column, branch in enumerate(level)
    }


def height(branches: Sequence[Branch]) -> int:
    return len(rows(branches)) * ROW


def lines(
    branches: Sequence[Branch], corners: dict[str, tuple[int, int]], start: tuple[int, int]
) -> Iterator[str]:
    """From above each box to the box; `start`: where whatever needs nothing else comes from."""
    makers = {branch.output: branch.key for branch in branches if branch.output}
    for branch in branches:
        x, y = corners[branch.key]
        ends = [(corners[need], "") for need in branch.needs]
        ends += [
            (corners[makers[name]], ' stroke-dasharray="2 4"')
            for name in branch.takes
            if makers[name] not in branch.needs
        ]
        for (from_x, from_y), dashes in ends:
            yield _line(from_x + WIDTH // 2, from_y + BOX, x + WIDTH // 2, y, dashes)
        if not branch.needs:
            yield _line(*start, x + WIDTH // 2, y, "")


def _line(from_x: int, from_y: int, to_x: int, to_y: int, dashes: str) -> str:
    middle = to_y - (ROW - BOX) // 2
    way = f"M{from_x} {from_y} V{middle} H{to_x} V{to_y}"
    return f'<path d="{way}" fill="none" stroke="#1d6b34"{dashes}/>'
