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


@pytest.mark.parametrize(
    "variant, taps",
    [
        ("standard", []),
        ("large", ["variant.large"]),
        ("en", ["variant.language"]),
        ("large", ["variant.large", "variant.language"]),
    ],
    ids=["standard", "large", "en", "large-en"],
)
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
