"""Branches of an item as its file declares them: what is refused, and which of them one case has."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kiosk.flows.branch_drawing import rows
from kiosk.flows.calendar import Calendar, Clock, Light, Limit, Unit
from kiosk.flows.definition.branches import asked
from kiosk.flows.drawing import svg
from kiosk.flows.graph import mermaid
from kiosk.flows.loader import RESOURCES, FlowError, load, load_codes
from kiosk.flows.session import Session
from kiosk.flows.surnames import same_surname
from tests import shipped

ITEM = RESOURCES / "items" / "birth.yaml"
GOOD = ITEM.read_text("utf-8")
CODES = load_codes()
BIRTH = shipped.items()["birth"]


def refused(tmp_path, old, new):
    assert old in GOOD
    place = tmp_path / "items" / ITEM.name
    place.parent.mkdir(exist_ok=True)
    place.write_text(GOOD.replace(old, new, 1), "utf-8")
    with pytest.raises(FlowError) as caught:
        load(place, CODES)
    line = GOOD[: GOOD.index(old)].count("\n") + 1
    return line, caught.value.mistakes


@pytest.mark.parametrize(
    ("old", "new", "rule", "says"),
    [
        ("    needs: [registration]\n", "    needs: [registry]\n", "reference", "no branch registry"),
        (
            "    takes: [citizen_number]\n",
            "    takes: [number]\n",
            "reference",
            "no branch has the output number",
        ),
        (
            "    output: citizen_number\n",
            "    output: birth_certificate\n",
            "output",
            "that of branch 1 already",
        ),
        ("    charge: premium\n", "    charge: stamp\n", "reference", "no line stamp among the fees"),
        (
            "    department: *disease\n",
            "    department: {zh-CN: 邮政, zh-easy: 邮局, en: Post}\n",
            "department",
            "邮政",
        ),
        (
            "    needs: [certificate]\n",
            "    needs: [certificate, insurance]\n",
            "circle",
            "registration needs insurance",
        ),
        ("    needs: [registration]\n", "    needs: [allowance]\n", "optional", "ends without allowance"),
        ("handling: promised\n", "handling: immediate\n", "branches", "promised"),
    ],
)
def test_a_bent_branch_is_refused_with_line_rule_and_remedy(tmp_path, old, new, rule, says):
    line, mistakes = refused(tmp_path, old, new)
    found = [mistake for mistake in mistakes if mistake.rule == rule and says in mistake.remedy]
    assert found, mistakes
    assert abs(found[0].line - line) <= 4 or rule == "branches"


def test_a_graph_that_nobody_begins_is_refused(tmp_path):
    text = GOOD.replace("needs: [form]", "needs: [registration]")
    place = tmp_path / "items" / ITEM.name
    place.parent.mkdir()
    place.write_text(text, "utf-8")
    with pytest.raises(FlowError) as caught:
        load(place, CODES)
    rules = {mistake.rule for mistake in caught.value.mistakes}
    assert {"start", "circle"} <= rules


@pytest.mark.parametrize("lost", ["department", "limit", "failure", "needs", "name"])
def test_every_branch_says_who_how_long_after_what_and_where_to_turn(tmp_path, lost):
    import yaml

    data = yaml.safe_load(GOOD)
    del data["branches"][1][lost]
    place = tmp_path / "items" / ITEM.name
    place.parent.mkdir()
    place.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")
    with pytest.raises(FlowError, match=lost):
        load(place, CODES)


def test_who_has_the_certificate_waits_for_no_certificate():
    session = Session("s", BIRTH, date(2026, 7, 1))
    first = {b.key: b for b in asked(BIRTH.branches, session.context)}
    assert first["registration"].needs == ("certificate",) and "allowance" not in first
    held = replace(session, answers={"certificate_held": "yes"})
    later = {b.key: b for b in asked(BIRTH.branches, held.context)}
    assert "certificate" not in later
    assert (later["registration"].needs, later["registration"].takes) == ((), ())
    assert later["insurance"].needs == ("registration",)


def test_the_picture_shows_who_waits_for_whom():
    drawn, text = svg(BIRTH), mermaid(BIRTH)
    for branch in BIRTH.branches:
        assert branch.name.zh in drawn and f"branch_{branch.key}[" in text
    assert "branch_certificate --> branch_registration" in text
    assert 'branch_registration -. "citizen_number" .-> branch_insurance' in text
    depths = {b.key: depth for depth, level in enumerate(rows(BIRTH.branches)) for b in level}
    assert depths["certificate"] < depths["registration"] < depths["insurance"]


def test_minutes_run_from_the_moment_and_yellow_comes_at_four_fifths():
    began = datetime(2026, 6, 1, 23, 50, tzinfo=UTC)
    clock = Clock(Limit(50, Unit.MINUTES), began)
    assert clock.due(Calendar()).at == datetime(2026, 6, 2, 0, 40, tzinfo=UTC)
    assert clock.reaches(Calendar(), 0.8).at == datetime(2026, 6, 2, 0, 30, tzinfo=UTC)
    lights = [clock.light(Calendar(), datetime(2026, 6, 2, 0, m, tzinfo=UTC)) for m in (29, 30, 40)]
    assert lights == [Light.GREEN, Light.YELLOW, Light.RED]


@pytest.mark.parametrize(
    ("child", "parent", "same"),
    [
        ("刘小满", "刘洋", True),
        ("欧阳小满", "欧阳文静", True),
        ("刘欧阳满", "刘洋", True),
        ("欧小满", "欧阳文静", False),
        ("欧阳小满", "欧文", False),
        ("刘", "刘洋", False),
        ("王小满", "刘洋", False),
        ("米热古丽", "阿依古丽·买买提", True),  # no surname: nobody can say that it is another
        ("刘小满", "", False),
    ],
)
def test_a_surname_is_that_of_a_parent(child, parent, same):
    assert same_surname(child, parent) is same
