"""An agent opens a restaurant for an organisation: who acts for whom, the licence, the area, the staff."""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path

import pytest

from acceptance.population import Population
from kiosk.flows.gate import amount, limit
from kiosk.flows.materials import State
from kiosk.flows.session import Session, acting
from kiosk.flows.taking import AnswerError
from kiosk.model import Status, mask_name
from kiosk.terminal.acting import act_for
from kiosk.ui import ladder
from kiosk.ui.wording import Wording, load
from tests import shipped
from tests.ui.visitor import PEOPLE

ITEM = "restaurant"
FLOW = shipped.items()[ITEM]
INK = [[(10.0, 10.0), (40.0, 30.0)], [(50.0, 10.0), (50.0, 45.0)]]
CATERING, TRADING = "91330521MA2XX10T08", "91330521MA2XX20T1J"
NOODLES, CLOSED = "92330521MA2XX30T2R", "91330521MA2XX40T37"
PLAN = {
    **{"shop_name": "样例面馆", "shop_street": "德清县武康街道千秋街12号", "area": "280", "seats": "60"},
    **{"dishes": "hot,juice", "online": "no", "signboard": "yes", "tobacco": "no", "fire": "promise"},
    **{"officer_name": "欧阳文静", "officer_idno": "330521199108120044"},
    **{"officer_training": "SP2026-00123", "delivery": "electronic", "contact_mobile": "13800000000"},
}
WELL = [("wang-fang", "王芳", "JK3305210002"), ("shen-lei", "沈磊", "JK3305210003")]
OVER = [*WELL, ("chen-wei", "陈伟", "JK3305210001")]  # his ran out on 1 May 2025


def arrive(visit, person="liu-yang", confirmed=True):
    session = visit.identify(person, ITEM)
    return visit.confirm(session, person) if confirmed else visit.terminal.defer_confirmation(session)


def acts(visit, session, code=CATERING):
    return act_for(visit.terminal, session, "acting", code)


def go(visit, session, until="papers", staff=WELL, **given):
    given = PLAN | given
    while session.stop is None and session.step.key != until:
        step = session.step
        if step.kind == "Entries":
            more = len(step.slots) < len(staff)
            session = session.add(step.key) if more else session.answer(step.key, {})
        elif step.key.startswith("staff."):
            id, name, certificate = staff[step.index]
            said = {"name": name, "idno": PEOPLE.by_id(id).number, "health_number": certificate}
            session = session.answer(step.key, {step.prefix + key: text for key, text in said.items()})
        else:
            session = session.answer(step.key, {key: given[key] for key in step.keys})
    return visit.terminal.climb(session) if until == "papers" else session


def decided(visit, session):
    """Promises about the premises, and brings what cannot be photographed here."""
    for material, decision in (("premises", "commit"), ("layout", "bring"), ("fire", "commit")):
        if session.material and session.material.material.key == material:
            session = visit.terminal.decide(session, session.material.place, decision)
    return session


def signed(visit, session):
    session = decided(visit, session).see("papers")
    return visit.terminal.sign(session, "signature", visit.terminal.application_form(session), INK)


def refused(visit, session, code):
    with pytest.raises(AnswerError) as raised:
        acts(visit, session, code)
    return raised.value.says["organisation"].zh


def states(session):
    return {standing.material.key: standing.state for standing in session.standings}


# --- who acts for whom ---


def test_the_organisation_applies_and_its_agent_is_named_apart_on_the_slip_and_in_the_list(visit):
    session = acts(visit, arrive(visit, "ouyang-wenjing"))
    assert acting.organisation(session).role == "agent"
    filing = visit.terminal.file(signed(visit, go(visit, session)))
    visit.sync.round()
    assert visit.outcome(filing).status is Status.RECEIVED
    paper = [str(vars(line)) for line in visit.terminal.slip(session, filing)]
    assert any("办事单位" in line and "德清****有限公司 ****0T08" in line for line in paper)
    assert any("经办人" in line and mask_name("欧阳文静") in line for line in paper)
    (matter, *_) = visit.terminal.withdrawing.matters(session)
    assert (matter.filing.id, matter.organisation) == (filing.id, "德清****有限公司 ****0T08")


def test_what_the_register_lists_is_laid_out_and_what_it_does_not_is_asked(visit):
    session = arrive(visit, "liu-yang")
    assert [one["uscc"] for one in acting.listed(session)] == [CATERING, TRADING]
    holder = arrive(visit, "chen-wei")
    assert acting.listed(holder) == ()
    there = acting.organisation(acts(visit, holder, "9133 0521 MA2X X10T 08"))
    assert (there.name, there.role) == ("德清样例餐饮有限公司", "mandate")


@pytest.mark.parametrize(
    ("person", "code"),
    [
        ("wang-fang", CATERING),
        ("chen-wei", NOODLES),
        ("shen-lei", CLOSED),
        ("chen-wei", "91330521MA2JB0T0TJ"),
    ],
    ids=["a mandate that ran out", "somebody else's", "cancelled", "nobody knows it"],
)
def test_who_may_not_act_is_told_alike_whatever_the_reason(visit, person, code):
    assert refused(visit, arrive(visit, person), code).startswith("平台上没有您代表这家单位的登记")


def test_a_code_with_a_slip_in_it_is_told_at_once_and_an_organisation_has_to_be_named(visit):
    session = arrive(visit)
    assert refused(visit, session, "91330521MA2XX10T09").startswith("信用代码对不上")
    assert refused(visit, session, "")


def test_without_a_line_it_is_taken_in_and_the_platform_looks_who_may_act(visit):
    outcomes = {}
    for person in ("chen-wei", "wang-fang"):
        session = arrive(visit, person, confirmed=False)
        visit.line(cut=True)
        session = acts(visit, session)
        assert (acting.organisation(session).known, acting.organisation(session).name) == (False, "")
        session = go(visit, session)
        assert states(session)["licence"] is State.LATER
        filing = visit.terminal.file(signed(visit, session))
        visit.sync.round()
        assert visit.outcome(filing).status is Status.HELD
        paper = "".join(str(vars(line)) for line in visit.terminal.slip(session, filing))
        assert "联网后由平台核验" in paper and "****0T08" in paper
        visit.line(cut=False)
        visit.sync_line()
        outcomes[person] = visit.outcome(filing)
    assert outcomes["chen-wei"].status is Status.RECEIVED
    late = outcomes["wang-fang"]
    assert (late.status, late.reason) == (Status.REFUSED, "NOT_AUTHORISED")


def test_nothing_at_the_terminal_holds_the_number_of_an_organisation_or_its_name(visit):
    session = acts(visit, arrive(visit))
    visit.terminal.save_draft(go(visit, session, until="officer"))
    visit.terminal.file(signed(visit, go(visit, session)))
    visit.terminal.store._database.rows("pragma wal_checkpoint(truncate)")
    kept = b"".join(path.read_bytes() for path in Path(visit.stand.config.store).parent.glob("*.db*"))
    assert kept and CATERING.encode() not in kept and "德清样例餐饮".encode() not in kept


# --- AT-F5 ---


def test_280_square_metres_ask_nothing_of_fire_and_320_do_while_one_looks(visit):
    session = go(visit, acts(visit, arrive(visit)))
    pages = [step.key for step in session.path]
    assert "fire" not in pages and "fire" not in states(session)
    larger = session.revise("shop").answer(
        "shop", {key: PLAN[key] for key in FLOW.step("shop").keys} | {"area": "320"}
    )
    assert larger.step.key == "fire", "it is asked at once"
    larger = go(visit, larger.answer("fire", {"fire": "promise"}))
    assert states(larger)["fire"] is State.OPEN
    smaller = larger.revise("shop").answer("shop", {key: PLAN[key] for key in FLOW.step("shop").keys})
    assert "fire" not in [step.key for step in smaller.path] and "fire" not in states(smaller)


def test_an_expired_health_certificate_lists_the_person_and_the_day_and_no_log_does(visit, caplog):
    caplog.set_level(logging.DEBUG)
    session = go(visit, acts(visit, arrive(visit)), staff=OVER)
    assert (session.material.material.key, ladder.page(session)) == ("health", "Mismatch")
    text = ladder.at_hand(session, Wording(load()))["text"]
    assert text.splitlines()[1:] == ["陈伟：2025年5月1日到期"]
    noted = visit.terminal.store._database.rows("select * from journal")
    told = caplog.text + str([tuple(row) for row in noted])
    assert "health-certificates-valid" in told
    assert "陈伟" not in told and PEOPLE.by_id("chen-wei").number not in told
    without = session.revise("staff.entries").remove("staff.2").answer("staff.entries", {})
    assert states(visit.terminal.climb(without))["health"] is State.YES


def test_whose_certificate_has_another_number_is_not_told_of(visit):
    session = go(visit, acts(visit, arrive(visit)), staff=[("chen-wei", "陈伟", "JK0000000000")])
    assert (states(session)["health"], ladder.page(session)) == (State.UNKNOWN, "Unknown")
    assert "陈伟" not in ladder.at_hand(session, Wording(load()))["text"]


def test_a_licence_without_catering_is_a_no_that_names_the_change(visit):
    session = go(visit, acts(visit, arrive(visit), TRADING))
    assert (session.material.material.key, session.material.state) == ("licence", State.NO)
    assert "变更登记" in session.material.rung.text.zh and session.material.rung.revise == "acting"
    back = acts(visit, session.revise("acting"))
    assert states(visit.terminal.climb(back))["licence"] is State.YES


def test_it_is_a_matter_of_organisations_free_and_promised_within_five_days():
    assert FLOW.audience == ("organisation",)
    (span,) = FLOW.data["rules"].spans
    assert (span.values["statutory_days"], span.confirmed) == (10, False)
    held = Population.load().registers.organisations
    assert {one.status for one in held.values()} == {"normal", "cancelled"}


def test_what_is_promised_and_taken():
    session = Session("one", FLOW, date(2026, 11, 23))
    assert (limit(session).count, limit(session).unit, amount(session)) == (5, "working_days", 0)
