"""Whose matter it is, and for whom somebody acts: by the rules alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from kiosk.flows import sources
from kiosk.flows.definition.acting import ASKED, LISTED
from kiosk.flows.loader import load, load_codes, load_items
from kiosk.flows.materials import State
from kiosk.flows.reading import FlowError
from kiosk.flows.session import Session, acting
from kiosk.flows.session.acting import mask
from kiosk.flows.survey import every_branch
from kiosk.flows.taking import AnswerError
from tests import shipped
from tests.people import ADULT

HERE = Path(__file__).parent / "acting" / "items"
STAMP = load_items(HERE)["stamp"]
ONE = {"uscc": "91330521MA2XX10T08", "name": "德清样例餐饮有限公司", "role": "agent"}
OTHER = "91330521MA2XX20T1J"


def arrived(registered=(), flow=STAMP):
    session = Session("01997e20-0000-7000-8000-000000000001", flow, date(2026, 7, 1))
    session = session.agree("notice", "2026-07-01T12:00:00+08:00")
    card = {**vars(ADULT), "card_kind": ADULT.card_kind.value}
    session = session.learn("card", card).learn("confirmation", {"state": "confirmed", "token": "t"})
    return session.learn(f"share:{LISTED}", {"state": "OK", "value": list(registered), "token": "listed"})


def mistakes(tmp_path, **changes):
    data = yaml.safe_load((HERE / "stamp.yaml").read_text("utf-8")) | changes
    path = tmp_path / "stamp.yaml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    with pytest.raises(FlowError) as refused:
        load(path, load_codes(), {}, sources.load())
    return {mistake.rule for mistake in refused.value.mistakes}


def test_a_matter_is_a_persons_unless_it_says_otherwise():
    audiences = {item: flow.audience for item, flow in shipped.items().items()}
    assert audiences["si-certificate"] == ("person",)
    assert STAMP.audience == ("person", "organisation")


def test_who_has_an_organisation_is_asked_for_whom_and_nobody_else_is():
    assert arrived().step.key == "what"
    asked = arrived([ONE])
    assert asked.step.key == "acting"
    assert acting.act(asked, "acting", "", None).step.key == "what"


def test_a_matter_of_organisations_alone_asks_everybody():
    flow = replace(STAMP, audience=("organisation",))
    step = flow.step("acting")
    only = replace(step, fields=tuple(replace(field, optional=False) for field in step.fields))
    flow = replace(flow, steps=tuple(only if each is step else each for each in flow.steps))
    session = arrived(flow=flow)
    assert session.step.key == "acting"
    with pytest.raises(AnswerError):
        acting.act(session, "acting", "", None)


def test_an_organisation_counts_only_with_what_is_known_of_the_authority():
    asked = arrived([ONE])
    bare = asked.answer("acting", {"organisation": ONE["uscc"]})
    assert bare.step.key == "acting" and acting.organisation(bare) is None
    session = acting.act(asked, "acting", ONE["uscc"], acting.authority(asked, ONE["uscc"]))
    assert session.step.key == "what"
    there = acting.organisation(session)
    assert (there.name, there.role, there.known) == (ONE["name"], "agent", True)
    again = session.revise("acting").answer("acting", {"organisation": OTHER})
    assert again.step.key == "acting", "what the platform said of one code says nothing of another"


def test_what_nobody_could_be_asked_about_is_taken_in_without_a_name():
    asked = arrived([ONE])
    later = acting.act(asked, "acting", OTHER, acting.fact(OTHER, ASKED, State.LATER))
    there = acting.organisation(later)
    assert later.step.key == "what" and (there.name, there.known) == ("", False)
    assert there.masked == f"****{OTHER[-4:]}"


def test_applicant_and_agent_are_named_apart_and_a_person_has_no_agent():
    asked, card = arrived([ONE]), {"name": "张小明"}
    session = acting.act(asked, "acting", ONE["uscc"], acting.authority(asked, ONE["uscc"]))
    assert acting.parties(session, card) == ({"uscc": ONE["uscc"], "name": ONE["name"]}, card)
    himself = acting.act(session.revise("acting"), "acting", "", None)
    assert acting.parties(himself, card) == (card, {})
    assert acting.FACT in himself.facts and acting.FACT not in acting.sent_facts(himself, himself.facts)


def test_what_is_signed_for_one_organisation_is_not_signed_for_another():
    asked = arrived([ONE, ONE | {"uscc": OTHER}])
    prints = {
        acting.act(asked, "acting", code, acting.authority(asked, code)).fingerprint
        for code in (ONE["uscc"], OTHER)
    }
    assert len(prints) == 2


@pytest.mark.parametrize(
    ("name", "covered"),
    [("德清样例餐饮有限公司", "德清****有限公司"), ("样例面馆", "**面馆"), ("店", "*"), ("", "")],
)
def test_names_of_organisations_are_covered_like_those_of_people(name, covered):
    assert mask(name) == covered


def test_every_branch_of_the_page_is_walked():
    told = every_branch(STAMP, sources.examples(sources.load())).told()
    assert (told["failures"], told["steps_covered"]) == ([], 1.0)


def test_the_linter_names_whose_matter_it_is_not(tmp_path):
    assert mistakes(tmp_path, **{"for": ["person"]}) == {"for"}
    assert mistakes(tmp_path, prefill=[]) == {"for"}
    steps = yaml.safe_load((HERE / "stamp.yaml").read_text("utf-8"))["steps"]
    assert "for" in mistakes(tmp_path, steps=[step for step in steps if step["kind"] != "ActFor"])
    early = [steps[0], steps[3], *steps[1:3], *steps[4:]]
    assert mistakes(tmp_path, steps=early) == {"order"}
    silent = [steps[0] | {"consents": steps[0]["consents"][:1]}, *steps[1:]]
    assert mistakes(tmp_path, steps=silent) == {"consent"}
