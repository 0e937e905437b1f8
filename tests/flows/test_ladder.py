"""Material × rung × state: what one line says, which page asks next, and what the platform makes of it."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from acceptance.judgement import Arrival, judge
from acceptance.population import Person, Population
from acceptance.problems import Kind, ProblemError
from acceptance.proofs import Paper
from acceptance.reviews import GRANTED, weighed
from acceptance.statements import Agreed, confirm, person_digest
from kiosk.flows import calendar, materials
from kiosk.flows.gate import derived
from kiosk.flows.loader import load_items
from kiosk.flows.materials import State
from kiosk.flows.session import Session, captures, party
from kiosk.ui import ladder, ladder_lines
from kiosk.ui.wording import Wording, load
from kiosk.wire import messages
from kiosk.wire.envelope import SigningKey, canonical

FLOWS = load_items(Path(__file__).parent / "ladder" / "items")
FLOW = FLOWS["all-rungs"]
TODAY = date(2026, 9, 23)
NOON = datetime.fromisoformat("2026-09-23T12:00:00+08:00")
KEY = SigningKey.generate()
WORDING = Wording(load())
DUE = calendar.load().plus(TODAY, 5).isoformat()
JPEG = b"\xff\xd8\xff\xe0 a page \xff\xd9"
NUMBER = "33052119900307001X"
CARD = {"name": "刘洋", "id_number": NUMBER, "card_kind": " ", "sex": "1", "birth": "1990-03-07"}
CARD |= {"address": "", "valid_to": "2038-05-10"}
HELD = {"type": "m02", "grade": "C", "filing": "before", "date": "2026-07-10", "until": "2027-01-06"}
HELD |= {"source": {"zh-CN": "自助终端拍摄", "zh-easy": "机器上拍的", "en": "Photographed at a terminal"}}
EVERYTHING = {"register": ["NO_DATA", "OK"], "licence": ["OK"], "home": ["NO_DATA", "YES"], "health": ["OK"]}
SIGNED = {"form": b"%PDF-", "signature": b"<polyline/>"}
VALUES = {("reuse", "HELD"): HELD, ("licence", "OK"): {"grade": "A", "valid_to": "2035-05-31"}}


def signed(session, standing, state):
    """What the platform would have signed, as a fact."""
    rung, value = standing.rung, VALUES.get((standing.rung.kind, state))
    said = {"kind": rung.kind, "source": rung.source, "state": state, "value": value}
    said |= {"arguments": dict(standing.arguments), "authorisation": session.id, "at": NOON.isoformat()}
    token = KEY.sign(messages.STATEMENT, said | {"person": person_digest(session.id, NUMBER)})
    return {"state": state, "token": token} | ({"value": value} if value else {})


def begun(camera=True, credit="allowed", confirmed=True):
    kinds = ["card_reader", "document_camera"] if camera else ["card_reader"]
    session = Session("s", FLOW, TODAY).learn("capabilities", {"kinds": kinds})
    session = session.agree("notice", NOON.isoformat()).learn("card", CARD)
    if confirmed:
        agreed = Agreed("c", "T", FLOW.item, "办理摆摊备案", timedelta())
        token = confirm(KEY, agreed, NUMBER, NOON)
        session = session.learn("confirmation", {"state": "confirmed", "token": token})
        value = {"promises": credit}
        said = {"kind": "share", "source": "credit", "state": "OK", "value": value, "arguments": {}}
        said |= {"authorisation": session.id, "at": NOON.isoformat()}
        token = KEY.sign(messages.STATEMENT, said | {"person": person_digest(session.id, NUMBER)})
        session = session.learn("share:credit", {"state": "OK", "value": value, "token": token})
    else:
        session = session.learn("confirmation", {"state": "deferred"})
    session = session.answer("stall", {"stall_number": "浙(2021)德清县0012345"})
    return session.answer("delivery", {"delivery": "terminal"})


def came(session, key):
    return next(standing for standing in session.standings if standing.material.key == key)


def goes(session, key, steps):
    """`steps`: states that offices said, decisions of the person in lower case, or "page"."""
    for step in steps:
        here = came(session, key)
        if step == "page":
            session = captures.add(session, here.place, f"p{len(captures.pages(session, here))}", JPEG)
        elif step.islower():
            said = {"note": "changed", "due": DUE}
            session = session.decide(here.place, step, NOON.isoformat(), **said)
        elif step == "LATER" or (here.rung.kind == "reuse" and step == "UNAVAILABLE"):
            session = session.learn(materials.fact_name(here), materials.found(here, {"state": step}))
        else:
            said = signed(session, here, step)
            session = session.learn(materials.fact_name(here), materials.found(here, said))
    return session


def with_the_others(key, steps, **how):
    session = begun(**how)
    for other, states in EVERYTHING.items():
        session = goes(session, other, states) if other != key else session
    return goes(session, key, steps)


def filed(session):
    session = session.see("papers")
    return session.sign("signature", SIGNED, NOON.isoformat())


def arrival(session, papers=None):
    """Through JSON, as over the line."""
    body = messages.FilingBody(
        id=session.id,
        definition=session.flow.hash,
        applicant=CARD,
        answers=session.normal_answers,
        facts=captures.sent_facts(session, party.sent_facts(session)),
        derived=derived(session),
    )
    filing = messages.FilingObject(
        id=session.id, number="", terminal="T", epoch="", seq=1, previous=messages.GENESIS, item=FLOW.item,
        definition=FLOW.hash, version=FLOW.version, filed_at=NOON, clock=messages.ClockClaim(True, "boot", 1),
        parts=(), journal=messages.GENESIS,
    )  # fmt: skip
    media = {"form": "application/pdf", "signature": "image/svg+xml"}
    sent = SIGNED | captures.sent_papers(session, session.papers) if papers is None else papers
    papers = {name: Paper(media.get(name, captures.MEDIA), data) for name, data in sent.items()}
    return Arrival(filing, messages.FilingBody.read(json.loads(canonical(body.payload()))), NOON, papers)


def judged(session, papers=None, promises="allowed"):
    """Status and reason."""
    known = Population({NUMBER: Person("liu", ("刘洋",), NUMBER, None, promises=promises)})
    case = weighed(known, judge(arrival(filed(session), papers), FLOWS, KEY.public))
    return case.verdict.status.value, case.verdict.reason


MISSING = ("correction_required", "MATERIAL_MISSING")
TAKEN, REVIEWED, DEFERRED = ("accepted", None), ("received", None), ("accepted", GRANTED)

# material, what came of its rungs, what one line says, the page that asks next, what the platform says
CASES = [
    # 1 share
    ("register", ["NO_DATA", "OK"], "已从公安部门取得，不用交", "Materials", TAKEN),
    ("register", ["NO_DATA", "NO_DATA"], "公安部门没有记录", "Unknown", MISSING),
    ("register", ["NO_DATA", "UNAVAILABLE"], "现在联系不上公安部门", "Unknown", MISSING),
    ("register", ["NO_DATA", "LATER"], "提交后由公安部门核对", "Materials", TAKEN),
    # 2 licence
    ("licence", ["OK"], "用您的电子驾驶证，不用交复印件", "Materials", TAKEN),
    ("licence", ["NONE"], "没有您的电子驾驶证", "Unknown", MISSING),
    ("licence", ["EXPIRED"], "您的电子驾驶证过期了", "Unknown", MISSING),
    ("licence", ["SEAL_BAD"], "电子驾驶证的印章没有通过核验", "Unknown", MISSING),
    ("licence", ["UNAVAILABLE"], "现在联系不上公安部门", "Unknown", MISSING),
    # 3 verify
    ("home", ["NO_DATA", "YES"], "不动产登记部门核对：符合", "Materials", TAKEN),
    ("home", ["NO_DATA", "NO"], "不动产登记部门核对：不符合", "Mismatch", MISSING),
    ("home", ["NO_DATA", "UNKNOWN"], "不动产登记部门核对：暂时查不到", "Unknown", MISSING),
    ("home", ["UNAVAILABLE", "LATER"], "提交后由不动产登记部门核对", "Materials", TAKEN),
    ("home", ["NO_DATA", "NO", "dispute"], "请拍摄原件", "Capture", MISSING),
    ("home", ["NO_DATA", "NO", "dispute", "page", "captured"], "已拍摄 1 页，待核验", "Materials", REVIEWED),
    (
        *("home", ["NO_DATA", "NO", "dispute", "decline", "bring"]),
        *("这份要到窗口看原件：政务大厅 3 号窗口", "Materials", REVIEWED),
    ),
    # 4 commit
    (
        *("home", ["NO_DATA", "UNKNOWN", "pass"]),
        *("可以签承诺书代替，您也可以选择交材料", "Commit", MISSING),
    ),
    ("home", ["NO_DATA", "UNKNOWN", "pass", "commit"], "已签承诺，不用交", "Materials", TAKEN),
    ("home", ["NO_DATA", "UNKNOWN", "pass", "decline"], "请拍摄原件", "Capture", MISSING),
    # 5 defer
    ("health", ["NONE", "pass"], "可以先办，5 个工作日内补上", "Defer", MISSING),
    ("health", ["NONE", "pass", "defer"], "申请容缺，待确认：2026年10月8日前补交", "Materials", DEFERRED),
    (
        *("health", ["NONE", "pass", "decline"]),
        *("这份要到窗口看原件：政务大厅 3 号窗口", "Original", MISSING),
    ),
    # 6 capture
    ("licence", ["NONE", "pass"], "请拍摄原件", "Capture", MISSING),
    ("licence", ["NONE", "pass", "page", "page", "captured"], "已拍摄 2 页，待核验", "Materials", REVIEWED),
    ("licence", ["NONE", "pass", "captured"], "请拍摄原件", "Capture", MISSING),  # nothing was taken
    # 7 original
    (
        *("licence", ["NONE", "pass", "decline"]),
        *("这份要到窗口看原件：政务大厅 3 号窗口", "Original", MISSING),
    ),
    (
        *("licence", ["NONE", "pass", "page", "decline", "bring"]),
        *("这份要到窗口看原件：政务大厅 3 号窗口", "Materials", TAKEN),
    ),
    # what the platform keeps
    ("register", ["HELD"], "已有：自助终端拍摄，2026年7月10日，直接使用？", "Reuse", MISSING),
    (
        *("register", ["HELD", "use"]),
        *("用您已有的：自助终端拍摄，2026年7月10日，不用交", "Materials", REVIEWED),
    ),
    ("register", ["HELD", "decline", "OK"], "已从公安部门取得，不用交", "Materials", TAKEN),
]


@pytest.mark.parametrize("case", CASES, ids=[f"{c[0]} {' '.join(c[1])}" for c in CASES])
def test_every_rung_and_state(case):
    key, steps, line, page, verdict = case
    session = with_the_others(key, steps)
    assert ladder_lines.says(session, came(session, key), WORDING) == line
    assert ladder.page(session) == page
    assert judged(session) == verdict


def test_every_state_of_every_rung_stands_in_the_table():
    reached = {came(with_the_others(key, steps), key).state for key, steps, *_ in CASES}
    passed = {State.DECLINED, State.UNAVAILABLE}  # the ladder goes on from them, or they are of an office
    assert reached >= set(State) - passed
    assert len(CASES) >= 24


# --- without a camera, without credit, without a line ---


def test_without_a_camera_the_original_is_asked_for():
    session = with_the_others("licence", ["NONE", "pass"], camera=False)
    assert came(session, "licence").rung.kind == "original"


def test_whose_word_does_not_count_now_is_offered_neither_promise_nor_delay():
    promised = ["NO_DATA", "UNKNOWN", "pass", "commit"]
    for key, steps in (("home", promised), ("health", ["NONE", "pass", "defer"])):
        session = with_the_others(key, steps)
        assert judged(session, promises="not_now") == MISSING


def test_nothing_is_granted_to_whom_nobody_has_seen():
    steps = {"register": ["UNAVAILABLE", "LATER"], "licence": ["LATER"], "home": ["UNAVAILABLE", "LATER"]}
    session = begun(confirmed=False)
    for key, said in (steps | {"health": ["LATER"]}).items():
        session = goes(session, key, said)
    assert judged(session) == ("accepted", None)  # the later inquiry holds it, not this
    late = begun(confirmed=False)
    for key, said in steps.items():
        late = goes(late, key, said)
    late = goes(late, "health", ["NONE", "pass", "defer"])
    assert judged(late) == ("received", None)


@pytest.mark.parametrize("due", ["2026-10-09", "2027-09-30", "soon"])
def test_another_day_than_the_item_gives_is_none(due):
    session = with_the_others("health", ["NONE", "pass"])
    here = came(session, "health")
    session = session.decide(here.place, "defer", NOON.isoformat(), due=due)
    assert judged(session) == ("correction_required", "RULES_CHANGED")


# --- photographs ---


def photographed(pages=2):
    return with_the_others("licence", ["NONE", "pass", *["page"] * pages, "captured"])


def test_the_parts_are_those_that_the_fact_names():
    session = filed(photographed())
    papers = dict(session.papers)
    part = sorted(name for name in papers if name.startswith(captures.PREFIX))[0]
    broken = (
        {name: data for name, data in papers.items() if name != part},
        papers | {part: b"\xff\xd8\xff another \xff\xd9"},
        papers | {part: b"GIF89a"},
        papers | {"material:licence:more": JPEG},
    )
    for other in broken:
        with pytest.raises(ProblemError) as caught:
            judged(photographed(), other)
        assert caught.value.kind is Kind.PARTS
    assert judged(photographed(), papers) == REVIEWED


def test_a_page_that_stands_for_nothing_is_not_sent():
    session = with_the_others("licence", ["NONE", "pass", "page", "decline", "bring"])
    sent = arrival(filed(session))
    assert not [name for name in sent.papers if name.startswith(captures.PREFIX)]
    assert "pages" not in json.dumps(dict(sent.body.facts))


def test_another_page_is_another_form_to_sign():
    session = filed(photographed())
    again = session.reconsider("licence")
    again = goes(again, "licence", ["NONE", "pass"])
    here = came(again, "licence")
    assert len(captures.pages(again, here)) == 2  # what was taken is looked through once more
    same = again.decide(here.place, "captured", NOON.isoformat())
    assert same.step.key == "review"
    fewer = captures.remove(again, here.place, captures.pages(again, here)[0])
    fewer = fewer.decide(here.place, "captured", NOON.isoformat())
    assert fewer.step.key == "signature"


def test_no_more_pages_than_a_filing_can_hold():
    session = with_the_others("licence", ["NONE", "pass", *["page"] * captures.MOST_PAGES])
    here = came(session, "licence")
    assert not captures.has_room(session)
    assert captures.add(session, here.place, "more", JPEG) is session
    large = with_the_others("licence", ["NONE", "pass"])
    assert captures.add(large, came(large, "licence").place, "x", bytes(captures.LARGEST + 1)) is large


def test_a_page_given_to_another_place_is_a_double_tap():
    session = with_the_others("licence", ["NONE", "pass", "page", "captured"])
    assert captures.add(session, "licence.1.", "late", JPEG) is session
    assert captures.remove(session, "licence.1.", "material:licence:p0") is session


# --- what a person keeps at the platform ---


@pytest.mark.parametrize(
    "change", [{"until": "2026-09-22"}, {"type": "m03"}, {"grade": "A"}], ids=["run out", "type", "grade"]
)
def test_a_kept_paper_counts_as_the_platform_signed_it(change):
    session = with_the_others("register", ["HELD", "use"])
    fact = session.facts["rung:register:0"]
    if "until" in change:  # truly signed so, and yet too old
        VALUES["reuse", "HELD"], before = HELD | change, VALUES["reuse", "HELD"]
        try:
            session = with_the_others("register", ["HELD", "use"])
        finally:
            VALUES["reuse", "HELD"] = before
    else:
        session = session.learn("rung:register:0", {**fact, "value": {**HELD, **change}})
    with pytest.raises(ProblemError) as caught:
        judged(session)
    assert caught.value.kind is Kind.STATEMENT


def test_nothing_personal_shows_in_a_repr():
    session = photographed()
    assert NUMBER not in repr(session) and "刘洋" not in repr(session.standings)
    assert "a page" not in repr(session)
