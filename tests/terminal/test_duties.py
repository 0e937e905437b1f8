"""What a clerk does between two people, on a real store: papers that leave, people called back, the month."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from kiosk.bench import machine
from kiosk.model import Role, SealedPart, SlipPair, SlipText
from kiosk.store.filings import Prepared
from kiosk.store.journal import Event
from kiosk.store.shifts import Operator
from kiosk.terminal import duty_papers
from kiosk.terminal.duties import OffDutyError

ACCOUNT, OTHER = "330521-0001-W01", "330521-0001-W02"
NOW = machine.now()


@pytest.fixture
def terminal(tmp_path):
    made = machine.terminal(tmp_path, machine.identity(tmp_path / "identity"))
    yield made
    made.store.close()


@pytest.fixture
def duties(terminal):
    terminal.staff.operator = Operator(ACCOUNT, "王*", frozenset(Role))
    terminal.store.shifts.act(ACCOUNT)
    return replace(terminal.duties, clock=lambda: NOW)


@pytest.fixture
def files(terminal):
    def file(id, item="school-enrolment", person="p", status="concluded", **changes):
        values = {"operator": (ACCOUNT, "assist"), "filed_at": NOW, "slip": {"title": f"事项 {id}"}} | changes
        part = SealedPart("body", "application/json", "d" * 64, b"sealed")
        prepared = Prepared(id=id, item=item, person=person * 64, parts=(part,), **values)
        terminal.store.filings.queue(prepared, "3305210001001", lambda place: id)
        with terminal.store._database.write() as db:  # as sync does once the platform said so
            db.execute("update filing set status = ? where id = ?", (status, id))

    return file


def listed(entries):
    return [entry.filing for entry in entries]


def test_nobody_off_duty_calls_hands_over_or_reads_the_month(terminal):
    duties = terminal.duties
    for act in (
        lambda: duties.call("a", "well"),
        lambda: duties.hand_over({}, 1),
        lambda: duties.month(),
        lambda: duties.print_month(),
    ):
        with pytest.raises(OffDutyError):
            act()


def test_whoever_was_not_reached_stays_on_the_list_and_whoever_was_does_not(duties, files):
    files("0197-a")
    files("0197-b", status="accepted")  # nothing has ended yet
    files("0197-c", operator=(OTHER, "assist"))  # a colleague calls
    assert [(entry.filing, tried) for entry, tried in duties.to_call()] == [("0197-a", False)]
    duties.call("0197-a", "unreached")
    assert [(entry.filing, tried) for entry, tried in duties.to_call()] == [("0197-a", True)]
    duties.call("0197-a", "question")
    assert duties.to_call() == ()
    duties.call("0197-a", "well")  # a second tap
    assert duties.month()[1].calls == {"unreached": 1, "question": 1}
    with pytest.raises(ValueError, match="splendid"):
        duties.call("0197-a", "splendid")


def test_papers_leave_once_and_only_when_both_have_signed(duties, files, terminal):
    files("0197-a")
    files("0197-b")
    files("0197-c", item="si-certificate")  # no paper belongs to it
    assert listed(duties.to_hand_over()) == ["0197-b", "0197-a"]
    list = duties.hand_over({"0197-a": 3, "0197-c": 9}, keys=2)
    assert (list.number, list.papers, listed(entry for entry, _ in list.rows)) == (
        f"J{NOW:%y%m%d}-01",
        3,
        ["0197-a"],
    )
    assert len(duties.to_hand_over()) == 2  # it is printed, and nobody has signed it
    for _ in range(2):
        duties.signed(list)
    assert listed(duties.to_hand_over()) == ["0197-b"]
    assert duties.hand_over({"0197-b": 1}, 0).number == f"J{NOW:%y%m%d}-02"
    month = duties.month()[1]
    assert (month.lists, month.papers, month.keys) == (1, 3, 2)
    rows = terminal.store._database.rows("select * from journal where event = ?", (Event.HANDED_OVER,))
    assert [row["subject"] for row in rows] == ["0197-a"] and f'"by":"{ACCOUNT}"' in rows[0]["detail"]
    assert terminal.store.journal.verify() is None


def test_the_list_names_clerk_numbers_and_counts_and_has_two_places_to_sign(duties, files):
    files("0197-a", slip={"title": "小学入学报名"})
    list = duties.hand_over({"0197-a": 3}, keys=1)
    paper = duty_papers.hand_over(list, duties.site)
    pairs = {line.label: line.value for line in paper if isinstance(line, SlipPair)}
    number = list.rows[0][0].number
    assert pairs[number] == "原件 3 份" and pairs["寄存柜钥匙"] == "1 把" and pairs["工号"] == ACCOUNT
    assert pairs["交出"].endswith("王*")
    assert {"交出人签字", "接收人签字"} <= pairs.keys()
    assert SlipText("小学入学报名") in paper


def test_the_month_adds_up_to_the_ledger_and_the_next_begins_with_nothing(duties, files, terminal):
    files("0197-a")
    files("0197-b", operator=(ACCOUNT, "agent"), status="held")
    files("0197-c", operator=(OTHER, "assist"), person="q")
    files("0197-d", operator=None, person="r")  # without a clerk
    before = NOW.replace(day=1, hour=0, minute=0, second=0, microsecond=0) - timedelta(microseconds=1)
    files("0197-e", filed_at=before)
    terminal.store.filings.slip_printed("0197-a", NOW)
    terminal.store.journal.append(Event.RESULT_PRINTED, NOW, "0197-a", pages=2)
    terminal.store.shifts.act("")
    terminal.store.filings.slip_printed("0197-d", NOW)  # nobody was on duty
    since, month = duties.month()
    ledger = {(ACCOUNT, Role.ASSIST): 1, (ACCOUNT, Role.AGENT): 1, (OTHER, Role.ASSIST): 1}
    assert since == before + timedelta(microseconds=1) and month.filings == ledger
    assert (month.persons, month.slips, month.pages) == (2, 1, 2)
    assert sum(month.states.values()) == 3
    last = duties.month(1)[1]
    assert sum(last.filings.values()) == 1
    paper = duty_papers.month(since, month, duties.site, NOW)
    pairs = {line.label: line.value for line in paper if isinstance(line, SlipPair)}
    assert (pairs["办件"], pairs["办事人"], pairs["W01 代办"]) == ("3 件", "2 位", "1 件")


@pytest.mark.parametrize(
    ("day", "back", "first"),
    [("2026-01-31", 1, "2025-12-01"), ("2026-01-31", 0, "2026-01-01"), ("2025-12-31", -1, "2026-01-01")],
)
def test_a_month_begins_on_its_first_day_whatever_year_it_is(duties, day, back, first):
    at = datetime.fromisoformat(f"{day}T23:30:00+08:00")
    assert f"{replace(duties, clock=lambda: at).month(back)[0]:%Y-%m-%d}" == first
