"""The pages of the devices that not every terminal has, measured like all others."""

import pytest

from kiosk.devices.virtual import state
from kiosk.devices.virtual.handset import HandsetState
from tests.journeys.test_call_button import board, hears
from tests.journeys.test_pick_up_code import shows
from tests.journeys.test_presented_slip import slip
from tests.journeys.test_social_card import PIN, WRONG, becomes, enters, insert, social
from tests.ui.test_glass import Inspector

VARIANTS = {
    "standard": ("standard", []),
    "large": ("large", ["variant.large"]),
    "en": ("en", ["variant.language"]),
    "large-en": ("large", ["variant.large", "variant.language"]),
}
SAMPLE = ("large-en",)


@pytest.fixture(
    params=[
        pytest.param(VARIANTS[id], id=id, marks=[] if id in SAMPLE else [pytest.mark.soak]) for id in VARIANTS
    ]
)
def inspector(request, equipped_visitor):
    variant, taps = request.param
    equipped_visitor.tap(*taps)
    return Inspector(equipped_visitor, variant)


def test_home_and_help_keep_the_measures(inspector):
    visitor = inspector.visitor
    hears(visitor, "hung")
    shows(visitor, "none of ours")
    visitor.until(lambda: visitor.shell.view._machine.codes.property("says"), "the sentence")
    inspector.look("Home code refused")
    visitor.tap("help")
    inspector.turn("Help hung")
    visitor.tap("close")
    board(visitor, call="pressed")
    hears(visitor, "called")
    inspector.turn("Help called")
    state.update(visitor.place.states, HandsetState, fault="unplugged")
    hears(visitor, "lost")
    inspector.turn("Help lost")
    assert inspector.found == []


def test_the_social_card_keeps_the_measures(inspector):
    visitor = inspector.visitor
    visitor.walks_to_phone()
    visitor.scans()
    visitor.until(lambda: visitor.can_tap("phone.social"), "the other way")
    inspector.turn("ConfirmByPhone with the card offered")
    visitor.tap("phone.social")
    visitor.sees("SocialCard")
    inspector.turn("SocialCard waiting")
    insert(visitor)
    becomes(visitor, "pin")
    visitor.types("4829")
    inspector.turn("SocialCard PIN")
    visitor.tap("key.clear")
    enters(visitor, WRONG)
    visitor.until(lambda: social(visitor).property("tries") == 2, "what the card says")
    becomes(visitor, "pin")
    inspector.turn("SocialCard wrong PIN")
    enters(visitor, WRONG)
    visitor.until(lambda: social(visitor).property("tries") == 1, "what the card says")
    enters(visitor, WRONG)
    becomes(visitor, "blocked")
    inspector.turn("SocialCard locked")
    insert(visitor, card="chen-wei", pin=PIN, tries=3)
    assert inspector.found == []


def test_a_presented_slip_keeps_the_measures(inspector):
    visitor = inspector.visitor
    visitor.walks_to_review()
    visitor.tap("submit")
    visitor.sees("Preview")
    visitor.tap("print")
    visitor.until(lambda: slip(visitor).property("state") == "present", "the slip at the mouth")
    inspector.look("Slip at the mouth")
    visitor.until(lambda: slip(visitor).property("state") == "retracted", "the slip drawn back")
    inspector.turn("Slip drawn back")
    assert inspector.found == []
