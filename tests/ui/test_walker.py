"""Each rule of the glass finds the page that breaks it, and finds nothing on a page that keeps them all."""

import gc

import pytest
from PySide6.QtQuick import QQuickItem
from shiboken6 import getAllValidWrappers

from kiosk.ui.contrast import Picture
from kiosk.ui.walker import Measure, seen, walk
from tests.ui.scratch_window import scratch_window

MM = 0.25  # mm a pixel: 80 px are the least target, 12 px the least gap, 28 px the least text


def button(text="", name="ok", more="", spoken=True, **place):
    place = {"x": 20, "y": 20, "width": 200, "height": 90} | place
    geometry = "; ".join(f"{side}: {pixels}" for side, pixels in place.items())
    accessible = "Accessible.role: Accessible.Button; Accessible.name: 'something';" if spoken else ""
    return f"""
        Rectangle {{
            objectName: "{name}"; {geometry}
            color: "#0d4a56"; {accessible} {more}
            TapHandler {{}}
            {text}
        }}"""


def text(say="办事", size=32, more="", color="#16262b"):
    return (
        f"""Text {{ objectName: "words"; text: "{say}"; font.pixelSize: {size}; color: "{color}"; {more} }}"""
    )


LABEL = text(more="anchors.centerIn: parent", color="white")
CLEAN = (
    "Item { anchors.fill: parent; property bool question: true;"
    + button(more="property bool primary: true", text=LABEL)
    + button(y=130, name="other", text=LABEL)
    + text(more="x: 20; y: 260; width: 400; wrapMode: Text.WordWrap")
    + "}"
)

BROKEN = {
    "a button too low": (button(height=70), "target", "ok"),
    "a mouse area too narrow": (
        "MouseArea { width: 60; height: 90; Accessible.name: 'x' }",
        "target",
        "MouseArea",
    ),
    "a template button too small": (
        "T.AbstractButton { text: 'x'; width: 50; height: 50 }",
        "target",
        "Button",
    ),
    "a button cut by the glass": (button(x=750), "target", "ok"),
    "a button cut by a clip": ("Item { width: 300; height: 60; clip: true;" + button() + "}", "target", "ok"),
    "buttons too near": (button() + button(y=118, name="other"), "gap", "other"),
    "buttons too near sideways": (button() + button(x=228, name="other"), "gap", "other"),
    "buttons over one another": (button() + button(x=100, y=60, name="other"), "overlap", "other"),
    "a text too small": (text(size=24), "text size", "words"),
    "a text shrunk to fit": (
        text(say="一二三四五六七八九十", size=40, more="width: 160; height: 60; fontSizeMode: Text.Fit"),
        "text size",
        "words",
    ),
    "a text with an ellipsis": (
        text(say="一二三四五六七八九十", more="width: 120; elide: Text.ElideRight"),
        "truncation",
        "words",
    ),
    "a text wider than its box": (text(say="一二三四五六七八九十", more="width: 120"), "truncation", "words"),
    "a text higher than its box": (
        text(say="一二三四五六七八九十", more="width: 120; height: 40; wrapMode: Text.WrapAnywhere"),
        "truncation",
        "words",
    ),
    "a text beyond the glass": (text(more="x: 770"), "truncation", "words"),
    "a text wider than its button": (
        button(text=text(say="一二三四五六七八九十", more="anchors.centerIn: parent", color="white")),
        "truncation",
        "words",
    ),
    "a text cut by a clip": (
        "Item { width: 30; height: 90; clip: true;" + text() + "}",
        "truncation",
        "words",
    ),
    "texts over one another": (text() + text(more="x: 10; y: 10"), "overlap", "words"),
    "a text over half a button": (button(y=30) + text(more="y: 10; x: 20"), "overlap", "ok"),
    "no primary action on a question": (
        "Item { property bool question: true;" + button() + "}",
        "primary",
        "0",
    ),
    "a primary action that is off": (
        "Item { property bool question: true;"
        + button(more="property bool primary: true; enabled: false")
        + "}",
        "primary",
        "0",
    ),
    "two primary actions": (
        button(more="property bool primary: true") + button(y=200, more="property bool primary: true"),
        "primary",
        "2",
    ),
    "a button nobody can hear": (button(spoken=False), "name", "ok"),
    "a text too pale": (text(color="#8a8a8a"), "contrast", "words"),
    "a text made pale by opacity": (text(more="opacity: 0.4"), "contrast", "words"),
    "keys that jump up": (
        button(y=30, name="upper", more="activeFocusOnTab: true; id: upper")
        + button(y=330, name="lower", more="activeFocusOnTab: true; id: lower")
        + button(y=180, name="middle", more="activeFocusOnTab: true; id: middle"),
        "focus",
        "middle",
    ),
    "a text on its own colour": (button(text=text(color="#0d4a56")), "contrast", "words"),
}


def violations(body, variant="standard"):
    with scratch_window(body, 800, 800) as scratch:
        return walk(scratch.window, MM, variant)


def test_a_page_that_keeps_the_rules_breaks_none():
    assert violations(CLEAN) == []


@pytest.mark.parametrize("name", BROKEN)
def test_the_walker_finds(name):
    body, rule, what = BROKEN[name]
    found = violations(body)
    assert rule in {violation.rule for violation in found}
    assert any(what in violation.what for violation in found if violation.rule == rule)


def test_large_mode_asks_for_larger_text():
    assert [violation.rule for violation in violations(text(size=36), "large")] == ["text size"]
    assert violations(text(size=41), "large") == []


def test_high_contrast_asks_for_more_contrast():
    grey = text(color="#4a4a4a")
    assert violations(grey) == []
    assert [violation.rule for violation in violations(grey, "contrast")] == ["contrast"]


def test_what_stands_above_the_reach_line_is_found():
    with scratch_window(CLEAN, 800, 800) as scratch:
        picture = Picture(scratch.window.grabWindow(), 800)
        low = seen(scratch.window, picture, Measure(MM, "low", above=100))
    assert [found.rule for found in low] == ["reach"]
    assert "ok" in low[0].what


def test_what_cannot_be_seen_is_not_measured():
    hidden = "Item { visible: false;" + button(height=10) + text(size=5) + "}"
    faded = "Item { opacity: 0;" + button(height=10) + "}"
    off = button(height=10, more="enabled: false")
    assert violations(CLEAN + hidden + faded + off.replace("#0d4a56", "white")) == []


def test_under_a_veil_only_the_veil_is_measured():
    veil = (
        "Rectangle { anchors.fill: parent; TapHandler {} Accessible.name: 'x';"
        + text(more="anchors.centerIn: parent")
        + "}"
    )
    assert violations(button(height=10) + text(size=5) + veil) == []
    assert [found.rule for found in violations(veil + button(height=70))] == ["target"]


def test_a_violation_says_where_and_keeps_the_words_to_itself():
    (found,) = violations(text(say="刘洋", size=24))
    assert (found.screen, found.variant, found.geometry) == ("scratch", "standard", "800x800@0.25")
    assert "刘洋" not in repr(found)


def test_a_page_that_was_measured_stays_when_python_collects(offline_visitor):
    """The items that a walk has come by are the window's, also in Python's eyes."""
    offline_visitor.until(lambda: offline_visitor.can_tap("collect"), "home, with its devices")
    assert walk(offline_visitor.shell.window, 0.369) == []
    gc.collect()
    assert offline_visitor.can_tap("search") and offline_visitor.can_tap("collect")


def test_no_item_that_a_walk_came_by_stays_in_python_when_its_page_may_go(offline_visitor):
    offline_visitor.until(lambda: offline_visitor.can_tap("collect"), "home, with its devices")
    assert walk(offline_visitor.shell.window, 0.369) == []
    assert [kept for kept in getAllValidWrappers() if isinstance(kept, QQuickItem)] == []
