"""新生儿出生: a mother at the terminal, a father with his card or his phone, and seven offices behind."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import requests

from kiosk.demo.stand import standing
from kiosk.dock import people
from kiosk.flows.definition import Form, Party
from kiosk.flows.session import Session
from kiosk.flows.session.party import Presence, gone_on
from kiosk.flows.session.party import people as party_people
from kiosk.flows.taking import AnswerError
from kiosk.model import SlipPair, Status
from kiosk.terminal.progress import parts
from kiosk.wire import messages
from tests.devices.rigs import until

MOTHER, FATHER = "ouyang-wenjing", "liu-yang"
FATHERS_NUMBER = "33052119900307001X"
INK = [[(10.0, 10.0), (40.0, 30.0)], [(50.0, 10.0), (50.0, 45.0)]]
TOLD = {
    "born_at": "hospital",
    "registered": "yes",
    "certificate_held": "no",
    "married": "yes",
    "follow": "mother",
    "household": "family",
    "baby_name": "刘小满",
    "head_name": "刘洋",
    "head_idno": FATHERS_NUMBER,
    "relation": "child",
    "pay": "withhold",
    "bank_of_issue": "icbc",
    "allowance": "no",
    "clinic": "clinic-1",
    "delivery": "locker",
    "contact_mobile": "13800000000",
}
DESKS = """
other: 0
items: {birth: {certificate: 0, registration: 0.005, social_card: 0.005}}
"""


@pytest.fixture(scope="module")
def stand(tmp_path_factory):
    folder = tmp_path_factory.mktemp("birth")
    desks = folder / "desks.yaml"
    desks.write_text(DESKS, "utf-8")
    with standing(folder / "stand", desks=desks) as made:
        yield made


def comes(visit, mother=MOTHER, **told) -> Session:
    """The mother, up to the questions about the child."""
    session = visit.terminal.agree(visit.terminal.begin("birth"), "notice")
    for key in ("born_at", "registered"):
        session = session.answer(key, {key: {**TOLD, **told}[key]})
    visit.lay(mother)
    session = visit.terminal.read_card(session, 10)
    visit.lift()
    until(lambda: not visit.terminal.card_present())
    return visit.confirm(session, mother)


def tells(session: Session, upto: str = "papers", **told) -> Session:
    """Everything that is asked, as on record or as told; stops at a stop page."""
    told = TOLD | told
    while session.stop is None and session.step.key != upto:
        step = session.step
        known = session.preset(step) if isinstance(step, Form) else {}
        given = {key: told.get(key.split(".")[-1], known.get(key, "")) for key in step.keys}
        session = session.answer(step.key, given)
    return session


def offices_say_yes(visit, session: Session) -> Session:
    session = visit.terminal.climb(session)
    assert session.material is None, session.material
    return session.see("papers")


def step_of_father(session: Session) -> Party:
    assert isinstance(session.step, Party)
    return session.step


def father_signs_here(visit, session: Session) -> Session:
    step = step_of_father(session)
    visit.lay(FATHER)
    card = visit.terminal.gathering.read(10)
    visit.lift()
    session = visit.terminal.gathering.join(session, step, card)
    form = visit.terminal.application_form(session)
    session = visit.terminal.gathering.sign(session, step.key, FATHERS_NUMBER, form, INK)
    return gone_on(session, step.key)


def mother_signs(visit, session: Session) -> Session:
    return visit.terminal.sign(session, "signature", visit.terminal.application_form(session), INK)


def whole(visit, **told) -> Session:
    """To the check page, with both parents at the terminal."""
    session = offices_say_yes(visit, tells(comes(visit), **told))
    return mother_signs(visit, father_signs_here(visit, session))


def matter(visit, filing):
    (found,) = [m for m in visit.terminal.withdrawing.matters(visit.who) if m.filing.id == filing.id]
    return found


def states(visit, filing) -> dict[str, str]:
    return {p.news.key: p.news.state.value for p in parts(matter(visit, filing), visit.terminal.flows)}


def files(visit, session: Session):
    visit.who = session
    filing = visit.terminal.file(session)
    visit.sync_line()
    return filing


def comes_to(visit, filing, wanted) -> None:
    """The feed, until this is so."""

    def so() -> bool:
        visit.sync_line()
        return bool(wanted())

    until(so, 30)


def concluded(visit, filing) -> bool:
    return visit.outcome(filing).status is Status.CONCLUDED


# --- AT-F2 ---


def test_a_surname_of_neither_parent_is_refused_with_the_rule(visit):
    session = tells(comes(visit), upto="baby")
    with pytest.raises(AnswerError) as refused:
        session.answer("baby", {"baby_name": "王小满"})
    said = refused.value.says["baby_name"]
    assert said.zh.startswith("姓氏应随父姓或母姓") and "派出所" in said.zh
    for name in ("刘小满", "欧阳小满"):
        assert session.answer("baby", {"baby_name": name}).step.key == "register"


def test_a_child_of_thirteen_months_is_told_where(visit):
    thirteen = (visit.terminal.clock().date() - timedelta(days=396)).isoformat()
    session = tells(comes(visit), upto="married", born_on=thirteen)
    assert session.stop is not None and session.stop.title.zh == "宝宝满 1 周岁了，请到窗口办"
    assert session.stop.where.zh == "落户地派出所户籍窗口" and session.stop.phone == "12345"
    younger = (visit.terminal.clock().date() - timedelta(days=330)).isoformat()
    assert tells(comes(visit), upto="married", born_on=younger).stop is None


def test_a_father_who_is_not_here_is_waited_for_seventy_two_hours_and_agrees_by_phone(visit):
    session = offices_say_yes(visit, tells(comes(visit)))
    step = step_of_father(session)
    assert "等待爸爸授权" in step.text.zh
    asked_at = visit.terminal.clock()
    session = visit.terminal.gathering.invite(session, step, FATHERS_NUMBER)
    record = party_people(step, session.facts)[FATHERS_NUMBER]
    lasts = datetime.fromisoformat(record["expires_at"]) - asked_at
    assert timedelta(hours=71, minutes=55) < lasts < timedelta(hours=72, minutes=5)
    session = mother_signs(visit, gone_on(session, step.key))
    filing = files(visit, session)
    assert visit.outcome(filing).status is Status.AWAITING_SIGNATURES
    slip = visit.terminal.slip(session, filing)
    code = record["code"]
    assert f"{code[:4]} {code[4:]}" in [line.value for line in slip if isinstance(line, SlipPair)]
    assert not matter(visit, filing).branches, "nobody works on it before the father agreed"
    agrees(visit, record["url"])
    comes_to(visit, filing, lambda: concluded(visit, filing))


def agrees(visit, url) -> None:
    key = people.phone_keys(visit.stand.population)[FATHER]
    fields = {"phone_key": key, "decision": "sign"}
    answer = requests.post(url, data=fields, verify=str(visit.stand.authority), timeout=30)
    assert answer.status_code == 200, answer.text


def test_the_insurance_does_not_start_before_the_police_gave_a_number(visit):
    filing = files(visit, whole(visit))
    comes_to(visit, filing, lambda: concluded(visit, filing))
    told = [{part.key: part for part in event.branches} for event in events(visit, filing) if event.branches]
    waiting = [each for each in told if each["registration"].state != "done"]
    assert waiting and all(each["insurance"].state == "waiting" for each in waiting)
    last = told[-1]
    assert last["certificate"].ended_at <= last["registration"].started_at
    assert last["registration"].ended_at <= last["insurance"].started_at
    assert {part.state.value for part in last.values()} == {"done"}


def events(visit, filing) -> list[messages.Event]:
    page = visit.sync.platform.feed("", 0)
    return [event for event, _ in page.events if event.filing == filing.id]


def test_an_unpaid_premium_holds_up_the_insurance_and_nothing_else(visit):
    session = whole(visit, pay="scan")
    session = visit.terminal.payments.put_off(session)
    filing = files(visit, session)
    slip = visit.terminal.slip(session, filing)
    assert "380.00 元，提交时没有缴" in [line.value for line in slip if isinstance(line, SlipPair)]
    comes_to(visit, filing, lambda: states(visit, filing).get("social_card") == "done")
    assert states(visit, filing) == {
        **dict.fromkeys(("certificate", "registration", "vaccination", "social_card", "parenting"), "done"),
        "insurance": "paused",
    }
    assert visit.outcome(filing).status is Status.IN_PROGRESS
    pays_at_the_cashier(visit, filing)
    comes_to(visit, filing, lambda: concluded(visit, filing))
    assert states(visit, filing)["insurance"] == "done"


def pays_at_the_cashier(visit, filing) -> None:
    """As whoever scans the code of the slip and enters its number."""
    base, ca = visit.stand.platform.said["public_url"], str(visit.stand.authority)
    page = requests.post(f"{base}/pay", data={"number": filing.number}, verify=ca, timeout=30)
    assert page.status_code == 200, page.text
    paid = requests.post(page.url, data={"decision": "pay"}, verify=ca, timeout=30)
    assert paid.status_code == 200, paid.text


# --- the matter as a whole ---


def test_what_is_on_record_is_not_asked_for(visit):
    session = tells(comes(visit), upto="married")
    assert session.normal_answers["who"] == "mother"
    assert session.normal_answers["hospital"] == "maternity-1"
    born = (visit.terminal.clock().date() - timedelta(days=20)).isoformat()
    assert (session.answers["born_on"], session.answers["sex"]) == (born, "1")
    session = offices_say_yes(visit, tells(session))
    told = session.told
    assert (told["marriage"], told["household_register"]) == ("verify:YES", "verify:YES")
    assert told["birth_certificate_new"] == "FACT" and "birth_certificate" not in told


def test_the_mother_is_not_the_father(visit):
    session = tells(comes(visit), upto="father.0")
    with pytest.raises(AnswerError) as refused:
        session.answer("father.0", {"father.0.name": "欧阳文静", "father.0.idno": "330521199108120044"})
    assert "这是妈妈的号码" in refused.value.says["father.0.idno"].zh
    session = tells(session)
    (father,) = offices_say_yes(visit, session).attendances(session.flow.step("father_agrees"))
    assert father.presence is Presence.MISSING


@pytest.mark.soak
def test_every_slip_and_state_says_accepted_only_after_the_platform_did(visit):
    session = whole(visit)
    visit.line(cut=True)
    visit.who = session
    filing = visit.terminal.file(session)
    assert visit.outcome(filing).status is Status.HELD
    said = [str(vars(line)) for line in visit.terminal.slip(session, filing)]
    assert not [line for line in said if "已受理" in line] and not matter(visit, filing).branches
    visit.line(cut=False)
    comes_to(visit, filing, lambda: concluded(visit, filing))
    word = [event.status.value for event in events(visit, filing)]
    assert word.index("received") < word.index("accepted") < word.index("in_progress")
    assert word[-1] == "concluded"
