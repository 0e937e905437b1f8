"""Somebody looks for a matter in their own words: it is begun, or they are told where to go."""

import subprocess
import sys

import pytest

from kiosk.flows.search import suggestions
from kiosk.ui.walker import walk

MM_PER_PX = 0.369


def looks(visitor, letters=""):
    visitor.until(lambda: visitor.can_tap("collect"), "the devices")
    visitor.tap("search")
    visitor.sees("Search")
    visitor.until(lambda: view(visitor)._index and visitor.can_tap("key.a"), "the index and the keys")
    visitor.types(letters)


def view(visitor):
    return visitor.shell.view.machine.search


def found(visitor):
    return [entry["value"] for entry in view(visitor).property("found")]


def violations(visitor, variant="standard"):
    return [(seen.rule, seen.what) for seen in walk(visitor.shell.window, MM_PER_PX, variant)]


def test_one_tap_a_few_letters_and_the_matter_begins(offline_visitor):
    looks(offline_visitor, "sbzm")
    offline_visitor.until(lambda: found(offline_visitor)[:1] == ["p.cert.si"], "the certificate")
    offline_visitor.tap("result.p.cert.si")
    offline_visitor.sees("Notice")
    assert offline_visitor.shell.session._session.flow.item == "si-certificate"
    assert view(offline_visitor).property("typed") == ""
    offline_visitor.tap("home")
    offline_visitor.sees("Home")


def test_what_is_done_elsewhere_says_where_and_begins_nothing(offline_visitor):
    looks(offline_visitor, "pochanhecha")
    offline_visitor.tap("result.e.bankrupt")
    offline_visitor.until(lambda: offline_visitor.can_tap("search.again"), "where to go")
    page = offline_visitor.reads()
    for words in (
        "企业破产信息核查",
        "这件事在这里办不了",
        "到哪里办",
        "政务服务中心",
        "带上",
        "12345",
        "请人帮忙",
    ):
        assert words in page
    assert offline_visitor.shell.session.page_name() == "" and violations(offline_visitor) == []
    offline_visitor.tap("search.again")
    offline_visitor.until(lambda: offline_visitor.can_tap("key.a"), "the keys")
    assert view(offline_visitor).property("typed") == "pochanhecha"


def test_in_english_the_keys_write_what_they_show(offline_visitor):
    offline_visitor.tap("variant.language")
    looks(offline_visitor, "restaurant")
    offline_visitor.until(lambda: view(offline_visitor).property("typed") == "restaurant", "the letters")
    assert found(offline_visitor)[0] == "e.food" and not offline_visitor.can_tap("candidate.0")
    offline_visitor.tap("key.language")
    offline_visitor.tap(*["key.backspace"] * 10)
    offline_visitor.types("tuixiu")
    offline_visitor.tap("candidate.0")
    offline_visitor.until(lambda: view(offline_visitor).property("typed") == "退休", "the characters")


def test_characters_that_are_chosen_from_their_sound_find_it_too(offline_visitor):
    looks(offline_visitor, "tuixiu")
    offline_visitor.until(lambda: offline_visitor.can_tap("candidate.0"), "characters")
    offline_visitor.tap("candidate.0")
    offline_visitor.until(lambda: view(offline_visitor).property("typed") == "退休", "the characters")
    assert found(offline_visitor)[0] == "p.retire"


def test_continue_lists_all_that_fits_as_cards(offline_visitor):
    looks(offline_visitor, "gongs")
    offline_visitor.tap("key.ok")
    offline_visitor.until(lambda: offline_visitor.can_tap("found.e.start"), "the list")
    assert offline_visitor.can_tap("found.e.close") and violations(offline_visitor) == []
    offline_visitor.tap("found.e.bankrupt")
    offline_visitor.until(lambda: "政务服务中心的企业服务窗口" in offline_visitor.reads(), "where to go")
    offline_visitor.tap("search.again")
    offline_visitor.until(lambda: offline_visitor.can_tap("found.e.start"), "the list again")
    offline_visitor.tap("found.e.ind2ent")
    offline_visitor.sees("Notice")
    assert offline_visitor.shell.session._session.flow.item == "trader-to-company"


def test_where_nothing_is_found_it_is_said_whom_to_ask(offline_visitor):
    looks(offline_visitor, "qwxzk")
    offline_visitor.until(lambda: "没有找到" in offline_visitor.reads(), "the word")
    offline_visitor.tap("key.ok")
    offline_visitor.until(lambda: offline_visitor.can_tap("hotline"), "the page")
    page = offline_visitor.reads()
    assert "没有找到" in page and "打 12345 问一问" in page and "请人帮忙" in page
    assert violations(offline_visitor) == []
    offline_visitor.tap("hotline")
    offline_visitor.sees("Hotline")


def test_who_leaves_leaves_nothing_typed_behind(offline_visitor):
    looks(offline_visitor, "zhengxin")
    offline_visitor.tap("key.cancel")
    offline_visitor.sees("Home")
    assert view(offline_visitor).property("typed") == ""
    looks(offline_visitor)
    assert found(offline_visitor) == [] and "zhengxin" not in offline_visitor.reads()
    offline_visitor.types("a")
    offline_visitor.waits(61)
    offline_visitor.sees("Home")
    assert view(offline_visitor).property("typed") == ""


def test_a_season_that_is_open_is_suggested_and_says_that_it_is(summer_visitor):
    looks(summer_visitor)
    summer_visitor.until(lambda: found(summer_visitor), "the suggestion")
    assert found(summer_visitor) == ["school-enrolment"]
    assert "智能推荐 · 7月27日截止" in summer_visitor.reads() and violations(summer_visitor) == []
    summer_visitor.tap("result.school-enrolment")
    summer_visitor.sees("Notice")


def test_switched_off_nothing_is_suggested_and_the_same_is_begun(summer_visitor, monkeypatch):
    monkeypatch.setattr(suggestions, "switched_on", lambda: False)
    looks(summer_visitor)
    assert found(summer_visitor) == [] and "智能推荐" not in summer_visitor.reads()
    summer_visitor.types("ruxue")
    summer_visitor.tap("result.p.school")
    summer_visitor.sees("Notice")
    assert summer_visitor.shell.session._session.flow.item == "school-enrolment"


@pytest.mark.parametrize(
    ("english", "large"),
    [
        pytest.param(False, False, id="standard"),
        pytest.param(False, True, id="large", marks=pytest.mark.soak),
        pytest.param(True, False, id="en", marks=pytest.mark.soak),
        pytest.param(True, True, id="large-en"),
    ],
)
def test_every_matter_fits_its_card_and_its_page(offline_visitor, english, large):
    variant = "large" if large else "standard"
    offline_visitor.tap(*["variant.language"] * english, *["variant.large"] * large)
    assert violations(offline_visitor, variant) == []
    looks(offline_visitor)
    search = view(offline_visitor)
    offline_visitor.types("social" if english else "sb")
    offline_visitor.until(lambda: found(offline_visitor), "a few matters")
    assert violations(offline_visitor, variant) == []
    elsewhere = [each for each in search._index.matters if not each.item]
    names = {each.id: each.name.en if english else each.name.zh for each in elsewhere}
    for id in sorted(names, key=lambda id: -len(names[id]))[:3]:
        search.type(names[id])
        assert violations(offline_visitor, variant) == [], id
        assert search.choose(id) == ""
        offline_visitor.until(lambda: offline_visitor.can_tap("search.again"), "where to go")
        assert violations(offline_visitor, variant) == [], id
        search.again()
        offline_visitor.until(lambda: offline_visitor.can_tap("key.a"), "the keys")


def test_home_comes_up_without_anything_of_the_search():
    program = (
        "import sys; import kiosk.ui.terminal_view;"
        "print(*(name for name in sys.modules if 'flows.search' in name or 'rapidfuzz' in name))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )
    assert ran.stdout.strip() == ""
