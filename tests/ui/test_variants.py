"""Ways to read the screens better: one tap from every page, together, and gone with the person."""

import pytest
from PySide6.QtCore import QRectF

from kiosk.config.geometry import DEFAULT, GEOMETRIES, REACH_MM
from kiosk.screens import apart
from kiosk.screens.steps import scenes
from kiosk.ui.idle import IdleWatch
from kiosk.ui.manner import VARIANTS, Manner, manner
from kiosk.ui.presentation import Presentation
from kiosk.ui.scene import look
from kiosk.ui.wording import Wording, load
from tests import shipped
from tests.ui.test_idle import Watched

CHIPS = [f"variant.{name}" for name in ("large", "elder", "contrast", "low", "language")]


@pytest.fixture(scope="module")
def gallery():
    """A terminal's window, with nobody before it and nothing behind it."""
    with apart.standing() as window:
        yield window


@pytest.fixture
def hung(gallery):
    yield gallery
    gallery.shell.view.display.reset()
    gallery.clear()


def reads(gallery):
    return "\n".join(str(text.item.property("text")) for text in look(gallery.shell.window).texts)


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_second_tap_takes_back_what_the_first_one_set(variant):
    there = manner(variant)
    for toggle in VARIANTS[variant]:
        there = there.toggled(toggle)
    assert there == Manner()


def test_type_is_one_of_three_and_everything_else_goes_with_each():
    chosen = manner("large+contrast+low+en")
    assert chosen == Manner("large", contrast=True, low=True, english=True)
    assert chosen.toggled("elder") == Manner("elder", contrast=True, low=True, english=True)


def test_the_elder_version_speaks_plain_words_and_english_goes_before_it():
    assert manner("elder").language == "zh-easy"
    assert manner("elder+en").language == "en"
    assert manner("large").language == "zh-CN"


def test_plain_words_stay_on_the_glass_and_paper_says_it_in_full():
    words = Wording(load())
    for language, paper in (("zh-easy", "zh-CN"), ("en", "en"), ("zh-CN", "zh-CN")):
        words.speak(language)
        assert words.on_paper == paper


@pytest.mark.parametrize("variant, curtain", [("elder", 120), ("low", 120), ("large", 60), ("contrast", 60)])
def test_whoever_reads_slowly_or_sits_has_twice_the_time(variant, curtain):
    watched = Watched()
    Presentation(Wording(load()), watched.watch, DEFAULT.mm_per_px, DEFAULT.bottom_edge_mm).become(
        manner(variant)
    )
    assert watched.after(curtain - 0.1) == ""
    assert watched.after(0.1) == "curtain"
    watched.after(curtain * 1.5)
    assert watched.watch.seconds_left == curtain / 2
    assert watched.ends == 0
    watched.after(curtain / 2)
    assert watched.ends == 1


def test_who_comes_next_finds_the_screen_as_everybody_does():
    shown = Presentation(Wording(load()), IdleWatch(lambda: 0.0, lambda: False), 0.369, 800)
    shown.become(manner("elder+contrast+low+en"))
    shown.reset()
    assert shown.manner == Manner() and shown._wording.language == "zh-CN"


def test_leaving_before_a_card_was_read_takes_every_variant_along(hung):
    hung.shell.view.display.become(manner("elder+contrast+low"))
    hung.show(next(scenes(shipped.items()["si-certificate"])).session)
    hung.tap("exit")
    hung.until(lambda: hung.page()["page"] == "Home", "Home")
    assert hung.shell.view.display.manner == Manner()


@pytest.mark.parametrize("geometry", GEOMETRIES)
def test_every_variant_is_one_tap_from_home_a_question_and_an_aside(hung, geometry):
    glass = GEOMETRIES[geometry]
    beyond = REACH_MM - glass.bottom_edge_mm < glass.height * glass.mm_per_px
    chips = [
        chip for chip in CHIPS if beyond or chip != "variant.low"
    ]  # where all is in reach it does nothing
    hung.hang(hung_on(geometry))
    for page in ("", "Help", "question"):
        if page == "question":
            hung.show(next(scenes(shipped.items()["retire"])).session)
        elif page:
            hung.aside(page)
        hung.shell.window.grabWindow()
        assert [chip for chip in chips if not hung.can_tap(chip)] == [], page
    hung.tap("variant.elder")
    hung.tap("variant.contrast")
    assert hung.shell.view.display.manner == manner("elder+contrast")


def hung_on(geometry, variant="standard"):
    from kiosk.ui.gallery import Wall

    return Wall(variant, geometry)


@pytest.mark.parametrize("geometry", ["portrait", "landscape"])
def test_low_brings_everything_that_is_tapped_below_what_a_seated_person_reaches(hung, geometry):
    glass = GEOMETRIES[geometry]
    line = glass.height - (REACH_MM - glass.bottom_edge_mm) / glass.mm_per_px
    form = next(s.session for s in scenes(shipped.items()["housing-fund"]) if s.name.endswith("/bank"))
    hung.show(form)
    hung.hang(hung_on(geometry, "low"))
    targets = look(hung.shell.window).targets
    assert len(targets) > 8
    tapped = [target for target in targets if target.item.property("forStaff") is not True]
    assert all(target.visible.top() >= line - 1 for target in tapped)
    whole = QRectF(0, 0, glass.width, glass.height)
    assert all(whole.contains(target.box) for target in targets)


def test_the_elder_version_asks_for_one_field_at_a_time_and_returns_to_what_is_wrong(hung):
    form = next(s.session for s in scenes(shipped.items()["housing-fund"]) if s.name.endswith("/house"))
    hung.show(form)
    hung.hang(hung_on("portrait", "elder"))
    assert hung.can_tap("field.bought_on") and not hung.can_tap("field.price")
    hung.tap("continue")
    hung.until(lambda: hung.can_tap("field.price"), "the second field")
    assert not hung.can_tap("field.bought_on")
    hung.tap("field.before")
    hung.until(lambda: hung.can_tap("field.bought_on"), "the first field again")
    hung.shell.session._asked.type("price", "x")
    for _ in form.step.fields:
        hung.tap("continue")
    hung.until(lambda: "要改" in reads(hung), "what is wrong")
