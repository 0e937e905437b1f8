"""Measures the page that a window shows against the rules of the glass, and names what breaks them.

Sizes and gaps of targets, size, truncation, overlap and contrast of texts, one primary action on a question
page, a name for whoever cannot see. It reads the item tree and a picture of the window, and knows no page:
a page says `property bool question: true`, its one primary action `property bool primary: true`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, islice, takewhile
from math import hypot
from typing import TypeVar

from PySide6.QtCore import QRectF
from PySide6.QtGui import QAccessible
from PySide6.QtQuick import QQuickItem, QQuickWindow

from kiosk.ui import focus
from kiosk.ui.contrast import Picture
from kiosk.ui.scene import Scene, Shown, Text, is_true, look
from kiosk.ui.tree import with_above

LEAST_TARGET_MM = 20.0
LEAST_GAP_MM = 3.0
LEAST_TEXT_MM = {"large": 10.0, "elder": 10.0}  # in every other variant 7
LEAST_CONTRAST = {"contrast": 12.0}  # in every other variant 7

_ROUNDING = 0.5  # pixels
_SLACK = 2.0  # pixels by which texts may touch: a line box is higher than its glyphs


@dataclass(frozen=True)
class Violation:
    """`what` names items by object name and place, never by what they say."""

    screen: str
    variant: str
    geometry: str
    rule: str
    what: str


Finding = tuple[str, str]
S = TypeVar("S", bound=Shown)


@dataclass(frozen=True)
class Measure:
    """What holds for a page. `variant` is one of manner.VARIANTS, or several with a plus between them;
    `above`: pixels at the top of the glass that a seated person does not reach."""

    mm_per_px: float
    variant: str = "standard"
    above: float = 0.0

    @property
    def least_text_mm(self) -> float:
        return max(LEAST_TEXT_MM.get(one, 7.0) for one in self.variant.split("+"))

    @property
    def least_contrast(self) -> float:
        return max(LEAST_CONTRAST.get(one, 7.0) for one in self.variant.split("+"))


def walk(
    window: QQuickWindow, mm_per_px: float, variant: str = "standard", screen: str = ""
) -> list[Violation]:
    """The window must be shown and laid out."""
    picture = Picture(window.grabWindow(), window.width())  # and what was to be laid out is so now
    return seen(window, picture, Measure(mm_per_px, variant), screen)


def seen(window: QQuickWindow, picture: Picture, measure: Measure, screen: str = "") -> list[Violation]:
    """The same, of what somebody has taken a picture of just now."""
    scene = _in_sight(look(window))
    geometry = f"{window.width()}x{window.height()}@{measure.mm_per_px:g}"
    return [
        Violation(screen or window.title(), measure.variant, geometry, rule, what)
        for rule, what in _findings(scene, picture, measure)
    ]


def _in_sight(scene: Scene) -> Scene:
    """Without what a turned page keeps back: wholly clipped away by something that is itself in sight."""
    kept = {id(shown) for shown in (*scene.targets, *scene.texts) if not _kept_back(shown, scene.glass)}
    return replace(
        scene,
        targets=tuple(target for target in scene.targets if id(target) in kept),
        texts=tuple(text for text in scene.texts if id(text) in kept),
    )


def _kept_back(shown: Shown, glass: QRectF) -> bool:
    for above in islice(with_above(shown.item), 1, None):
        box = above.mapRectToScene(QRectF(0, 0, above.width(), above.height()))
        if above.clip() and box.intersects(glass) and not _common(box, shown.box):
            return True
    return False


def _findings(scene: Scene, picture: Picture, measure: Measure) -> Iterator[Finding]:
    yield from _target_sizes(scene, measure.mm_per_px)
    yield from _gaps(scene, measure.mm_per_px)
    yield from _text_sizes(scene, measure.mm_per_px, measure.least_text_mm)
    yield from _truncations(scene)
    yield from _overlaps(scene)
    yield from _primaries(scene)
    yield from _names(scene)
    yield from _out_of_reach(scene, measure.above)
    yield from focus.findings(scene)
    yield from _contrasts(scene, picture, measure.least_contrast)


def _out_of_reach(scene: Scene, above: float) -> Iterator[Finding]:
    for target in scene.targets:
        if target.visible.top() < above - _ROUNDING and not is_true(target.item, "forStaff"):
            yield "reach", f"{target.name}: {above - target.visible.top():.0f} px out of reach"


def _target_sizes(scene: Scene, mm_per_px: float) -> Iterator[Finding]:
    least = LEAST_TARGET_MM / mm_per_px - _ROUNDING
    for target in scene.targets:
        width, height = target.visible.width(), target.visible.height()
        if width < least or height < least:
            yield "target", f"{target.name}: {width * mm_per_px:.1f} x {height * mm_per_px:.1f} mm"


def _gaps(scene: Scene, mm_per_px: float) -> Iterator[Finding]:
    for one, other in _strangers(scene.targets):
        if _common(one.visible, other.visible):
            yield "overlap", f"{one.name} and {other.name} take the same taps"
        elif (gap := _gap(one.visible, other.visible)) < LEAST_GAP_MM / mm_per_px - _ROUNDING:
            yield "gap", f"{one.name} and {other.name}: {gap * mm_per_px:.1f} mm"


def _text_sizes(scene: Scene, mm_per_px: float, least: float) -> Iterator[Finding]:
    for text in scene.texts:
        if text.pixel_size < least / mm_per_px - _ROUNDING:
            yield "text size", f"{text.name}: {text.pixel_size * mm_per_px:.1f} mm"


def _truncations(scene: Scene) -> Iterator[Finding]:
    for text in scene.texts:
        if text.scrolls or _goes_on(text):
            continue
        if is_true(text.item, "truncated"):
            yield "truncation", f"{text.name} ends in an ellipsis or is cut"
        for place, box in (
            ("its own box", text.box),
            ("the glass", scene.glass),
            *_buttons_around(text, scene),
        ):
            if not _grown(box).contains(_inked(text, text.painted)):
                yield "truncation", f"{text.name} does not fit into {place}"
        if not _grown(text.visible).contains(_inked(text, text.painted.intersected(text.box))):
            yield "truncation", f"{text.name} is clipped"


def _goes_on(text: Text) -> bool:
    """Longer than a sheet, and so cut between two of its lines: the rest comes when the page is turned."""
    lines = text.item.property("lineCount") or 1
    line = text.painted.height() / lines
    above, below = text.visible.top() - text.painted.top(), text.painted.bottom() - text.visible.bottom()
    cuts = [part / line for part in (above, below) if part > _SLACK]
    held = text.visible.left() <= text.painted.left() + _SLACK and lines > 2
    return bool(cuts) and held and all(abs(cut - round(cut)) * line <= _SLACK for cut in cuts)


def _buttons_around(text: Text, scene: Scene) -> list[tuple[str, QRectF]]:
    return [(target.name, target.box) for target in scene.targets if text.lies_in(target)]


def _overlaps(scene: Scene) -> Iterator[Finding]:
    for one, other in _strangers(scene.texts):
        if _common(_inked(one, one.seen), _inked(other, other.seen)):
            yield "overlap", f"{one.name} and {other.name}"
    for text in scene.texts:
        for target in scene.targets:
            own = text.lies_in(target) or target.lies_in(text) or _grown(target.box).contains(text.seen)
            if not own and _common(_inked(text, text.seen), target.visible):
                yield "overlap", f"{text.name} and {target.name}"


def _primaries(scene: Scene) -> Iterator[Finding]:
    primaries = [target for target in scene.targets if is_true(target.item, "primary")]
    asks = any(is_true(shown.item, "question") for shown in scene.items)
    if len(primaries) > 1 or (asks and not primaries):
        yield "primary", f"{len(primaries)} primary actions: " + ", ".join(item.name for item in primaries)


def _names(scene: Scene) -> Iterator[Finding]:
    for target in scene.targets:
        if not any(_spoken(item) for item in _same_place(target)):
            yield "name", f"{target.name} has no accessible name"


def _contrasts(scene: Scene, picture: Picture, least: float) -> Iterator[Finding]:
    for text in scene.texts:
        ratio = picture.contrast(text.seen, text.color, text.opacity)
        if ratio is not None and ratio < least:
            yield "contrast", f"{text.name}: {ratio:.1f}:1"


def _strangers(shown: Sequence[S]) -> Iterator[tuple[S, S]]:
    """Pairs of which neither lies in the other."""
    for one, other in combinations(shown, 2):
        if not one.lies_in(other) and not other.lies_in(one):
            yield one, other


def _gap(one: QRectF, other: QRectF) -> float:
    across = max(one.left() - other.right(), other.left() - one.right(), 0.0)
    down = max(one.top() - other.bottom(), other.top() - one.bottom(), 0.0)
    return hypot(across, down)


def _common(one: QRectF, other: QRectF) -> bool:
    both = one.intersected(other)
    return both.width() > _SLACK and both.height() > _SLACK


def _inked(text: Text, box: QRectF) -> QRectF:
    """Without what a line keeps free above and below its glyphs."""
    free = min(box.height() / 6, text.pixel_size / 4)
    return box.adjusted(0, free, 0, -free)


def _grown(box: QRectF) -> QRectF:
    return box.adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK)


def _same_place(target: Shown) -> Iterator[QQuickItem]:
    """The target, and what it fills or is filled by: the name may stand on the button or on its tap area."""
    return takewhile(lambda item: item == target.item or _fills(target, item), with_above(target.item))


def _fills(target: Shown, item: QQuickItem) -> bool:
    box = item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))
    return _grown(target.box).contains(box)


def _spoken(item: QQuickItem) -> bool:
    if item.inherits("QQuickAbstractButton") and str(item.property("text") or "").strip():
        return True  # a button says its text by itself
    interface = QAccessible.queryAccessibleInterface(item)
    said = interface.text(QAccessible.Text.Name) if interface is not None else ""
    return bool(said.strip())
