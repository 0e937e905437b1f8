"""Every page, standard and large, Chinese and English, measured: nothing small, cut off or faint."""

import pytest

from kiosk.devices.virtual import state
from kiosk.ui.walker import walk


class Inspector:
    """Looks at each page that a visitor comes to."""

    def __init__(self, visitor, variant):
        self.visitor, self.variant, self.found, self.seen = visitor, variant, [], []

    def look(self, name):
        window = self.visitor.shell.window
        self.visitor.until(lambda: window.property("settled"), f"{name}, ready for taps")
        self.visitor.look()  # which also lays it out and paints it
        self.seen.append(name)
        self.found += [f"{v.screen}: {v.rule}: {v.what}" for v in walk(window, 0.369, self.variant, name)]

    def turn(self, name):
        """Each sheet of a page that is longer than the glass."""
        self.look(name)
        for number in range(2, 12):
            if not self.visitor.can_tap("page.down"):
                return
            self.visitor.tap("page.down")
            self.look(f"{name} {number}")
        raise AssertionError(f"{name} has no end")


EVERY_VARIANT = pytest.mark.parametrize(
    "variant, taps",
    [
        pytest.param("standard", [], id="standard"),
        pytest.param("large", ["variant.large"], id="large", marks=pytest.mark.soak),
        pytest.param("en", ["variant.language"], id="en", marks=pytest.mark.soak),
        pytest.param("large", ["variant.large", "variant.language"], id="large-en"),
    ],
)


@EVERY_VARIANT
def test_every_page_keeps_the_measures(visitor, variant, taps):
    inspector = Inspector(visitor, variant)
    visitor.tap(*taps)
    inspector.look("Home")
    for name in ("help", "hotline", "problem"):
        visitor.tap(name)
        inspector.look(name)
        visitor.tap("close")
    visitor.tap("item.si-certificate")
    inspector.look("Notice")
    visitor.tap("agree")
    inspector.look("ReadCard")
    visitor.lays_card()
    visitor.sees("ConfirmByPhone")
    visitor.scans()
    inspector.look("ConfirmByPhone")
    visitor.confirms()
    visitor.sees("Choose", "region")
    visitor.tap("why")
    inspector.look("Choose")
    visitor.tap("choice.330500")
    visitor.sees("Choose", "certificate")
    inspector.look("Choose kinds")
    visitor.tap("choice.payments")
    visitor.sees("Form")
    visitor.shell.session._asked.type("period_to", "12")
    visitor.tap("continue")
    inspector.look("Form with errors")
    visitor.shell.session._asked.type("period_to", "202601")
    visitor.tap("continue")
    visitor.sees("Review")
    inspector.look("Review")
    state.update(visitor.place.states, state.ReceiptPrinterState, paper="out")
    visitor.tap("submit")
    visitor.sees("Preview")
    inspector.look("Preview")
    visitor.tap("phone")
    visitor.scans()
    inspector.look("Phone link")
    visitor.tap("taken")
    visitor.sees("Slip")
    inspector.look("Slip not printed")
    visitor.tap("slip.done")
    visitor.sees("Rating")
    visitor.tap("rate.1")
    inspector.look("Rating")
    visitor.tap("skip")
    visitor.until(lambda: visitor.shell.view._departure._state == "card", "the word about the card")
    inspector.look("Leaving")
    assert "\n".join(inspector.found) == ""
    assert len(inspector.seen) == 16


@EVERY_VARIANT
def test_every_page_of_an_enrolment_keeps_the_measures(parent, variant, taps):
    inspector = Inspector(parent, variant)
    parent.tap(*taps)
    parent.until(lambda: parent.can_tap("collect"), "the devices")
    parent.picks_matter("school-enrolment")
    inspector.turn("Notice")
    parent.tap("agree")
    parent.lays_card("two-rare-planes")
    parent.sees("ConfirmByPhone")
    parent.confirms("two-rare-planes")
    for step, value in (("relation", "parent"), ("household", "local"), ("children_count", "2")):
        parent.picks(step, value)
    parent.sees("Form", "children.0")
    parent.tap("continue")
    inspector.turn("A child with errors")
    for entry, name, idno in (("0", "唐一涵", "330521202001090011"), ("1", "刘安安", "330521202003150022")):
        parent.sees("Form", f"children.{entry}")
        parent.fills(**{f"children.{entry}.name": name, f"children.{entry}.idno": idno})
    parent.sees("Choose", "home")
    parent.tap("why")
    inspector.turn("Kinds of home")
    parent.tap("choice.permit")
    parent.sees("Stop")
    inspector.turn("Stop")
    parent.tap("back")
    parent.picks("home", "grandparents")
    parent.sees("Form", "grandparents")
    parent.fills(grandparents_number="浙(2019)德清县0020417", grandparents_idno="330521195811120021")
    parent.goes_on_to_papers()
    parent.sees("Unknown")
    while parent.page != "Materials":
        decides(parent, inspector)
    files(parent, inspector)
    assert "\n".join(inspector.found) == ""
    asked = {"Unknown", "Mismatch", "Mismatch, disputed", "Commit", "Commit, read", "Original"}
    assert asked | {"Materials", "Pad with ink", "Review 2", "Final", "Outcome"} <= set(inspector.seen)


def decides(parent, inspector):
    """On the page at hand, whichever it is: disputes, promises, brings."""
    page = parent.page
    inspector.turn(page)
    if page == "Mismatch":
        parent.tap("mismatch.dispute")
        inspector.turn("Mismatch, disputed")
    if page == "Commit":
        parent.tap("commit.read")
        inspector.turn("Commit, read")
    ways = {"Mismatch": "dispute.other", "Unknown": "unknown.pass", "Commit": "commit.agree"}
    view, session = parent.shell.view, parent.shell.session
    place = view.property("place")
    parent.tap(ways.get(page, "original.bring"))
    parent.until(lambda: view.property("place") != place and not session.running(), "what comes of it")


def files(parent, inspector):
    """From what stands for the papers to where the filing stands."""
    inspector.turn("Materials")
    parent.tap("continue")
    parent.sees("Sign")
    inspector.turn("The form")
    parent.tap("sign.start")
    inspector.look("Pad")
    parent.writes()
    inspector.look("Pad with ink")
    parent.tap("sign.done")
    parent.sees("Review")
    inspector.turn("Review")
    parent.tap("submit")
    parent.sees("Final")
    inspector.turn("Final")
    parent.tap("final.submit")
    parent.sees("Outcome")
    inspector.turn("Outcome")
