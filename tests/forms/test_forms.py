"""The application form as its person sees and signs it."""

import subprocess
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest

from kiosk.flows import materials
from kiosk.flows.session import Session
from kiosk.model import mask_id
from kiosk.terminal.papers import application_form, drawing
from kiosk.terminal.words import Site
from tests import shipped
from tests.flows.several import PEOPLE, agreed

FLOW = shipped.items()["school-enrolment"]
SITE = Site("示范政务服务点", "12345")
PARENT = {"card_kind": " ", "sex": "1", "birth": "1990-03-07", "address": "", "valid_to": "2038-05-10"}


def session(name="刘洋", **answers):
    facts = {
        "begun": {"time": "10:00"},
        "consent:notice": {"at": "t", "sources": []},
        "card": {"name": name, "id_number": "33052119900307001X", **PARENT},
        "confirmation": {"state": "deferred"},
    }
    given = {
        "relation": "parent",
        "household": "local",
        "children_count": "2",
        "children.0.name": "刘宁宁",
        "children.0.idno": "330521202003150014",
        "children.0.kindergarten": "",
        "children.1.name": "刘安安",
        "children.1.idno": "330521202003150022",
        "children.1.kindergarten": "示范幼儿园",
        "home": "owned",
        "owned_number": "浙(2021)德清县0012345",
        "school": "sample-1",
        "adjust": "yes",
        "contact_phone": "13800000000",
        "delivery": "school",
    }
    return Session("s", FLOW, date(2026, 7, 10), given | answers, facts)


def said(session, **states):
    for key, state in states.items():
        here = next(s for s in session.standings if s.material.key == key)
        session = session.learn(materials.fact_name(here), materials.found(here, {"state": state}))
    return session


def text(pdf, tmp_path):
    path = tmp_path / "form.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True, text=True)
    return "".join(done.stdout.split())


def test_the_form_says_everything_that_is_signed(tmp_path):
    settled = said(session(), household_register="OK", parentage="YES", vaccination="LATER")
    form = text(application_form(settled, SITE, "330521-0001-001"), tmp_path)
    for said_there in (
        "小学入学报名申请表",
        "33052119900307001X",
        "孩子是谁？（第1个）",
        "330521202003150014",
        "未填写",
        "示范幼儿园",
        "浙(2021)德清县0012345",
        "示范第一小学",
        "已从公安部门取得，不用交",
        "卫生健康部门核对：符合",
        "联网后由卫生健康部门核对",
        "2026年7月10日由示范政务服务点终端330521-0001-001生成",
    ):
        assert said_there in form


def test_a_promise_stands_on_the_form_in_full(tmp_path):
    unknown = said(session(), household_register="OK", parentage="YES", vaccination="UNKNOWN")
    for decision in ("pass", "commit"):
        unknown = replace(unknown, at="papers")
        unknown = unknown.decide(unknown.material.place, decision, "t")
    promise = next(m for m in FLOW.materials if m.key == "vaccination").rungs[1].text.zh
    form = text(application_form(unknown, SITE, "330521-0001-001"), tmp_path)
    assert "".join(promise.split()) in form


def test_the_same_session_is_the_same_bytes_and_another_answer_is_not():
    first, again = (application_form(session(), SITE, "330521-0001-001") for _ in range(2))
    assert first == again
    assert application_form(session(adjust="no"), SITE, "330521-0001-001") != first


def test_rare_characters_stand_on_the_form(tmp_path):
    assert "𠮷𪚥" in text(application_form(session("𠮷𪚥"), SITE, "330521-0001-001"), tmp_path)


def test_nobody_signs_for_nobody():
    with pytest.raises(ValueError, match="nobody to file for"):
        application_form(Session("s", FLOW, date(2026, 7, 10)), SITE, "330521-0001-001")


def test_strokes_become_a_drawing_in_millimetres():
    svg = ElementTree.fromstring(drawing([[(1, 2), (3, 4.5)], [(10, 10), (20.25, 3)]]))
    lines = svg.findall(".//{http://www.w3.org/2000/svg}polyline")
    assert [line.get("points") for line in lines] == ["1.00,2.00 3.00,4.50", "10.00,10.00 20.25,3.00"]
    assert svg.get("width") == "20.95mm"


def test_on_what_several_people_sign_nobody_reads_anothers_number(tmp_path):
    session = agreed()
    form = text(application_form(session, SITE, "330521-0001-001"), tmp_path)
    for person in (*PEOPLE[:2], *PEOPLE[10:12]):
        assert person["name"] in form and person["idno"] not in form
        assert mask_id(person["idno"]) in form
    assert "138****0000" in form and "13800000000" not in form
