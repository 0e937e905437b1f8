"""Pension, social-security card, disability, a death in the family, credit: from card to receipt."""

from __future__ import annotations

import pytest

from acceptance import pensions
from acceptance.affairs import SHARES
from acceptance.question import Question
from acceptance.results import ISSUERS
from kiosk.flows.gate import limit
from kiosk.flows.materials import State
from tests import shipped
from tests.acceptance.enrolling import AT, Visit
from tests.acceptance.station import POPULATION, applicant, person

FLOWS = shipped.items()
TOLD = {"delivery": "window", "allowance": "none", "fund": "no", "savings": "no", "applicant": "self"}
DEAD = {"deceased_name": "刘德顺", "deceased_idno": "330521195512080015", "died_on": "20251203"}
RECEIVED = ("received", None, ())


def visit(station, item, who, decisions=None, **answers):
    made = Visit.confirmed(
        station, person(who), FLOWS[item], answers=TOLD | answers, decisions=decisions or {}
    )
    return made, made.walk()


def states(session):
    return {s.material.key: s.state.value for s in session.standings}


# --- retire ---


@pytest.mark.parametrize(
    ("born", "group", "month"),
    [
        ("1964-12", "man", "2024-12"),
        ("1965-01", "man", "2025-02"),
        ("1965-04", "man", "2025-05"),
        ("1965-05", "man", "2025-07"),
        ("1966-03", "man", "2026-07"),
        ("1976-08", "man", "2039-07"),
        ("1976-09", "man", "2039-09"),
        ("1999-01", "man", "2062-01"),
        ("1970-01", "woman-55", "2025-02"),
        ("1981-09", "woman-55", "2039-09"),
        ("1975-01", "woman-50", "2025-02"),
        ("1975-03", "woman-50", "2025-05"),
        ("1984-11", "woman-50", "2039-11"),
    ],
)
def test_the_age_rises_step_by_step_and_then_no_further(born, group, month):
    assert pensions.reached_in(born, group) == month


def test_what_has_to_be_paid_in_rises_from_2030_to_twenty_years():
    assert [pensions.least_months(year) for year in (2025, 2029, 2030, 2038, 2039, 2050)] == [
        *(180, 180, 186, 234, 240, 240)
    ]


def test_the_item_and_the_office_let_people_come_equally_early():
    (span,) = FLOWS["retire"].data["figures"].spans
    assert span.values["months_before"] == pensions.MONTHS_BEFORE


def test_who_has_reached_the_age_applies_without_a_paper(station):
    made, session = visit(
        station, "retire", "zhou-jianguo", allowance="only_child", bank_card="6222021205000600068"
    )
    assert states(session) == {"due": "YES", "only_child": "YES", "card": "YES"}
    assert "insured_as" not in session.answers  # on record, and shown on the check page
    assert made.file(session) == RECEIVED


def test_a_promise_stands_for_having_no_children(station):
    made, session = visit(
        *(station, "retire", "zhou-jianguo", {"commit": "commit"}),
        **{"allowance": "childless", "bank_card": "6222021205000600068"},
    )
    assert states(session)["childless"] == State.SIGNED and made.file(session) == RECEIVED


@pytest.mark.parametrize(
    ("who", "says"),
    [
        ("two-rare-planes", "2038年11月1日"),  # three months before he reaches the age
        ("liu-yang", "单位人事"),
        ("jiang-min", "按记录还差 "),
    ],
)
def test_who_cannot_apply_yet_is_told_why_and_where(station, who, says):
    _, session = visit(station, "retire", who)
    assert session.stop is not None and says in session.stop.text.zh and session.stop.phone == "12333"


def test_who_draws_a_pension_already_is_told_so(station):
    _, session = visit(station, "retire", "retired-cai", insured_as="self")
    assert session.stop is not None and session.stop.title.zh == "您已经在领养老金了"


# --- social-card ---


def test_a_new_card_is_started_within_a_day_and_another_is_made_within_fifteen(station):
    made, started = visit(station, "social-card", "lin-jie", service="activate")
    assert states(started) == {} and limit(started).count == 1 and made.file(started) == RECEIVED
    made, wanted = visit(station, "social-card", "hu-ping", service="apply", bank_of_issue="abc")
    assert states(wanted) == {"photo": "YES"} and limit(wanted).count == 15
    assert made.file(wanted) == RECEIVED


@pytest.mark.parametrize(
    ("who", "service", "stop"),
    [
        ("ouyang-wenjing", "apply", "您已经有社保卡了"),
        ("ouyang-wenjing", "activate", "这张卡不用启用"),
        ("ouyang-wenjing", "replace", "请先挂失"),
        ("liu-yang", "found", "没有临时挂失"),  # his report is a formal one
        ("liu-yang", "replace", None),
        ("chen-wei", "found", None),
        ("ouyang-wenjing", "lost", None),
    ],
)
def test_what_does_not_fit_the_card_is_not_begun(station, who, service, stop):
    _, session = visit(station, "social-card", who, service=service, bank_of_issue="abc")
    assert (session.stop.title.zh if session.stop else None) == stop


# --- disabled ---


def test_the_record_stands_for_the_certificate_and_the_proof_of_assistance(station):
    for service, stands in (
        ("care", {"held": "OK", "card": "YES"}),
        ("living", {"held": "OK", "assistance": "YES", "card": "YES"}),
    ):
        made, session = visit(
            station, "disabled", "jiang-min", service=service, bank_card="6228480330100070003"
        )
        assert states(session) == stands and made.file(session) == RECEIVED
        assert (limit(session).count, limit(session).unit) == (60, "days")


def test_a_first_certificate_follows_the_assessment(station):
    made, session = visit(station, "disabled", "hu-ping", service="new")
    assert states(session) == {"assessment": "YES", "photo": "YES"} and made.file(session) == RECEIVED


@pytest.mark.parametrize(
    ("who", "answers", "stop"),
    [
        ("zhang-rare", {"service": "care"}, "护理补贴给一级、二级"),
        ("jiang-min", {"service": "new"}, "您已经有残疾人证了"),
        ("hu-ping", {"applicant": "family"}, "请到便民服务中心办"),
    ],
)
def test_what_the_certificate_does_not_give_is_told_before_anything_is_filled_in(station, who, answers, stop):
    _, session = visit(station, "disabled", who, **answers)
    assert session.stop is not None and session.stop.title.zh == stop


# --- after-life ---


def test_the_widow_files_one_form_for_all_offices(station):
    made, session = visit(
        *(station, "after-life", "retired-cai"),
        **{**DEAD, "relation": "spouse", "allowance": "yes", "bank_card": "6217003310000800080"},
    )
    assert states(session) == {"death": "YES", "kinship": "YES", "card": "YES"}
    assert made.file(session) == RECEIVED


@pytest.mark.parametrize(
    ("answers", "material", "state"),
    [
        ({"relation": "child"}, "kinship", State.NO),
        ({"relation": "spouse", "died_on": "20251204"}, "death", State.NO),
        ({"relation": "spouse", "deceased_idno": "330521195209030015"}, "death", State.UNKNOWN),
    ],
)
def test_a_wrong_day_a_wrong_relation_and_an_unknown_number_are_not_the_same(
    station, answers, material, state
):
    _, session = visit(station, "after-life", "retired-cai", **{**DEAD, "allowance": "no", **answers})
    assert (session.material.material.key, session.material.state) == (material, state)


# --- credit-report ---


def test_a_report_tells_of_the_persons_own_loans_and_of_nobody_elses(station):
    made, session = visit(station, "credit-report", "liu-yang", reason="own", delivery="later")
    assert made.file(session)[0] in ("accepted", "result_ready")
    for who, loans in (("liu-yang", 2), ("hu-ping", 1)):
        report = ISSUERS["credit-report"](session, applicant(person(who)), person(who), AT)
        assert len(report.rows) == loans and person(who).number not in report.json()
    assert report.rows[0][0] == "没有信贷记录"


def test_two_reports_a_year_are_free_and_the_third_is_not_made_here(station):
    def asked(year):
        today = AT.date().replace(year=year)
        return SHARES["credit-enquiries"](Question(person("chen-wei"), POPULATION, "330521", today))

    assert (asked(2026), asked(2027)) == ([{"count": 2}], [{"count": 0}])
    fact = {"state": "OK", "value": asked(2026)}
    told = {"answers": TOLD | {"reason": "own"}, "online": False}
    made = Visit.confirmed(station, person("chen-wei"), FLOWS["credit-report"], **told)
    session = made.walk().learn("share:credit-enquiries", fact)
    assert session.stop is not None and "查过 2 次" in session.stop.text.zh
