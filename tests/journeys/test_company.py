"""A company is started: its name of parts, capital and day, scope, people, each shareholder's signature."""

from __future__ import annotations

from datetime import date

import pytest
import requests

from kiosk.flows.definition import Party
from kiosk.flows.gate import amount, limit
from kiosk.flows.materials import State
from kiosk.flows.rules import FUNCTIONS
from kiosk.flows.session import Session, card_fact
from kiosk.flows.session.party import Presence, gone_on
from kiosk.flows.taking import AnswerError
from kiosk.model import Applicant, Status
from kiosk.ui import check_rows, ladder
from kiosk.ui.stage import Patience
from kiosk.ui.wording import Wording, load
from tests import shipped
from tests.ui.visitor import PEOPLE

ITEM = "company"
FLOW = shipped.items()[ITEM]
INK = [[(10.0, 10.0), (40.0, 30.0)], [(50.0, 10.0), (50.0, 45.0)]]
FIRST, SECOND, THIRD = (PEOPLE.by_id(who) for who in ("liu-yang", "ouyang-wenjing", "chen-wei"))
NOON = "2026-11-23T12:00:00+08:00"
CARD = card_fact(Applicant(name="刘洋", id_number=FIRST.number, birth="1990-03-07"))
PLAN = {
    **{"form": "limited", "licensed": "none", "place": "德清", "brand": "莫干样例", "trade": "餐饮"},
    **{"capital": "500000", "street": "德清县武康街道千秋街12号", "tenure": "own", "residential": "no"},
    **{"title_number": "浙(2021)德清县0012345", "scope": "catering,food-retail", "main": "catering"},
    **{"representative_post": "director", "representative_name": "刘洋"},
    **{"representative_idno": FIRST.number, "finance_name": "欧阳文静", "finance_idno": SECOND.number},
    **{"supervisor_name": "陈伟", "supervisor_idno": THIRD.number, "liaison_mobile": "13800000000"},
    **{"seals": "free", "invoices": "digital", "insured": "3", "fund_rate": "5", "bank": "sample-one"},
    **{"tax_agreement": "yes", "delivery": "window"},
}
HOLDERS = [
    {"name": "刘洋", "idno": FIRST.number, "amount": "300000"},
    {"name": "欧阳文静", "idno": SECOND.number, "amount": "200000"},
]


def begun():
    """Somebody who confirmed, by the rules alone: no office is there to be asked."""
    session = Session("01997e20-0000-7000-8000-00000000c001", FLOW, date(2026, 11, 23))
    session = session.agree("notice", NOON).learn("card", CARD)
    return session.learn("confirmation", {"state": "confirmed", "token": ""})


def arrive(visit):
    return visit.confirm(visit.identify("liu-yang", ITEM), "liu-yang")


def go(session, until="papers", holders=HOLDERS, **given):
    """Answers page after page with what stands in the plan, or is given, up to a page."""
    given = PLAN | given
    while session.stop is None and session.step.key != until:
        step = session.step
        if step.kind == "Entries":
            more = len(step.slots) < len(holders)
            session = session.add(step.key) if more else session.answer(step.key, {})
            continue
        if step.key.startswith("shareholders."):
            said = holders[step.index]
            session = session.answer(step.key, {step.prefix + name: text for name, text in said.items()})
            continue
        known = session.preset(step) if step.kind == "Form" else {}
        values = {key: given.get(key, known.get(key, "")) for key in step.keys}
        session = session.answer(step.key, values)
    return session


def complaint(session, **given):
    with pytest.raises(AnswerError) as refused:
        session.answer(session.step.key, {key: PLAN.get(key, "") for key in session.step.keys} | given)
    return {key: says.zh for key, says in refused.value.says.items()}


def signed_by_all(visit, session):
    """The second shareholder lays her card and signs; who began signs last."""
    session = session.see("papers")
    session = gather(visit, session, "ouyang-wenjing")
    form = visit.terminal.application_form(session)
    return visit.terminal.sign(session, "signature", form, INK)


def gather(visit, session, person):
    gathering, step = visit.terminal.gathering, session.step
    visit.lay(person)
    try:
        session = gathering.join(session, step, gathering.read(10))
    finally:
        visit.lift()
    form = visit.terminal.application_form(session)
    session = gathering.sign(session, step.key, PEOPLE.by_id(person).number, form, INK)
    return gone_on(session, step.key)


def name_of(session):
    return next(s for s in session.standings if s.material.key == "name")


def test_a_company_is_filed_with_the_signature_of_each_shareholder(visit):
    session = visit.terminal.climb(go(arrive(visit)))
    assert [s.state for s in session.standings] == [State.YES, State.YES], "name and premises are checked"
    session = signed_by_all(visit, session)
    assert session.step.kind == "Review"
    filing = visit.terminal.file(session)
    visit.sync.round()
    assert visit.outcome(filing).status is Status.RECEIVED


# --- AT-F4 ---


def test_the_supervisor_cannot_be_the_finance_officer():
    session = go(begun(), until="supervisor")
    said = complaint(session, supervisor_idno=SECOND.number, supervisor_name="欧阳文静")
    assert said == {"supervisor_idno": "监事不能由财务负责人兼任"}
    assert complaint(session, supervisor_idno=FIRST.number)["supervisor_idno"].startswith("监事不能由董事")
    alone = session.answer("supervisor", {"supervisor_idno": "", "supervisor_name": ""})
    assert alone.step.key == "contacts", "a small company may do without one"


def test_nor_can_the_finance_officer_become_the_supervisor_afterwards():
    session = go(begun(), until="contacts")
    changed = session.revise("finance").answer(
        "finance", {"finance_name": "陈伟", "finance_idno": THIRD.number}
    )
    assert changed.step.key == "supervisor", "who is both is asked about again"


def test_five_years_and_a_day_is_told_the_last_day():
    session = go(begun(), until="money")
    last = FUNCTIONS["years_after"](session.today.isoformat(), 5)
    late = FUNCTIONS["day_plus"](last, 1)
    year, month, day = last.split("-")
    shown = f"{year}年{int(month)}月{int(day)}日"
    assert complaint(session, paid_by=late) == {"paid_by": f"认缴期限不能超过 5 年（{shown}）"}
    assert session.preset(session.step)["paid_by"] == last
    assert session.answer("money", {"capital": "500000", "paid_by": last}).step.key == "address"


def test_a_signature_on_the_phone_ticks_the_list_while_it_is_shown(visit):
    session = visit.terminal.climb(go(arrive(visit))).see("papers")
    step = session.step
    session = visit.terminal.gathering.invite(session, step, SECOND.number)
    record = session.facts[f"party:{step.key}"]["people"][SECOND.number]
    assert visit.terminal.gathering.hear(session, step) == ()
    answer = requests.post(
        record["url"],
        data={"phone_key": SECOND.phone_key, "decision": "sign"},
        verify=str(visit.stand.authority),
        timeout=20,
    )
    assert answer.status_code == 200
    ((number, said, token),) = visit.terminal.gathering.hear(session, step)
    ticked = session.hear(step.key, number, said, token)
    (there,) = [found for found in ticked.attendances(step) if found.number == SECOND.number]
    assert (there.presence, ticked.step.key) == (Presence.PHONED, step.key), "the list stays, with its tick"
    assert Patience().invitation <= 3, "the screen asks again within three seconds"


def test_without_a_line_the_name_is_checked_later_and_the_matter_is_only_taken_in(visit):
    session = arrive(visit)
    visit.line(cut=True)
    session = visit.terminal.climb(go(session))
    assert name_of(session).state is State.LATER
    form = visit.terminal.application_form(session)
    assert form.startswith(b"%PDF-")
    filing = visit.terminal.file(signed_by_all(visit, session))
    visit.sync.round()
    assert visit.outcome(filing).status is Status.HELD, "已收件, and nothing more"
    visit.line(cut=False)
    visit.sync_line()
    assert visit.outcome(filing).status is Status.RECEIVED


# --- what else the pages hold to ---


@pytest.mark.parametrize("word", ["中国", "国际", "全国"])
def test_a_name_that_needs_approval_says_which_word_does(word):
    session = go(begun(), until="naming")
    assert complaint(session, brand=f"{word}样例") == {"brand": f"字号里的“{word}”字样需批准，请换一个"}
    assert complaint(session, spare_one=f"{word}备用") == {"spare_one": f"“{word}”字样需批准，请换一个"}


def test_what_follows_the_licence_goes_with_the_same_filing():
    session = go(begun())
    chosen = ("seals", "invoices", "insured", "fund_rate", "bank", "tax_agreement")
    assert {key: session.normal_answers[key] for key in chosen} == {key: PLAN[key] for key in chosen}
    after = next(step for step in session.path if step.key == "after")
    said = {row["title"]: row["value"] for row in check_rows.rows(session, Wording(load()), revealed=False)}
    assert after.keys == chosen and "数电发票" in said[after.title.zh] and "示范银行" in said[after.title.zh]


def test_a_name_that_somebody_has_is_a_no_and_goes_back_to_its_parts(visit):
    session = visit.terminal.climb(go(arrive(visit), brand="样例"))
    assert (ladder.page(session), session.material.rung.revise) == ("Mismatch", "naming")
    again = session.revise("naming").answer(
        "naming", {key: PLAN.get(key, "") for key in session.flow.step("naming").keys}
    )
    assert name_of(visit.terminal.climb(again)).state is State.YES


def test_contributions_add_up_to_the_capital_and_what_is_left_is_filled_in():
    session = go(begun(), until="shareholders.0")
    session = session.answer(
        "shareholders.0",
        {f"shareholders.0.{key}": text for key, text in (HOLDERS[0] | {"amount": "499999"}).items()},
    )
    session = session.add("shareholders.entries")
    assert session.preset(session.step)["shareholders.1.amount"] == "1.00"
    session = session.answer(
        "shareholders.1", {f"shareholders.1.{key}": text for key, text in HOLDERS[1].items()}
    )
    with pytest.raises(AnswerError) as refused:
        session.answer("shareholders.entries", {})
    said = refused.value.says["shareholders.entries"].zh
    assert said == "出资合计应等于注册资本，现在合计是 699999.00 元"


def test_another_capital_afterwards_asks_for_the_contributions_again():
    session = go(begun(), until="contacts")
    day = session.answers["paid_by"]
    changed = session.revise("money").answer("money", {"capital": "600000", "paid_by": day})
    assert changed.step.key == "shareholders.entries"


def test_the_main_line_is_one_of_the_scope():
    session = go(begun(), until="business")
    assert complaint(session, main="software") == {"main": "主营要在经营范围里选"}
    assert "main" in complaint(session, main="")


def test_a_dwelling_needs_a_promise_about_the_neighbours():
    session = go(begun(), residential="yes")
    there = next(s for s in session.standings if s.material.key == "residence")
    assert (there.rung.kind, there.settled) == ("commit", False)
    assert "residence" not in {s.material.key for s in go(begun()).standings}


def test_a_licence_first_and_a_trader_are_told_where_to_go():
    session = begun()
    assert "前置" not in (session.stop.text.zh if session.stop else "")
    trader = session.answer("form", {"form": "trader"})
    assert trader.stop and trader.stop.phone == "12345"
    first = session.answer("form", {"form": "limited"}).answer("licensed", {"licensed": "finance"})
    assert first.stop and "批准" in first.stop.text.zh


def test_it_is_free_promised_for_half_a_day_and_not_signed_for_by_phone_alone():
    (span,) = FLOW.data["rules"].spans
    assert (span.values["statutory_days"], span.confirmed) == (3, False)
    party = next(step for step in FLOW.steps if isinstance(step, Party))
    assert (party.signs, party.invites, FLOW.audience) == (True, True, ("person",))


def test_what_the_registrar_promises_and_takes():
    session = begun()
    assert (limit(session).count, limit(session).unit, amount(session)) == (4, "hours", 0)
