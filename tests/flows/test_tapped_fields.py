"""Fields that are tapped: one normal form on both sides, what rules know of it, and what is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acceptance.judgement import judge
from kiosk.flows.comparing import drafts
from kiosk.flows.definition import Field
from kiosk.flows.explaining import explain
from kiosk.flows.fields import FieldError, choices
from kiosk.flows.gate import gate
from kiosk.flows.loader import FlowError, load, load_codes
from kiosk.flows.rebase import rebased
from kiosk.flows.session import Session
from kiosk.flows.taking import AnswerError
from kiosk.flows.text import Option, Text
from kiosk.flows.walk import stranger, walk
from tests.flows.several import PEOPLE, TODAY, card
from tests.flows.test_judged import KEY, arrival

FILE = Path(__file__).with_name("canteen.yaml")
TEXT = FILE.read_text("utf-8")
FLOW = load(FILE, load_codes())
DISHES = next(field for field in FLOW.step("shop").fields if field.key == "dishes")
SHOP = {"trade": "restaurant", "dishes": "hot,juice", "online": "no"}


def begun():
    return Session("id", FLOW, TODAY).agree("notice", "t").learn("card", card(PEOPLE[0]))


def finished(**shop):
    session = begun().answer("shop", SHOP | shop)
    if session.step.key == "sale":
        session = session.answer("sale", {"cities": "330500,310000", "home_city": "330500"})
    if session.step.key == "knives":
        session = session.answer("knives", {"knives": "yes"})
    staff = {"name": "刘宁宁", "duties": "safety,cook", "certified": "yes"}
    session = session.answer("staff.0", {f"staff.0.{key}": value for key, value in staff.items()})
    return session.answer("staff.entries", {}).answer("delivery", {"delivery": "window"})


@pytest.mark.parametrize("tapped", [*permutations(("juice", "hot", "cold"))])
def test_in_whatever_order_they_are_tapped_the_bytes_are_the_same(tapped):
    session = begun().answer("shop", SHOP | {"dishes": ",".join(tapped)})
    assert session.normal_answers["dishes"] == "hot,cold,juice"
    assert finished(dishes=",".join(tapped)).fingerprint == finished(dishes="hot,cold,juice").fingerprint


@given(st.lists(st.sampled_from(DISHES.values), min_size=1))
def test_a_normal_form_is_its_own_normal_form_and_holds_what_was_tapped(tapped):
    normal = DISHES.normal(",".join(tapped))
    assert DISHES.normal(normal) == normal
    assert DISHES.known(normal) == [value for value in DISHES.values if value in tapped]


@given(st.lists(st.sampled_from(DISHES.values)))
def test_taps_toggle_and_an_even_number_of_them_is_none(taps):
    answer = ""
    for value in taps:
        answer = choices.tapped("multi", answer, value, DISHES.values, optional=False)
    assert choices.parts(answer) == [v for v in DISHES.values if taps.count(v) % 2]


def test_only_what_may_stay_empty_is_taken_back_by_a_second_tap():
    again = [choices.tapped("choice", "own", "own", ("own", "brand"), optional=o) for o in (True, False)]
    assert again == ["", "own"]


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("trade", "", "请选一项"),
        ("trade", "Restaurant", "请选一项"),
        ("dishes", "", "请至少选一项"),
        ("dishes", "hot,fish", "请至少选一项"),
        ("dishes", "hot,", "请至少选一项"),
        ("online", "", "请选“是”或“否”"),
        ("online", "true", "请选“是”或“否”"),
    ],
)
def test_what_the_list_does_not_have_is_refused_beside_its_field(field, typed, says):
    with pytest.raises(AnswerError) as caught:
        begun().answer("shop", SHOP | {field: typed})
    assert {key: text.zh for key, text in caught.value.says.items()} == {field: says}


@pytest.mark.parametrize(
    ("shop", "field"),
    [({"trade": "drinks", "dishes": "raw"}, "dishes"), ({"dishes": "hot,cold,raw,cakes,juice"}, "dishes")],
    ids=["'raw' in dishes", "size(dishes)"],
)
def test_rules_ask_what_is_among_several_and_how_many(shop, field):
    with pytest.raises(AnswerError) as caught:
        begun().answer("shop", SHOP | shop)
    assert set(caught.value.says) == {field}


def test_rules_know_yes_and_no_as_truth_and_a_list_as_a_list():
    session = finished(online="yes", dishes="raw")
    assert [step.key for step in session.path[2:5]] == ["shop", "sale", "knives"]
    values = session.walked.values
    assert (values["online"], values["dishes"], values["cities"]) == (True, ["raw"], ["310000", "330500"])
    assert values["staff"] == [{"name": "刘宁宁", "duties": ["cook", "safety"], "certified": True}]
    before = begun().walked.values
    assert (before["online"], before["dishes"], before["trade"]) == (False, [], "")


def test_what_is_hidden_is_kept_and_never_sent():
    session = finished(online="yes")
    assert gate(session, can_queue=True) == ()
    without = session.revise("shop").answer("shop", SHOP | {"online": "no"})
    assert not {"cities", "home_city", "since", "label"} & without.normal_answers.keys()
    again = without.revise("shop").answer("shop", SHOP | {"online": "yes"})
    assert again.normal_answers == session.normal_answers


def test_a_group_s_checks_and_list_know_them_too():
    session = begun().answer("shop", SHOP)
    with pytest.raises(AnswerError) as caught:
        cook = {"name": "刘宁宁", "duties": "cook", "certified": "no"}
        session.answer("staff.0", {f"staff.0.{key}": value for key, value in cook.items()})
    assert set(caught.value.says) == {"staff.0.certified"}
    cook = {"staff.0.name": "刘宁宁", "staff.0.duties": "cook", "staff.0.certified": "yes"}
    session = session.answer("staff.0", cook)
    with pytest.raises(AnswerError, match="staff.entries"):
        session.answer("staff.entries", {})


def test_presets_are_taps_too():
    assert begun().preset(FLOW.step("shop")) == {"trade": "", "dishes": "", "online": "no"}
    assert DISHES.written(["juice", "hot"]) == "hot,juice"
    assert replace(DISHES, type="choice").written("fish") == ""


@pytest.mark.parametrize(
    ("answer", "language", "read"),
    [("hot,cold", "zh-CN", "热食类、冷食类"), ("hot,cold", "en", "Hot dishes, Cold dishes"), ("", "en", "")],
)
def test_people_read_titles_and_not_values(answer, language, read):
    assert DISHES.read(answer, language) == read


def test_an_option_that_is_gone_is_asked_again():
    fewer = replace(DISHES, options=DISHES.options[1:])
    shop = FLOW.step("shop")
    steps = [
        replace(s, fields=tuple(fewer if f is DISHES else f for f in shop.fields)) if s is shop else s
        for s in FLOW.steps
    ]
    later = replace(FLOW, steps=tuple(steps), hash="other")
    assert rebased(finished(), later).step.key == "shop"
    assert rebased(finished(dishes="juice"), later).step.key == "review"
    told = drafts(FLOW, later, 40, 1)
    assert 0 < told.asked_again["shop"] < 40


def test_why_a_page_is_shown_names_what_the_rule_knew():
    told = {reason.key: reason for reason in explain(finished(online="yes"))}
    assert told["sale"].names == {"online": True}
    assert told["knives"].names == {"dishes": ["hot", "juice"]} and not told["knives"].holds
    assert json.loads(json.dumps([vars(reason) for reason in told.values()]))


def test_the_hash_follows_the_list_of_a_field():
    codes = load_codes()
    found, digest = codes["si-regions"]
    assert load(FILE, codes | {"si-regions": (found, digest[::-1])}).hash != FLOW.hash


def outcome(answers):
    arrived = arrival(finished())
    body = replace(arrived.body, answers={**arrived.body.answers, **answers})
    case = judge(replace(arrived, body=body), {"canteen": FLOW}, KEY.public)
    return case.verdict.reason or case.verdict.status.name, case.verdict.questions


def test_the_other_side_takes_the_normal_form_and_no_other():
    assert outcome({}) == ("RECEIVED", ())
    for dishes in ("juice,hot", "hot,hot,juice", "hot,fish", ["hot", "juice"], 7, {}):
        assert outcome({"dishes": dishes}) == ("RULES_CHANGED", ("shop",)), dishes
    assert outcome({"online": True}) == outcome({"trade": "pub"}) == ("RULES_CHANGED", ("shop",))
    assert outcome({"cities": "310000"})[0] == "RULES_CHANGED"  # of a page that nobody saw


def test_random_walks_are_judged_as_received():
    for seed in range(25):
        session = walk(FLOW, Random(seed), stranger(TODAY), f"walk {seed}")
        if session.stop is None:
            verdict = judge(arrival(session), {"canteen": FLOW}, KEY.public).verdict
            assert (verdict.status.name, verdict.reason) == ("RECEIVED", None)


def test_random_walks_tap_everything():
    tapped: dict[str, set[str]] = {}
    for seed in range(60):
        for key, value in walk(FLOW, Random(seed), stranger(TODAY)).normal_answers.items():
            tapped.setdefault(key.split(".")[-1], set()).update(str(value).split(","))
    assert tapped["trade"] == {"restaurant", "snack", "drinks", "canteen"}
    assert tapped["dishes"] == set(DISHES.values) and tapped["online"] == {"yes", "no"}


BENT = {
    "no options": ("        type: choice\n", "        type: choice\n        more: 1\n", "more"),
    "a typed field without example": ('        example: "202603"\n', "", '"example" is a required'),
    "yes or no that may be left out": ('        preset: "false"\n', "        optional: true\n", "optional"),
    "an example to tap": ('        preset: "false"\n', '        example: "yes"\n', "example"),
    "a value that stands twice": ("value: snack", "value: drinks", "drinks stands twice"),
    "a comma in a value of several": ("value: juice", "value: 'ju,ice'", "no comma"),
    "a list that is not there": ("codes: si-regions", "codes: nowhere", "no code list nowhere"),
    "a preset that is no truth": ('preset: "false"', "preset: \"'no'\"", "true or false, gives str"),
    "a truth taken for a text": ("when: online", "when: online == 'yes'", "online is true or false"),
    "several taken for a number": ("rule: size(dishes) <= 4", "rule: dishes <= 4", "fails"),
    "several taken for one": ("!('raw' in dishes)", "dishes != 'raw'", "dishes is a list: write"),
    "a number where truth is wanted": ("when: online", "when: size(dishes)", "true or false, gives int"),
}  # fmt: skip


@pytest.mark.parametrize("bend", BENT)
def test_a_bent_field_is_refused_with_its_line(tmp_path, bend):
    old, new, message = BENT[bend]
    assert TEXT.count(old) >= 1
    path = tmp_path / "canteen.yaml"
    path.write_text(TEXT.replace(old, new, 1), "utf-8")
    with pytest.raises(FlowError) as caught:
        load(path, load_codes())
    assert any(message in str(mistake) for mistake in caught.value.mistakes), caught.value.mistakes
    changed = TEXT[: TEXT.index(old)].count("\n")
    assert min(abs(mistake.line - changed) for mistake in caught.value.mistakes) <= 4


def test_a_field_without_a_list_has_nothing_to_tap():
    field = Field("k", "choice", Text("题", "题", "t"), options=(Option("a", Text("甲", "甲", "A")),))
    assert field.values == ("a",) and field.read("b", "en") == "—"
    with pytest.raises(FieldError):
        field.normal("b")
