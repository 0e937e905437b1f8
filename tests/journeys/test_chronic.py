"""慢性病续方 and 检查预约: a doctor's word before money, a time that is promised, a slip read from afar."""

from __future__ import annotations

import os
from datetime import datetime, timedelta

import pytest
import requests
from sqlalchemy import delete, func, select

from acceptance import appointment_tables, doctor_reviews, free_times, payment_tables, tables
from acceptance.cli import main
from acceptance.database import Database, database_url
from acceptance.keys import Keys
from kiosk import app
from kiosk.demo.stand import standing
from kiosk.flows import coverage, exhaustive, fees, gate
from kiosk.flows.sources import examples, load
from kiosk.flows.taking import AnswerError
from kiosk.flows.walk import opening_day, stranger
from kiosk.model import SlipPair, SlipText, Status
from kiosk.terminal.appointments import Start
from kiosk.terminal.words import GateError
from kiosk.ui import reservation, wording
from kiosk.wire.boot import BEIJING
from tests import shipped
from tests.acceptance.hall import Clock, at, open_hall

MORNING = datetime(2026, 11, 23, 9, 5, tzinfo=BEIJING)
WELL = {"who": "self", "felt": "none", "drugs": "amlodipine,metformin", "weeks": "4"}
HOME = {"receive": "home", "pharmacy": "clinic-pharmacy", "address": "千秋街12号", "mobile": "13800000000"}


@pytest.fixture(scope="module")
def stand(tmp_path_factory):
    with standing(tmp_path_factory.mktemp("winter"), starts_at=MORNING) as made:
        yield made
    os.environ.pop(app.CLOCK_SHIFT, None)


@pytest.fixture(autouse=True)
def nobody_booked(request):
    """Nobody has a time left from the test before: one that waits for its doctor books no second one."""
    if "visit" in request.fixturenames:
        database = Database(database_url(request.getfixturevalue("stand").folder / "platform", None))
        with database.writing() as connection:
            connection.execute(delete(appointment_tables.seats))
            connection.execute(delete(appointment_tables.appointments))
            connection.execute(delete(tables.attempts))
        database.close()


def arrive(visit, person, item="chronic"):
    return visit.confirm(visit.identify(person, item), person)


def goes_on(visit, session, until, **given):
    given = WELL | HOME | given
    while session.stop is None and session.step.key != until:
        if session.step.kind == "Notice":
            session = visit.terminal.agree(session, session.step.key)
        else:
            session = session.answer(session.step.key, {key: given[key] for key in session.step.keys})
    return session


def offered(visit, *services):
    """The first time, or plan, that the platform offers."""
    free = visit.terminal.booking.free(services)
    if free.plans:
        return tuple(Start(time.service, time.start) for time in free.plans[0])
    return (next(Start(services[0], slot.start) for day in free.days for slot in day.slots if slot.free),)


def held(visit, session, *services):
    known = {service.code: service for service in visit.terminal.booking.services()}
    return visit.terminal.booking.hold_for(session, offered(visit, *services), known)


def asked(visit, person="liu-yang", **given):
    session = goes_on(visit, arrive(visit, person), "review_time", **given)
    return held(visit, session, "prescription-review")


def comes_to_see(visit, person):
    """At 我的预约."""
    session = visit.terminal.begin_flow(reservation.flow(wording.load()))
    session = session.answer("wish", {"wish": "mine"})
    visit.lay(person)
    session = visit.terminal.read_card(session, 10)
    visit.lift()
    return visit.confirm(session, person)


def filed(visit, session):
    filing = visit.terminal.file(session)
    visit.sync.round()
    return filing


def says(visit, filing, *, agrees):
    """The doctor, a while later."""
    folder = visit.stand.folder / "platform"
    database = Database(database_url(folder, None))
    clock = visit.terminal.clock
    desk = doctor_reviews.Desk(database, Keys.open(folder).receipts, lambda: clock() + timedelta(minutes=5))
    status = doctor_reviews.decide(desk, filing.number, agrees=agrees)
    database.close()
    visit.sync_line()
    return status


def count(visit, table, *where):
    database = Database(database_url(visit.stand.folder / "platform", None))
    try:
        with database.reading() as connection:
            return connection.scalar(select(func.count()).select_from(table).where(*where))
    finally:
        database.close()


# --- AT-F8 ---


@pytest.mark.parametrize(
    "felt", ["chest", "fainting", "sugar", "bleeding", "allergy", "pregnant", "chest,sugar"]
)
def test_any_symptom_stops_before_anything_is_submitted_and_says_whom_to_call(visit, felt):
    session = goes_on(visit, arrive(visit, "liu-yang"), "symptoms")
    session = session.answer("symptoms", {"felt": felt})
    assert session.stop is not None and session.stop.phone == "120"
    assert session.stop.title.zh == "请先联系医生"
    with pytest.raises(GateError):
        visit.terminal.file(session)


def test_none_of_these_and_one_of_them_do_not_go_together(visit):
    session = goes_on(visit, arrive(visit, "liu-yang"), "symptoms")
    with pytest.raises(AnswerError):
        session.answer("symptoms", {"felt": "none,chest"})


def test_nothing_can_be_paid_before_the_doctor_has_agreed(visit):
    session = asked(visit)
    assert gate.amount(session) == 0
    filing = filed(visit, session)
    assert visit.outcome(filing).status is Status.RECEIVED
    assert count(visit, payment_tables.payment_cases, payment_tables.payment_cases.c.id == filing.id) == 0


def test_a_doctor_who_refuses_leaves_no_payment_and_the_person_hears_whom_to_ask(visit):
    filing = filed(visit, asked(visit))
    says(visit, filing, agrees=False)
    outcome = visit.outcome(filing)
    assert (outcome.status, outcome.reason) == (Status.REFUSED, "REVIEW_REFUSED")
    for table, own in ((payment_tables.orders, "case"), (payment_tables.payment_cases, "id")):
        assert count(visit, table, table.c[own] == filing.id) == 0
    command = ["doctor", "--data", str(visit.stand.folder / "platform"), "--agree", "--number"]
    assert main([*command, filing.number]) == 0  # too late
    assert main([*command, "no such number"]) == 1
    assert says(visit, filing, agrees=True) is Status.REFUSED
    assert count(visit, payment_tables.payment_cases, payment_tables.payment_cases.c.id == filing.id) == 0


def test_once_the_doctor_has_agreed_the_own_part_is_due_and_paid_with_the_number_on_the_slip(visit):
    filing = filed(visit, asked(visit))
    says(visit, filing, agrees=True)
    assert visit.outcome(filing).reason == "PAYMENT_DUE"
    till = f"{visit.stand.platform.said['public_url']}/pay"
    page = requests.post(till, data={"number": filing.number}, verify=str(visit.stand.authority), timeout=20)
    assert "17.60 元" in page.text and "药费" in page.text  # (4.20 + 6.30) × 4 weeks × 0.30, and 5.00
    requests.post(page.url, data={"decision": "pay"}, verify=str(visit.stand.authority), timeout=20)
    later = visit.sync.clock
    visit.sync.clock = lambda: later() + timedelta(minutes=10)
    visit.sync.round()
    outcome = visit.outcome(filing)
    assert (outcome.status, outcome.reason) == (Status.RECEIVED, None)


def test_in_hours_a_doctor_looks_within_half_an_hour(visit):
    start = offered(visit, "prescription-review")[0].at
    assert (start - visit.terminal.clock()).total_seconds() <= 30 * 60


def test_after_hours_it_waits_for_the_morning_time_that_is_promised(tmp_path):
    clock, database = Clock(), Database(f"sqlite:///{tmp_path / 'platform.sqlite'}")
    clock.now = at("20:30")
    days = free_times.of_service(open_hall(tmp_path / "keys", database, clock), "prescription-review")
    database.close()
    first = next(slot.start for day in days for slot in day.slots if slot.free)
    assert first == at("08:00", day=1)


def test_the_promised_time_and_the_dose_stand_on_the_slip_the_dose_in_double_size(visit):
    session = asked(visit)
    filing = filed(visit, session)
    lines = visit.terminal.slip(session, filing)
    pairs = {line.label: line.value for line in lines if isinstance(line, SlipPair)}
    when = session.facts["appointment"]["times"][0]["start"]
    assert any(label.startswith(when[:10]) and "医生审核续方" in value for label, value in pairs.items())
    assert pairs["缴费"] == "医生同意以后付，约 17.60 元"
    large = [line.text for line in lines if isinstance(line, SlipText) and line.size == 2]
    # A double-size character of a printer of 203 dots an inch is 48 dots, 6.0 mm: 0.69° at 500 mm.
    assert {"氨氯地平 早上 1 片", "二甲双胍 早晚各 1 片，饭后"} <= set(large)
    assert not any("曲马多" in text for text in large)


@pytest.mark.parametrize(
    ("person", "title"),
    [
        ("ouyang-wenjing", "药还够吃"),
        ("chen-wei", "病情有变化，请看门诊"),
        ("wang-fang", "这些药不能在机器上续"),
        pytest.param("two-rare-planes", "上次的处方太久了", marks=pytest.mark.soak),
        pytest.param("hu-ping", "没有查到慢病备案", marks=pytest.mark.soak),
    ],
)
def test_who_has_to_see_a_doctor_is_told_why_and_where_on_a_page(visit, person, title):
    session = goes_on(visit, arrive(visit, person), "symptoms")
    assert session.stop is not None and session.stop.title.zh == title
    assert session.stop.where.zh and session.stop.phone


def test_what_is_special_is_left_out_and_that_is_said(visit):
    session = goes_on(visit, arrive(visit, "liu-yang"), "refused")
    assert session.step.kind == "Notice" and session.stop is None
    session = goes_on(visit, session, "medicine_page")
    assert session.preset(session.step)["drugs"] == "amlodipine,metformin"


def test_more_than_four_weeks_only_where_the_doctor_allowed_it(visit):
    session = goes_on(visit, arrive(visit, "liu-yang"), "medicine_page")
    with pytest.raises(AnswerError) as caught:
        session.answer("medicine_page", {"drugs": "amlodipine", "weeks": "5"})
    assert "4 周" in caught.value.says["weeks"].zh
    longer = goes_on(visit, arrive(visit, "retired-cai"), "medicine_page")
    assert longer.answer("medicine_page", {"drugs": "amlodipine", "weeks": "12"}).step.key == "receive"


def test_the_insurance_pays_its_share_and_collecting_costs_nothing_more(visit):
    session = goes_on(visit, arrive(visit, "liu-yang"), "review_time", receive="pickup")
    assert {line.fee.key: fees.yuan(line.amount) for line in gate.later(session)} == {"medicine": "12.60"}


# --- S-71 ---


def test_three_examinations_are_held_as_one_plan_booked_with_the_filing_and_on_one_slip(visit):
    session = arrive(visit, "liu-yang", "examinations")
    assert session.preset(session.step)["exams"] == "thyroid,mri,chest-ct"
    session = session.answer("which", {"exams": "thyroid,mri,chest-ct", "metal": "no"})
    session = held(visit, session, "chest-ct", "mri", "thyroid")
    filing = filed(visit, session)
    assert visit.outcome(filing).status is Status.RECEIVED
    mine = visit.terminal.booking.mine(comes_to_see(visit, "liu-yang"))
    assert {time.service for one in mine for time in one.times} >= {"chest-ct", "mri", "thyroid"}
    slip = [line.label for line in visit.terminal.slip(session, filing) if isinstance(line, SlipPair)]
    days = {label[:10] for label in slip if label[:4] == "2026"}
    assert len(days) == 1 and sum(label[:10] in days for label in slip) == 3


def test_another_choice_of_examinations_asks_for_another_plan(visit):
    session = arrive(visit, "ouyang-wenjing", "examinations")
    session = session.answer("which", {"exams": "thyroid,heart", "metal": "no"})
    session = held(visit, session, "heart", "thyroid")
    assert session.step.kind == "Review"
    session = session.revise("which").answer("which", {"exams": "thyroid", "metal": "no"})
    assert session.step.kind == "Appointment"


@pytest.mark.parametrize("item", [pytest.param("chronic", marks=pytest.mark.soak), "examinations"])
def test_every_branch_of_the_item_can_be_walked(item):
    flow = shipped.items()[item]
    seen = coverage.Coverage()
    for end in exhaustive.walks(flow, stranger(opening_day(flow), examples(load()))):
        seen |= coverage.came_to(end)
    assert coverage.whole(flow) - seen == coverage.Coverage()
