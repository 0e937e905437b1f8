"""Every button of the road pressed twice within one frame: as if it had been pressed once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent

from kiosk.devices.virtual import state
from kiosk.ui.stage import Patience
from tests.ui.visitor import QUICK, Visitor

FIELD = replace(QUICK, settle=Patience().settle, farewell=Patience().farewell)  # as long as in the field

# Each button, and where it leads: the page, and the step where there is one.
BEFORE_THE_CARD = [
    ("help", "Help"),
    ("close", "Home"),
    ("hotline", "Hotline"),
    ("back", "Home"),
    ("problem", "Problem"),
    ("problem.screen", "Problem"),
    ("close", "Home"),
    ("item.si-certificate", "Notice"),
    ("decline", "Home"),
    ("collect", "ReadCard"),
    ("back", "Home"),
    ("item.si-certificate", "Notice"),
    ("home", "Home"),
    ("item.si-certificate", "Notice"),
    ("exit", "Home"),
    ("item.si-certificate", "Notice"),
    ("agree", "ReadCard"),
]
WITH_THE_CARD = [
    ("phone.again", "ConfirmByPhone"),
    ("phone.later", "region"),
    ("why", "region"),
    ("choice.330500", "certificate"),
    ("choice.payments", "period"),
    ("field.period_to", "period"),
    ("key.cancel", "period"),
    ("continue", "review"),
    ("back", "period"),
    ("back", "certificate"),
    ("choice.payments", "review"),
    ("revise.period", "period"),
    ("field.period_to", "period"),
    ("key.ok", "period"),
    ("continue", "review"),
    ("reveal", "review"),
    ("revise.certificate", "certificate"),
    ("choice.payments", "review"),
    ("submit", "Outcome"),
]
AFTER_SUBMITTING = [
    ("slip", "Slip"),
    ("slip.again", "Slip"),
    ("slip.done", "Rating"),
    ("rate.1", "Rating"),
    ("reason.slow", "Rating"),
    ("rate.send", "Leaving"),
]
WITH_A_LINE = [
    ("choice.330500", "certificate"),
    ("choice.insured", "review"),
    ("submit", "Preview"),
    ("phone", "Preview"),
    ("taken", "Slip"),
    ("slip.done", "Rating"),
    ("skip", "Leaving"),
    ("done", "Leaving"),
]


def presses_twice(visitor, name):
    """Two whole presses, and no event and no frame between them."""
    visitor.until(lambda: visitor.can_tap(name), name)
    at, window = visitor.where(name), visitor.shell.window
    there = QPointF(at["x"] + at["w"] / 2, at["y"] + at["h"] / 2)
    here = QPointF(window.mapFromGlobal(there))
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    for kind, held in ((QEvent.Type.MouseButtonPress, left), (QEvent.Type.MouseButtonRelease, none)) * 2:
        event = QMouseEvent(kind, here, there, left, held, Qt.KeyboardModifier.NoModifier)
        QCoreApplication.sendEvent(window, event)


def here(visitor):
    return visitor.page, visitor.shell.session.step_key()


def goes(visitor, road):
    for name, place in road:
        presses_twice(visitor, name)
        visitor.until(lambda place=place: place in here(visitor), f"{place}, by {name},")
        visitor.until(lambda: visitor.shell.window.property("settled"), "a page at rest")
        assert place in here(visitor), f"{name} led on to {here(visitor)}"


def events(visitor, *kinds):
    marks = ",".join("?" * len(kinds))
    sql = f"select event from journal where event in ({marks}) order by seq"
    return [row["event"] for row in visitor.terminal.store._database.rows(sql, kinds)]


@pytest.fixture
def hasty(place, tmp_path):
    """Somebody whose finger bounces, at a terminal without a line."""
    with Visitor.arrives(place, tmp_path, online=False, patience=FIELD) as somebody:
        yield somebody


@pytest.fixture
def hasty_online(place, tmp_path):
    with Visitor.arrives(place, tmp_path, patience=FIELD) as somebody:
        yield somebody


def test_before_the_card_no_page_is_skipped_and_nothing_is_begun_twice(hasty):
    goes(hasty, BEFORE_THE_CARD)
    assert events(hasty, "session_begun", "reported") == ["reported"] + ["session_begun"] * 5
    assert events(hasty, "consented") == ["consented"]


def test_with_the_card_no_question_is_skipped_and_one_filing_is_made(hasty):
    hasty.tap("item.si-certificate", "agree")
    hasty.lays_card()
    hasty.until(lambda: hasty.can_tap("phone.later"), "the word about the network")
    goes(hasty, WITH_THE_CARD)
    assert dict(hasty.shell.session._session.answers)["certificate"] == "payments"
    assert len(hasty.terminal.store.filings.receipts()) == 1
    state.update(hasty.place.states, state.ReceiptPrinterState, paper="out")
    goes(hasty, AFTER_SUBMITTING[:2])
    slip = hasty.shell.session.aftermath.slip
    hasty.until(lambda: not slip.running() and slip.property("state") == "failed", "the word about the paper")
    state.update(hasty.place.states, state.ReceiptPrinterState, paper="full")
    before = len(list(hasty.place.paper.glob("slip-*.png")))
    hasty.takes_card()
    goes(hasty, [("slip.again", "Slip"), *AFTER_SUBMITTING[2:]])
    assert len(list(hasty.place.paper.glob("slip-*.png"))) == before + 1
    assert events(hasty, "filed", "rated", "slip_printed") == ["filed", "slip_printed", "rated"]
    hasty.until(lambda: hasty.overs, "the end")
    assert hasty.overs == ["over"]


@pytest.mark.soak
def test_with_a_line_each_page_is_met_and_the_session_ends_once(hasty_online):
    hasty_online.walks_to_phone()
    hasty_online.confirms()
    hasty_online.sees("Choose", "region")
    hasty_online.takes_card()
    goes(hasty_online, WITH_A_LINE)
    hasty_online.until(lambda: hasty_online.overs, "the end")
    assert hasty_online.overs == ["over"]
    assert events(hasty_online, "filed", "session_ended") == ["filed", "session_ended"]
