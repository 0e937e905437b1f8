"""Every page of a technician, measured as all others are."""

import pytest

from kiosk.devices.virtual import state
from tests.journeys.technician import ORDER, TECHNICIAN, workshop
from tests.ui.test_glass import Inspector


@pytest.fixture
def bench(place, tmp_path):
    place.server.nobody_was_here()
    with workshop(place, tmp_path) as somebody:
        yield somebody


@pytest.mark.parametrize(
    "variant, taps",
    [
        pytest.param("standard", [], id="standard", marks=pytest.mark.soak),
        pytest.param("large", ["variant.large"], id="large", marks=pytest.mark.soak),
        pytest.param("en", ["variant.language"], id="en", marks=pytest.mark.soak),
        pytest.param("large", ["variant.large", "variant.language"], id="large-en"),
    ],
)
def test_every_page_of_a_technician_keeps_the_measures(bench, variant, taps):
    state.update(bench.place.states, state.ReceiptPrinterState, paper="out")
    inspector = Inspector(bench, variant)
    bench.tap(*taps)
    bench.knows_technicians()
    bench.knocks()
    inspector.look("StaffSignIn with the way for technicians")
    bench.tap("staff.technician")
    inspector.look("TechnicianSignIn")
    bench.lifts_and_lays(TECHNICIAN)
    bench.until(lambda: bench.can_tap("key.1"), "the keys")
    inspector.look("TechnicianSignIn, the code")
    bench.enters_code()
    bench.until(lambda: bench.carer.signIn.property("state") == "order", "the keys for the order")
    bench.tap(*(f"key.{digit}" for digit in ORDER))
    inspector.look("TechnicianSignIn, the order")
    bench.tap("technician.on")
    inspector.look("TechnicianSignIn, the reason")
    bench.tap("technician.fault")
    bench.is_shown("overview")
    inspector.turn("Overview")
    for page in ("devices", "test", "outbox", "paper", "rounds", "log", "versions", "drill"):
        bench.goes_to(page)
        inspector.turn(page)
    bench.does("drill.receipt_printer.paper")
    inspector.turn("drill, played")
    bench.does("right")
    bench.does("drill.disk")
    inspector.turn("drill of the machine, played")
    assert "\n".join(inspector.found) == ""
    assert len(inspector.seen) >= 14
