"""Arrows, OK and help: where the frame goes, that it is seen, and that OK is a tap."""

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtTest import QTest

from kiosk.ui.key_moves import Way, lines, moved
from kiosk.ui.scene import is_true, look

KEYS = {"left": Qt.Key.Key_Left, "right": Qt.Key.Key_Right, "up": Qt.Key.Key_Up, "down": Qt.Key.Key_Down,
        "ok": Qt.Key.Key_Return, "help": Qt.Key.Key_F1}  # fmt: skip
BOXES = [QRectF(0, 0, 100, 40), QRectF(120, 10, 100, 40), QRectF(0, 60, 220, 40), QRectF(110, 120, 60, 40)]


def presses(visitor, *keys):
    for key in keys:
        QTest.keyClick(visitor.shell.window, KEYS[key])


def stands(visitor):
    return visitor.probe.ask(b'{"cmd": "keys"}')["name"]


def goes_to(visitor, name, way="right"):
    """By that arrow alone."""
    visitor.until(lambda: visitor.can_tap(name), name)
    for _ in range(200):
        if stands(visitor) == name:
            return
        presses(visitor, way)
    raise AssertionError(f"the arrow {way} never came to {name}")


def test_lines_are_those_that_are_read():
    assert lines(BOXES) == [[0, 1], [2], [3]]


@pytest.mark.parametrize(
    ("at", "way", "to"),
    [
        (0, Way.RIGHT, 1),
        (1, Way.RIGHT, 2),
        (3, Way.RIGHT, 0),
        (0, Way.LEFT, 3),
        (0, Way.DOWN, 2),
        (2, Way.DOWN, 3),
        (3, Way.DOWN, 1),
        (2, Way.UP, 0),
        (0, Way.UP, 3),
    ],
)
def test_an_arrow_leads_to_the_next_and_from_the_last_to_the_first(at, way, to):
    assert moved(BOXES, at, way) == to


@pytest.mark.parametrize("variant", ["", "large", "elder", "contrast", "low", "language"])
def test_one_arrow_comes_to_all_that_can_be_tapped_in_the_order_of_reading(offline_visitor, variant):
    visitor = offline_visitor
    visitor.tap(*[f"variant.{variant}"] * bool(variant))
    visitor.until(lambda: visitor.can_tap("collect"), "devices that were asked")
    visitor.look()
    targets = [t for t in look(visitor.shell.window).targets if not is_true(t.item, "forStaff")]
    wanted = [target for target in targets if not target.visible.isEmpty()]  # the others lie on other sheets
    boxes = []
    for _ in wanted:
        presses(visitor, "right")
        boxes.append(visitor.shell.view.ring.box)
    assert len(wanted) >= 10 and {b.getCoords() for b in boxes} == {
        target.visible.getCoords() for target in wanted
    }
    tops = [box.top() for box in boxes]
    assert all(later > earlier - 60 for earlier, later in zip(tops, tops[1:], strict=False))


def test_the_frame_is_seen_around_what_ok_taps_and_a_finger_takes_it_away(offline_visitor):
    visitor = offline_visitor
    goes_to(visitor, "help")
    visitor.until(lambda: visitor.shell.view.ring.property("shown"), "the frame")
    box = visitor.shell.view.ring.box
    with_frame = visitor.look().copy(box.toRect().adjusted(-6, -6, 6, 6))
    assert stands(visitor) == "help"
    visitor.press(540, 1)  # the header, where nothing is tapped
    assert stands(visitor) == ""
    assert visitor.look().copy(box.toRect().adjusted(-6, -6, 6, 6)) != with_frame
    presses(visitor, "ok")
    assert visitor.page == "Home"
    goes_to(visitor, "help", "left")
    presses(visitor, "ok")
    visitor.sees("Help")
    assert stands(visitor) == ""


def test_the_help_key_helps_on_any_page_and_the_page_comes_back(visitor):
    visitor.walks_to_review()
    visitor.sees("Review")
    before = visitor.shell.session._session
    presses(visitor, "help")
    visitor.sees("Help")
    goes_to(visitor, "close")
    presses(visitor, "ok")
    visitor.sees("Review")
    assert visitor.shell.session._session is before


def test_under_a_curtain_a_key_lifts_it_and_taps_nothing(visitor):
    visitor.walks_to_review()
    goes_to(visitor, "submit")
    visitor.waits(61)
    assert visitor.shell.view.covered()
    presses(visitor, "ok")
    assert not visitor.shell.view.covered() and visitor.page == "Review"


def test_who_cannot_write_comes_by_keys_to_what_there_is_instead_and_loses_nothing(parent):
    parent.enrols_twins()
    parent.sees("Materials")
    parent.tap("continue")
    parent.sees("Sign", "signature")
    goes_to(parent, "sign.start")
    presses(parent, "ok")
    goes_to(parent, "sign.help")
    presses(parent, "ok")
    parent.sees("CannotSign", "signature")
    assert "都留着" in parent.reads() and "窗口" in parent.reads()
    assert parent.terminal.store._database.rows("select 1 from draft")
    goes_to(parent, "close")
    presses(parent, "ok")
    parent.sees("Sign", "signature")
