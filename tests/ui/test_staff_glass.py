"""Every page of a clerk, and every one that a person sees beside a clerk, measured as all others are."""

import pytest

from tests.journeys.clerk import counter, has_account
from tests.ui.test_glass import Inspector

PERSON = "liu-yang"


@pytest.fixture
def desk(place, tmp_path):
    place.server.nobody_was_here()
    has_account(place.server)
    with counter(place, tmp_path) as somebody:
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
def test_every_page_of_a_clerk_keeps_the_measures(desk, variant, taps):
    inspector = Inspector(desk, variant)
    desk.knows_staff()
    desk.tap(*taps)
    desk.knocks()
    inspector.look("StaffSignIn")
    desk.lifts_and_lays("shen-lei")
    desk.until(lambda: desk.can_tap("key.1"), "the keys")
    desk.enters("258037")
    desk.until(lambda: desk.shell.view.clerk.signIn.property("says"), "the word on a wrong PIN")
    inspector.look("StaffSignIn PIN")
    desk.enters("258036")
    desk.sees("Workbench", at_rest=False)
    inspector.turn("Workbench")
    desk.tap("bench.book")
    inspector.look("DayBook empty")
    desk.tap("back", "bench.agent")
    inspector.turn("StaffMatters agent")
    desk.tap("back", "bench.assist")
    inspector.turn("StaffMatters")
    while not desk.can_tap("item.si-certificate"):
        desk.tap("page.up")
    desk.tap("item.si-certificate")
    inspector.look("Principal")
    desk.lifts_and_lays(PERSON)
    desk.sees("Turn", at_rest=False)
    inspector.look("Turn")
    desk.gives_turn(PERSON)
    inspector.look("Notice, the person's turn")
    desk.tap("agree")
    desk.confirms(PERSON)
    desk.sees("Choose", "region")
    inspector.turn("Choose, the clerk's turn")
    desk.tap("help")
    inspector.look("Help beside a clerk")
    desk.tap("help.alone")
    inspector.look("Turn back")
    desk.gives_turn(PERSON)
    desk.sees("Choose", "region")
    desk.tap("help")
    inspector.look("Help")
    desk.tap("help.staff")
    inspector.look("TakeOver")
    assert inspector.found == []
    assert len(inspector.seen) >= 14
