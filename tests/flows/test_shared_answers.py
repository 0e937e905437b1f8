"""What several departments ask for is asked once, and each is given what its own form asks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import yaml

from kiosk.flows import skeleton
from kiosk.flows.definition import Form
from kiosk.flows.loader import FlowError, load, load_codes
from kiosk.flows.savings import fields
from kiosk.flows.session import Session
from tests import shipped

KEYS = tuple(f"fact_{number}" for number in range(12))
OFFICES = tuple(f"office_{number}" for number in range(5))
CODES = load_codes()


def text(words):
    return {"zh-CN": words, "zh-easy": words, "en": words}


def matter(**uses):
    """Five departments with a form of twelve questions each; `uses` says otherwise of one of them."""
    said = {question.key: question.example for question in skeleton.QUESTIONS}
    data = yaml.safe_load(skeleton.item("five-offices", said))
    lead = data["departments"]["lead"]
    data["branches"] = [
        {
            "key": office,
            "name": text(office),
            "department": lead,
            "needs": ["form"],
            "uses": uses.get(office, list(KEYS)),
            "limit": "at_once",
            "failure": {"where": text("窗口"), "phone": "12345"},
        }
        for office in OFFICES
    ]
    asked = [{"key": key, "type": "line", "title": text(key), "example": "样例"} for key in KEYS]
    page = {"key": "facts", "kind": "Form", "stage": "填表", "title": text("情况"), "fields": asked}
    place = next(i for i, step in enumerate(data["steps"]) if step["kind"] == "Choose")
    data["steps"].insert(place + 1, page)
    return data


def loaded(tmp_path, data):
    place = tmp_path / "items" / "five-offices.yaml"
    place.parent.mkdir(exist_ok=True)
    place.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")
    return load(place, CODES)


def test_five_departments_that_share_twelve_questions_ask_twelve_and_not_sixty(tmp_path):
    flow = loaded(tmp_path, matter())
    session = Session("s", flow, date(2026, 7, 1))
    asked = [field.key for step in session.path if isinstance(step, Form) for field in step.fields]
    assert [key for key in asked if key in KEYS] == list(KEYS)
    answered = replace(session, answers=dict.fromkeys(KEYS, "样例"))
    assert fields(answered) - fields(session) == 60 - 12


def test_what_one_department_alone_uses_spares_nobody_anything(tmp_path):
    flow = loaded(tmp_path, matter(**{office: [key] for office, key in zip(OFFICES, KEYS, strict=False)}))
    session = Session("s", flow, date(2026, 7, 1))
    assert fields(replace(session, answers=dict.fromkeys(KEYS, "样例"))) == fields(session)


@pytest.mark.parametrize(("uses", "says"), [(["fact_99"], "fact_99"), (None, "office_3")])
def test_an_answer_that_nobody_gives_and_a_department_that_says_nothing_are_refused(tmp_path, uses, says):
    data = matter(office_3=uses)
    if uses is None:
        del data["branches"][3]["uses"]
    with pytest.raises(FlowError) as caught:
        loaded(tmp_path, data)
    assert [says in mistake.remedy for mistake in caught.value.mistakes] == [True]


def test_every_department_of_a_shipped_matter_says_what_its_form_asks_for():
    branched = {flow.item: flow.branches for flow in shipped.items().values() if flow.branches}
    assert "house-transfer" in branched
    assert [f"{item}/{each.key}" for item, own in branched.items() for each in own if not each.uses] == []
