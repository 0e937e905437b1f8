"""A mother comes back with her card and sees how far each department is."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from acceptance.platform import CHINA
from kiosk.flows.climbing import told
from kiosk.flows.definition import Form
from kiosk.flows.materials import State
from kiosk.flows.session import Session, card_fact
from kiosk.flows.session.party import gone_on
from kiosk.flows.walk import stranger
from kiosk.model import Status
from kiosk.store.feed import StatusChange
from kiosk.ui.walker import walk
from kiosk.wire.branch_news import BranchNews, BranchState
from tests.acceptance.station import applicant, new_id, person
from tests.journeys.test_birth import FATHERS_NUMBER, TOLD

MOTHER, FATHER = person("ouyang-wenjing"), person("liu-yang")
PAPERS = {"form": b"%PDF-1.7 a form", "signature": b'<svg><polyline points="1,1 2,2"/></svg>'}
NINE = datetime(2026, 7, 9, 9, 30, tzinfo=CHINA)
HELD = {"born_on": "2026-06-20", "sex": "1", "hospital": "maternity-1", "who": "mother"}
HELD |= {"name": "刘洋", "idno": FATHERS_NUMBER}
PARTS = (
    BranchNews("certificate", BranchState.DONE, "green", NINE, NINE + timedelta(hours=2)),
    BranchNews("registration", BranchState.STARTED, "yellow", NINE, due=datetime(2026, 7, 11, tzinfo=CHINA)),
    BranchNews("vaccination", BranchState.STARTED, "red", NINE, due=NINE + timedelta(minutes=30)),
    BranchNews("insurance", BranchState.PAUSED, "paused", NINE, reason="PAYMENT_DUE"),
    BranchNews("social_card", BranchState.WAITING, "waiting"),
    BranchNews("allowance", BranchState.RETURNED, "green", NINE, NINE, reason="NO_RECORD"),
    BranchNews("parenting", BranchState.STARTED, "green", NINE, due=datetime(2026, 7, 17, tzinfo=CHINA)),
)  # fmt: skip


def filled(visitor) -> Session:
    """Off-line, at the check page: no office was asked, and the father signed here."""
    flow, today = visitor.terminal.flows["birth"], visitor.terminal.clock().date()
    session, at = Session(new_id(), flow, today).agree("notice", NINE.isoformat()), NINE.isoformat()
    session = session.learn("capabilities", {"kinds": ["card_reader"]})
    known = TOLD | HELD
    session = answered(session, known).learn("card", card_fact(applicant(MOTHER)))
    session = answered(session.learn("confirmation", {"state": "deferred"}), known)
    while session.material:
        session = told(session, session.material, State.LATER, stranger(today).prove)
    session = session.see("papers").join("father_agrees", card_fact(applicant(FATHER)))
    papers = (PAPERS["form"], PAPERS["signature"])
    session = gone_on(session.sign_as("father_agrees", FATHERS_NUMBER, papers, at), "father_agrees")
    return session.sign("signature", PAPERS, at)


def answered(session: Session, known: dict[str, str]) -> Session:
    while session.step is not None and session.step.keys:
        preset = session.preset(session.step) if isinstance(session.step, Form) else {}
        given = {key: known.get(key.split(".")[-1], preset.get(key, "")) for key in session.step.keys}
        session = session.answer(session.step.key, given)
    return session


def files(visitor, *parts: BranchNews) -> str:
    """A filing of hers, and the word of the feed on its parts, as sync keeps it."""
    filing = visitor.terminal.file(filled(visitor))
    heard(visitor, filing.id, 1, Status.IN_PROGRESS, parts)
    return filing.number


def heard(visitor, filing, seq, status, parts):
    store = visitor.terminal.store
    with store._database.write() as db:  # its receipt, which is older, has been read
        db.execute("delete from outbox where id = ?", (filing,))
    said = json.dumps([part.payload() for part in parts])
    change = StatusChange(seq, filing, status, NINE, None, None, said)
    assert store.feed.apply("e", [change], NINE) == 1


def comes_back(visitor) -> None:
    visitor.tap("collect")
    visitor.lays_card("ouyang-wenjing")
    visitor.sees("ConfirmByPhone")
    visitor.confirms("ouyang-wenjing")
    visitor.sees("Results")
    visitor.tap("progress.0")
    visitor.sees("Progress")


@pytest.fixture(autouse=True)
def well(summer_place):
    summer_place.server.nobody_was_here()


def test_each_department_stands_there_with_its_state_and_its_clock(parent):
    number = files(parent, *PARTS)
    comes_back(parent)
    said = parent.reads()
    assert number in said and "一共 7 项，办好 1 项" in said
    for line in (
        "办好了 · 2026-07-09 11:30",
        "正在办 · 最晚 7 月 10 日",
        "超过时限，还在办",
        "等您 · 用手机扫凭证上的码缴费，别的照样办",
        "等前面的部门",
        "没有办成 · 请到医保服务窗口，或打 12393",
    ):
        assert line in said, line
    assert "公安部门" in said and "出生登记，落户口" in said
    nodes = {node["key"]: node for node in parent.shell.session.aftermath.progress.property("nodes")}
    assert [node["state"] for node in nodes.values()] == ["passed", "passed", "now", "ahead", "ahead"]
    assert nodes["sent"]["says"] == "07-09\n09:30" and nodes["offices"]["says"] == "07-09\n09:30 起"
    assert [node["title"] for node in nodes.values()] == ["收件", "分发", "各部门", "汇总", "出件"]
    assert all(node["title"] in said for node in nodes.values())
    parent.tap("progress.back")
    parent.sees("Results")


def test_two_parts_that_are_open_leave_every_node_its_time(parent):
    later = replace(PARTS[1], key="insurance", due=datetime(2026, 7, 15, tzinfo=CHINA))
    still = {"registration": PARTS[1], "insurance": later}
    open_ones = [still.get(p.key) or replace(p, state=BranchState.DONE, ended_at=NINE) for p in PARTS]
    files(parent, *open_ones)
    comes_back(parent)
    nodes = {node["key"]: node["says"] for node in parent.shell.session.aftermath.progress.property("nodes")}
    assert nodes["gathered"] == "最晚 7 月 14 日" and nodes["handed"] == ""
    assert nodes["gathered"] in parent.reads()


def test_what_changes_meanwhile_is_shown(parent):
    files(parent, *PARTS)
    comes_back(parent)
    (filing,) = [matter.filing.id for matter in parent.shell.session.aftermath.results._matters]
    assert "承诺" not in parent.reads()  # the insurance waits for her, so that no clock of the whole runs
    done = [replace(p, state=BranchState.DONE, ended_at=NINE, reason=None) for p in PARTS]
    heard(parent, filing, 2, Status.CONCLUDED, done)
    parent.until(lambda: "办好 7 项" in parent.reads(), "the later word")
    assert "已办结 1 个工作日 / 承诺 5 个工作日" in parent.reads()
    nodes = parent.shell.session.aftermath.progress.property("nodes")
    assert {node["state"] for node in nodes} == {"passed"} and all(node["says"] for node in nodes)
    parent.tap("progress.back")
    parent.sees("Results")
    parent.until(lambda: parent.can_tap("progress.0"), "what came of each part, though the matter is over")


@pytest.mark.parametrize(
    ("variant", "language"),
    [
        pytest.param("standard", "zh-CN", marks=pytest.mark.soak),
        ("large", "zh-CN"),
        ("standard", "en"),
    ],
)
def test_the_page_keeps_the_rules_of_the_glass(parent, variant, language):
    files(parent, *PARTS)
    comes_back(parent)
    parent.shell.stage.wording.speak(language)
    if variant == "large":
        parent.tap("variant.large")
    parent.until(lambda: parent.can_tap("progress.back"), "the page")
    assert walk(parent.shell.window, parent.terminal.site.mm_per_px, variant, "Progress") == []
