"""Queue tickets: one number a person, a place that is true, and another turn for whoever missed theirs."""

from __future__ import annotations

import threading

import pytest

from acceptance import tickets
from acceptance.cli import main
from acceptance.database import Database, database_url
from acceptance.problems import Kind, ProblemError
from acceptance.tickets import Hall
from tests.acceptance.hall import HERE, Clock, at, open_hall
from tests.acceptance.station import new_id

PEOPLE = [f"33052119900307{n:04d}" for n in range(8)]


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def hall(tmp_path, clock):
    database = Database(database_url(tmp_path, None))
    yield open_hall(tmp_path / "keys", database, clock)
    database.close()


@pytest.fixture
def desk(hall, clock):
    return Hall(hall.database, hall.schedule, clock)


def take(hall, who, service="general"):
    return tickets.take(hall, HERE, new_id(), who, service)


def test_an_id_stands_for_one_number_for_ever(hall, desk):
    id = new_id()
    first = tickets.take(hall, HERE, id, PEOPLE[0], "general")
    assert tickets.take(hall, HERE, id, PEOPLE[0], "general") == first
    for who, service in ((PEOPLE[1], "general"), (PEOPLE[0], "insurance")):
        with pytest.raises(ProblemError) as caught:
            tickets.take(hall, HERE, id, who, service)
        assert caught.value.kind is Kind.CONFLICT
    assert take(hall, PEOPLE[1]).number == "C002"  # nothing was counted for what was refused
    tickets.call(desk, "general", "3")
    tickets.call(desk, "general", "3")
    again = tickets.take(hall, HERE, id, PEOPLE[0], "general")  # a late copy of the first asking
    assert (again.number, again.state) == ("C001", tickets.DONE)


def test_numbers_rise_and_each_says_how_many_are_ahead(hall):
    told = [take(hall, who) for who in PEOPLE[:3]]
    assert [(one.number, one.ahead) for one in told] == [("C001", 0), ("C002", 1), ("C003", 2)]
    assert take(hall, PEOPLE[0], "insurance").number == "B001"


def test_who_asks_again_hears_of_the_same_number(hall):
    first = take(hall, PEOPLE[0])
    take(hall, PEOPLE[1])
    again = take(hall, PEOPLE[0])
    assert (again.id, again.number, again.ahead) == (first.id, "C001", 0)


def test_called_one_after_the_other_to_their_windows(hall, desk):
    told = [take(hall, who) for who in PEOPLE[:3]]
    assert tickets.call(desk, "general", "3").number == "C001"
    assert tickets.call(desk, "general", "4").number == "C002"
    first, second, third = (tickets.state(hall, HERE, one.id) for one in told)
    assert [(one.state, one.window) for one in (first, second)] == [("called", "3"), ("called", "4")]
    assert (third.state, third.ahead) == ("waiting", 0)
    assert tickets.call(desk, "general", "3").number == "C003"
    assert tickets.state(hall, HERE, told[0].id).state == "done"
    assert tickets.state(hall, HERE, told[1].id).state == "called"
    assert tickets.call(desk, "general", "3") is None


def test_who_missed_their_turn_keeps_the_number_and_waits_behind_three(hall, desk):
    for who in PEOPLE[:6]:
        take(hall, who)
    tickets.call(desk, "general", "1")
    assert tickets.pass_over(desk, "general", "1").number == "C001"
    back = take(hall, PEOPLE[0])
    assert (back.number, back.state, back.ahead) == ("C001", "waiting", 3)
    order = [tickets.call(desk, "general", "1").number for _ in range(6)]
    assert order == ["C002", "C003", "C004", "C001", "C005", "C006"]


def test_two_who_missed_theirs_come_in_the_order_in_which_they_came_back(hall, desk):
    for who in PEOPLE[:6]:
        take(hall, who)
    for _ in range(2):
        tickets.call(desk, "general", "1")
        tickets.pass_over(desk, "general", "1")
    assert [take(hall, who).ahead for who in PEOPLE[:2]] == [3, 4]
    order = [tickets.call(desk, "general", "1").number for _ in range(6)]
    assert order == ["C003", "C004", "C005", "C001", "C002", "C006"]


def test_a_new_day_begins_with_one_and_after_hours_nobody_gets_a_number(hall, clock):
    take(hall, PEOPLE[0])
    clock.now = at("09:00", day=1)
    assert take(hall, PEOPLE[1]).number == "C001"
    clock.now = at("17:00", day=1)
    with pytest.raises(ProblemError) as caught:
        take(hall, PEOPLE[2])
    assert caught.value.kind is Kind.GONE


def test_twenty_at_once_get_twenty_numbers(hall):
    told: list[str] = []
    people = [f"33052119900307{n:04d}" for n in range(100, 120)]
    crowd = [threading.Thread(target=lambda who=who: told.append(take(hall, who).number)) for who in people]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join(timeout=60)
    assert sorted(told) == [f"C{n:03d}" for n in range(1, 21)]


def test_the_desk_calls_by_command(tmp_path, hall, clock, capsys, monkeypatch):
    monkeypatch.setattr("acceptance.calling.clock", lambda _: clock)
    take(hall, PEOPLE[0])
    command = ["call", "--data", str(tmp_path), "--service", "general", "--window", "5"]
    assert main(command) == 0 and "请 C001 到 5 号窗口" in capsys.readouterr().out
    assert main([*command, "--missed"]) == 0 and "C001 过号" in capsys.readouterr().out
    assert main(command) == 1 and "没有人在等" in capsys.readouterr().out
    assert main(["call", "--data", str(tmp_path), "--service", "mri", "--window", "5"]) == 1
