"""A flow as a picture, in SVG: steps from top to bottom, ways round those not all are asked, stops beside.

Beside the step of the materials stands each ladder, as who asks whom from the first rung to the last; below
the last step the branches that departments work on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from kiosk.flows import branch_drawing
from kiosk.flows.definition import Flow, Material, Materials, Step

_BOX, _GAP, _MARGIN = 64, 34, 30  # user units
_LEFT, _WIDTH = 100, 380
_SIDE, _SIDE_BOX, _SIDE_WIDTH = _LEFT + _WIDTH + 70, 52, 360
_HEAD = 50
_WIDEST_RULE, _SHORTEST = 44, 18  # letters
_COLOURS = {  # paper and ink
    "step": ("#ffffff", "#1f4e79"),
    "asked": ("#fff8e6", "#8a5a00"),  # of some people only
    "stop": ("#fdeeee", "#a32020"),
    "ladder": ("#eef4fb", "#1f4e79"),
    "end": ("#eaf5ec", "#1d6b34"),
}
_RUNGS = {
    "share": "共享",
    "licence": "电子证照",
    "verify": "核验",
    "reuse": "已有材料",
    "commit": "承诺",
    "defer": "容缺",
    "capture": "拍照",
    "original": "原件",
}


@dataclass(frozen=True)
class _Aside:
    kind: str
    title: str
    below: str


def svg(flow: Flow) -> str:
    tops, top = [], _MARGIN + _HEAD
    asides = [_asides(flow, step) for step in flow.steps]
    for beside in asides:
        tops.append(top)
        top += max(_BOX, len(beside) * (_SIDE_BOX + 12)) + _GAP
    width = _SIDE + _SIDE_WIDTH + _MARGIN
    height = top + _BOX + _MARGIN + branch_drawing.height(flow.branches)
    body = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"',
        ' font-family="Noto Sans CJK SC, sans-serif">',
        f'<rect width="{width}" height="{height}" fill="#f6f7f9"/>',
        _words(_LEFT, _MARGIN + 14, 22, flow.title.zh),
        *_ways_round(flow.steps, [*tops, top]),
        *_arrows([*tops, top]),
    ]
    for step, y, beside in zip(flow.steps, tops, asides, strict=True):
        rule = f"仅当 {step.when.source}" if step.when else ""
        title = f"{step.stage} · {step.title.zh}"
        body += _box("asked" if step.when else "step", _LEFT, y, _WIDTH, _BOX, title, rule)
        for number, aside in enumerate(beside):
            body += _beside(aside, y, y + number * (_SIDE_BOX + 12))
    body += _box("end", _LEFT, top, _WIDTH, _BOX, "收件", "")
    body += [*_branches(flow, top + _BOX), "</svg>"]
    return "\n".join(body)


def _branches(flow: Flow, end: int) -> Iterator[str]:
    corners = branch_drawing.places(flow.branches, _MARGIN, end + branch_drawing.ROW - branch_drawing.BOX)
    yield from branch_drawing.lines(flow.branches, corners, (_LEFT + _WIDTH // 2, end))
    for branch in flow.branches:
        left, top = corners[branch.key]
        kind = "asked" if branch.optional or branch.when else "step"
        size = branch_drawing.WIDTH, branch_drawing.BOX
        yield from _box(kind, left, top, *size, branch.name.zh, branch_drawing.below(branch))


def _asides(flow: Flow, step: Step) -> list[_Aside]:
    stops = [
        _Aside("stop", stop.title.zh, stop.when.source if stop.when else "总是停") for stop in step.stops
    ]
    ladders = [_ladder(m) for m in flow.materials if m.rungs] if isinstance(step, Materials) else []
    return stops + ladders


def _ladder(material: Material) -> _Aside:
    rungs = " → ".join(_RUNGS[rung.kind] for rung in material.rungs)
    return _Aside("ladder", material.title.zh, rungs)


def _beside(aside: _Aside, step_top: int, top: int) -> Iterator[str]:
    start, turn, middle = _LEFT + _WIDTH, _SIDE - 35, top + _SIDE_BOX // 2
    line = f"M{start} {step_top + _BOX // 2} H{turn} V{middle} H{_SIDE}"
    yield f'<path d="{line}" fill="none" stroke="{_COLOURS[aside.kind][1]}" stroke-dasharray="5 4"/>'
    yield from _box(aside.kind, _SIDE, top, _SIDE_WIDTH, _SIDE_BOX, aside.title, aside.below)


def _arrows(tops: list[int]) -> Iterator[str]:
    x = _LEFT + _WIDTH // 2
    for here, y in zip(tops, tops[1:], strict=False):
        yield f'<path d="M{x} {here + _BOX} V{y}" stroke="#555" fill="none"/>'
        yield f'<path d="M{x - 5} {y - 8} L{x} {y} L{x + 5} {y - 8}" fill="#555"/>'


def _ways_round(steps: tuple[Step, ...], tops: list[int]) -> Iterator[str]:
    """From before a run of steps with conditions to behind it, for whom none of them is asked."""
    x, left = _LEFT + _WIDTH // 2, _LEFT - 40
    run: int | None = None
    for index, optional in enumerate([*(step.when is not None for step in steps), False]):
        if optional and run is None:
            run = tops[index] - _GAP // 2
        elif not optional and run is not None:
            line = f"M{x} {run} H{left} V{tops[index] - _GAP // 2} H{x}"
            yield f'<path d="{line}" fill="none" stroke="#8a5a00" stroke-dasharray="2 4"/>'
            run = None


def _box(kind: str, left: int, top: int, width: int, height: int, title: str, below: str) -> Iterator[str]:  # noqa: PLR0913 - a box
    fill, line = _COLOURS[kind]
    place = f'x="{left}" y="{top}" width="{width}" height="{height}" rx="8"'
    yield f'<rect {place} fill="{fill}" stroke="{line}" stroke-width="1.5"/>'
    middle = top + height // 2
    yield _words(left + 16, middle - 3 if below else middle + 6, 17, title)
    if below:
        most = _WIDEST_RULE if width >= _SIDE_WIDTH else _SHORTEST
        short = below if len(below) <= most else below[: most - 1] + "…"
        yield _words(left + 16, middle + 18, 13, short, below)


def _words(x: int, y: int, size: int, text: str, whole: str = "") -> str:
    hint = f"<title>{escape(whole)}</title>" if whole != text and whole else ""
    return f'<text x="{x}" y="{y}" font-size="{size}" fill="#222">{escape(text)}{hint}</text>'
