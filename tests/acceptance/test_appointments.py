"""Appointments: nobody is booked twice, several offices come together or not at all, asking again is safe."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import select

from acceptance import appointments, free_times, statements
from acceptance.appointment_tables import metadata, seats
from acceptance.appointments import Start
from acceptance.database import Database
from acceptance.problems import Kind, ProblemError
from acceptance.seating import Ledger
from tests.acceptance import postgres
from tests.acceptance.hall import HERE, Clock, at, open_hall, smaller, starts_of, wanted
from tests.acceptance.station import new_id

LIU, WANG = "330521199003070018", "330521198811020024"


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(scope="module")
def cluster():
    with postgres.running() as url:
        yield url


@pytest.fixture
def hall(tmp_path, clock):
    database = Database(f"sqlite:///{tmp_path / 'platform.sqlite'}")
    yield open_hall(tmp_path / "keys", database, clock)
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def busy_hall(request, tmp_path, clock):
    """The same on both databases."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'platform.sqlite'}")
    else:
        url = request.getfixturevalue("cluster")
        cleared = Database(url)
        with cleared.writing() as connection:
            metadata.drop_all(connection)
        cleared.close()
        database = Database(url)
    yield open_hall(tmp_path / "keys", database, clock)
    database.close()


def held(hall, *starts, who=LIU, filing=None):
    return appointments.hold(hall, HERE, wanted(who, *starts, filing=filing))


def booked(hall, *starts, who=LIU):
    return appointments.book(hall, HERE, held(hall, *starts, who=who).id, who)


def refused(kind, call, *arguments):
    with pytest.raises(ProblemError) as caught:
        call(*arguments)
    assert caught.value.kind is kind


def free(hall, service, start):
    days = free_times.of_service(hall, service)
    return next(slot.free for day in days for slot in day.slots if slot.start == start)


def test_what_is_held_is_taken_and_free_again_once_its_time_is_over(hall, clock):
    nine = at("09:00")
    before = free(hall, "general", nine)
    held(hall, ("general", nine))
    assert free(hall, "general", nine) == before - 1
    clock.passes(minutes=10)
    assert free(hall, "general", nine) == before


def test_booked_it_stands_and_the_word_on_it_names_nobody(hall, clock):
    told = booked(hall, ("general", at("09:00")))
    clock.passes(minutes=30)
    mine = appointments.of_person(hall, LIU)
    assert [(one.id, one.state, one.code) for one in mine] == [(told.id, "booked", told.code)]
    said = statements.appointment(hall.keys.receipts.public, told.statement, id_number=LIU)
    assert (said.state, said.code, said.times[0]["service"]) == ("booked", told.code, "general")
    with pytest.raises(statements.StatementError):
        statements.appointment(hall.keys.receipts.public, told.statement, id_number=WANG)
    assert appointments.of_person(hall, WANG) == []


def test_two_offices_come_together_or_not_at_all(hall):
    """The registry has room for three, the tax office for two: the third person gets neither."""
    ten = ("house-transfer", at("10:00"))
    for who in (LIU, WANG):
        held(hall, ten, who=who)
    refused(Kind.SLOT_TAKEN, appointments.hold, hall, HERE, wanted("330521199505050037", ten))
    with hall.database.reading() as connection:
        rows = connection.execute(select(seats.c.desk, seats.c.appointment)).all()
    assert Counter(row.desk for row in rows) == {"hall.registry": 2, "hall.tax": 2}
    assert free(hall, "house-transfer", at("10:00")) == 0


def test_a_longer_time_is_full_where_others_fill_it_only_in_part(hall):
    """An ultrasound of 15 minutes at each of two seats blocks whoever needs the desk from before to after."""
    with hall.database.writing() as connection:
        ledger = Ledger.of(connection, hall)
        assert (
            ledger.taken([hall.schedule.services["abdomen"]], [at("09:00").date()]).free(
                hall.schedule.services["abdomen"], at("09:00")
            )
            == 2
        )
    filings = new_id(), new_id()
    for who, filing in zip((LIU, WANG), filings, strict=True):
        held(hall, ("abdomen", at("09:00")), who=who, filing=filing)
    assert free(hall, "thyroid", at("09:00")) == 0 and free(hall, "thyroid", at("09:15")) == 2


def test_the_same_request_meets_the_same_appointment_and_another_one_under_its_id_nothing(hall):
    asked = wanted(LIU, ("general", at("09:00")))
    first = appointments.hold(hall, HERE, asked)
    again = appointments.hold(hall, HERE, asked)
    assert (again.id, again.times, again.code) == (first.id, first.times, first.code)
    other = replace(asked, starts=(Start("general", at("09:30")),))
    refused(Kind.CONFLICT, appointments.hold, hall, HERE, other)
    twice = [appointments.book(hall, HERE, first.id, LIU) for _ in range(2)]
    assert [one.state for one in twice] == ["booked", "booked"]
    assert free(hall, "general", at("09:00")) == hall.schedule.desks["hall.general"].seats - 1


def test_held_too_long_it_is_booked_all_the_same_unless_somebody_took_it(hall, clock):
    alone = smaller(hall, hall__general=1)
    first = held(alone, ("general", at("10:00")))
    second = held(alone, ("general", at("10:30")), who=WANG)
    clock.passes(minutes=11)
    assert appointments.book(alone, HERE, first.id, LIU).state == "booked"
    taken = held(alone, ("general", at("10:30")), who="330521199505050037")
    refused(Kind.SLOT_TAKEN, appointments.book, alone, HERE, second.id, WANG)
    assert taken.state == "held"


def test_another_choice_lets_go_of_the_first_and_a_second_appointment_is_refused(hall):
    held(hall, ("general", at("09:00")))
    booked(hall, ("general", at("09:30")))
    assert free(hall, "general", at("09:00")) == hall.schedule.desks["hall.general"].seats
    refused(Kind.ALREADY_BOOKED, appointments.hold, hall, HERE, wanted(LIU, ("general", at("11:00"))))
    refused(Kind.SAME_TIME, appointments.hold, hall, HERE, wanted(LIU, ("insurance", at("09:30"))))


def test_moving_takes_the_new_time_and_frees_the_old_one_or_changes_nothing(hall):
    alone = smaller(hall, hall__general=1)
    mine, theirs = booked(alone, ("general", at("14:00"))), booked(alone, ("general", at("15:00")), who=WANG)
    onto = (Start("general", at("15:00")),)
    refused(Kind.SLOT_TAKEN, appointments.move, alone, mine.id, LIU, starts_of(mine), onto)
    assert appointments.of_person(alone, LIU)[0].times == mine.times
    later = (Start("general", at("16:00")),)
    moved = appointments.move(alone, mine.id, LIU, starts_of(mine), later)
    assert starts_of(moved) == later and moved.code == mine.code
    assert appointments.move(alone, mine.id, LIU, starts_of(mine), later).times == moved.times  # asked again
    assert free(alone, "general", at("14:00")) == 1
    refused(Kind.NOT_FOUND, appointments.move, alone, theirs.id, LIU, starts_of(theirs), later)


def test_cancelled_it_is_free_at_once_and_two_hours_before_it_is_too_late(hall, clock):
    told = booked(hall, ("general", at("14:00")))
    assert appointments.cancel(hall, told.id, LIU).state == "cancelled"
    assert appointments.cancel(hall, told.id, LIU).state == "cancelled"
    assert appointments.of_person(hall, LIU) == []
    again = booked(hall, ("general", at("14:00")))
    clock.now = at("12:01")
    refused(Kind.TOO_LATE, appointments.cancel, hall, again.id, LIU)
    refused(Kind.NOT_FOUND, appointments.cancel, hall, again.id, WANG)


@pytest.mark.parametrize(
    ("service", "start"),
    [
        ("general", at("12:00")),  # nobody works then
        ("general", at("09:10")),  # between two times
        ("general", at("09:00", day=5)),  # a Saturday
        ("general", at("09:00", day=30)),  # too far ahead
        ("general", at("07:00")),  # over
    ],
)
def test_a_time_that_there_is_not_is_refused(hall, service, start):
    refused(Kind.SLOT_TAKEN, appointments.hold, hall, HERE, wanted(LIU, (service, start)))


def test_what_belongs_to_a_matter_is_not_booked_by_itself(hall):
    refused(Kind.NOT_FOUND, appointments.hold, hall, HERE, wanted(LIU, ("mri", at("13:30"))))
    assert held(hall, ("mri", at("13:30")), filing=new_id()).state == "held"


def test_forty_takers_at_once_and_every_seat_is_given_once(busy_hall):
    """Two seats a time, three times: six get one, the others hear that it is gone, nobody hangs."""
    small = smaller(busy_hall, hall__registry=2, hall__tax=2)
    times = [at("14:00"), at("14:30"), at("15:00")]
    people = [f"33052119900307{n:04d}" for n in range(40)]
    said: list[str] = []

    def comes(index: int) -> None:
        start = ("house-transfer", times[index % 3])
        try:
            asked = appointments.hold(small, HERE, wanted(people[index], start))
            said.append(appointments.book(small, HERE, asked.id, people[index]).state)
        except ProblemError as problem:
            said.append(problem.kind.name)

    crowd = [threading.Thread(target=comes, args=(index,)) for index in range(40)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join(timeout=60)
    assert Counter(said) == {"booked": 6, "SLOT_TAKEN": 34}
    with small.database.reading() as connection:
        rows = connection.execute(select(seats.c.desk, seats.c.start)).all()
    assert Counter(Counter((row.desk, row.start) for row in rows).values()) == {2: 6}


def test_takers_of_several_offices_in_any_order_never_wait_in_a_circle(busy_hall):
    """Half ask for one scan first, half for the other: one seat each, so exactly one gets both."""
    small = smaller(busy_hall, hospital__mri=1, hospital__ct=1)
    pairs = [("mri", at("13:30", day=2)), ("chest-ct", at("14:30", day=2))]
    said: list[str] = []

    def comes(index: int) -> None:
        starts = pairs if index % 2 else pairs[::-1]
        try:
            who = f"33052119900307{index:04d}"
            said.append(appointments.hold(small, HERE, wanted(who, *starts, filing=new_id())).state)
        except ProblemError as problem:
            said.append(problem.kind.name)

    crowd = [threading.Thread(target=comes, args=(index,)) for index in range(12)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join(timeout=60)
    assert Counter(said) == {"held": 1, "SLOT_TAKEN": 11}
