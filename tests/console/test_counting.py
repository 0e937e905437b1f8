"""What is counted and shown of filings, terminals and clocks, by rows that stand in a database of its own."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count

import pytest

from acceptance import beats, quarantine, second_trips
from acceptance.beats import STRETCH, Stretch, stretch_of
from acceptance.console import accounts, charts, figures, matters, sessions, sources, terminals
from acceptance.console.accounts import Role
from acceptance.console.figures import Period
from acceptance.console.live import Live
from acceptance.console_tables import quarantined
from acceptance.console_tables import second_trips as trips
from acceptance.database import Database
from acceptance.platform import CHINA
from acceptance.second_trips import Why
from acceptance.tables import calls, filings, ratings, states
from acceptance.tables import terminals as known
from kiosk.flows import calendar
from kiosk.flows.calendar import Light
from kiosk.model import Status
from tests.acceptance import postgres

NOON = datetime(2026, 7, 8, 12, tzinfo=CHINA)  # a Wednesday
WEEK = Period(date(2026, 7, 6), date(2026, 7, 12))
FIRST, SECOND = "330521-0001-001", "330521-0001-002"


class Book:
    """Rows as the platform writes them."""

    def __init__(self, connection):
        self.connection, self._ids = connection, (f"id-{number}" for number in count())
        for id in (FIRST, SECOND):
            values = {"region": id[:6], "site": id[7:11], "number": id[12:], "feed_seq": 0}
            connection.execute(known.insert().values(id=id, **values))

    def filing(self, status=Status.ACCEPTED, at=NOON, terminal=FIRST, *, parent=None, asked=()):
        id = next(self._ids)
        text = dict.fromkeys(
            ("region", "definition", "epoch", "digest", "envelope", "person", "receipt"), "x"
        )
        values = {"number": f"N{id}", "item": "si-certificate", "seq": 1, "status": status.value}
        moments = {"filed_at": at, "received_at": at}
        row = filings.insert().values(id=id, terminal=terminal, parent=parent, **text, **values, **moments)
        self.connection.execute(row)
        for reason in asked:
            second_trips.note(self.connection, id, reason, at)
        return id

    def lost(self, ending):
        values = {"filing": next(self._ids), "terminal": SECOND, "problem": "body", "at": NOON}
        self.connection.execute(quarantined.insert().values(**values, due="2026-07-10", ending=ending))

    def call(self, source, answer, at):
        values = {"terminal": FIRST, "authorisation": "x", "kind": "share", "person": "x", "at": at}
        self.connection.execute(calls.insert().values(source=source, answer=answer, **values))

    def rating(self, grade, terminal=FIRST):
        id = next(self._ids)
        values = {"id": id, "terminal": terminal, "filing": id, "grade": grade, "received_at": NOON}
        self.connection.execute(ratings.insert().values(**values, digest="x", rating="x", receipt="x"))


@pytest.fixture
def book(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'platform.sqlite'}")
    with database.writing() as connection:
        yield Book(connection)
    database.close()


@pytest.mark.soak
def test_postgresql_counts_and_shows_the_same():
    with postgres.running() as url:
        database = Database(url)
        with database.writing() as connection:
            book = Book(connection)
            book.filing(Status.RECEIVED, asked=("PAYMENT_DUE",))
            book.lost("again")
            book.rating(5)
            book.call("office", "UNKNOWN", NOON)
            said = {"queued": 3, "oldest_age_s": 9, "devices": {}, "at": NOON.isoformat()}
            for queued in (2, 1):
                beats.note(connection, database, FIRST, said | {"queued": queued}, NOON)
            state = {"epoch": "e", "max_seq": 1, "received_at": NOON, "heartbeat": json.dumps(said)}
            connection.execute(states.insert().values(terminal=FIRST, **state))
        with database.reading() as connection:
            counted = figures.of(connection, replace(WEEK, site="330521-0001"))
            seen = matters.overview(connection, calendar.load(), {}, NOON)
            assert (counted.once.matters, counted.once.again, counted.grades[5]) == (2, 2, 1)
            assert len(seen.late) == 1
            assert [machine.light for machine in terminals.listed(connection, NOON)] == ["red", "green"]
            assert [stretch.queued for stretch in beats.since(connection, FIRST, NOON)] == [2]
            assert [source.light for source in sources.listed(connection, NOON)] == ["yellow"]
            assert [waiting.problem for waiting in quarantine.listed(connection)] == ["body"]
        assert Live(database).mark()
        password = accounts.make(database, "wang", [Role.VIEWER], NOON)
        accounts.prove(database, "wang", password, NOON)
        assert sessions.whose(database, sessions.begin(database, "wang", NOON), NOON, used=True)
        database.close()


def test_a_matter_is_done_at_once_unless_something_was_asked_again(book):
    book.filing()
    first = book.filing(Status.CORRECTION_REQUIRED, asked=("MATERIAL_MISSING", "PAYMENT_DUE"))
    book.filing(parent=first, asked=("SIGNATURE",))  # the second visit is no matter of its own
    book.filing(asked=("SIGNATURE",))
    book.lost("again")
    book.lost("arrived")
    once = figures.of(book.connection, WEEK).once
    assert (once.matters, once.again, once.rate) == (4, 3, 25.0)
    wanted = {Why.MATERIALS: 1, Why.DELIVERY: 0, Why.FEE: 1, Why.NOT_FILED: 1, Why.OTHER: 1}
    assert once.causes == wanted


def test_the_same_question_is_counted_once(book):
    id = book.filing(asked=("FEE_UNPAID", "FEE_UNPAID"))
    assert len(book.connection.execute(trips.select().where(trips.c.filing == id)).all()) == 1


def test_nothing_of_nothing_has_no_rate(book):
    counted = figures.of(book.connection, WEEK)
    assert counted.once.rate is None and counted.daily == () and counted.total.mean is None


def test_days_are_those_of_china_and_both_ends_count(book):
    for at in (datetime(2026, 7, 5, 23, 59, tzinfo=CHINA), datetime(2026, 7, 6, tzinfo=CHINA)):
        book.filing(at=at)
    for at in (datetime(2026, 7, 12, 23, 59, tzinfo=CHINA), datetime(2026, 7, 13, tzinfo=CHINA)):
        book.filing(at=at)
    days = [row.day for row in figures.of(book.connection, WEEK).daily]
    assert days == [WEEK.first, WEEK.last]


def test_a_terminals_days_add_up_to_its_week_and_all_of_them_to_the_total(book):
    for day in range(3):
        book.filing(at=NOON + timedelta(days=day))
    book.filing(Status.REFUSED, terminal=SECOND)
    book.filing(Status.WITHDRAWN, terminal=SECOND)
    for grade in (5, 2):
        book.rating(grade)
    book.rating(3, SECOND)
    counted = figures.of(book.connection, WEEK)
    first, second = counted.by_terminal
    assert dict(zip(figures.COLUMNS, first.counts, strict=False))["收件"] == 3
    assert [dict(zip(figures.COLUMNS, second.counts, strict=False))[name] for name in ("拒绝", "撤回")] == [
        1,
        1,
    ]
    assert (first.mean, counted.total.mean) == (3.5, pytest.approx(10 / 3))
    assert counted.total.counts == tuple(map(sum, zip(*(row.counts for row in counted.daily), strict=True)))
    assert counted.grades == {5: 1, 4: 0, 3: 1, 2: 1, 1: 0}


def test_a_site_is_counted_by_itself(book):
    book.filing(asked=("MATERIAL_MISSING",))
    book.rating(5)
    here = figures.of(book.connection, replace(WEEK, site="330521-0001"))
    assert here.total == figures.of(book.connection, WEEK).total and here.once.again == 1
    assert figures.as_csv(here).splitlines()[-1].split(",")[1:3] == ["330521-0001", "1"]
    for site in ("330521-0002", "330521-000", "330521-000_"):
        there = figures.of(book.connection, replace(WEEK, site=site))
        assert (there.daily, there.once.matters, sum(there.grades.values())) == ((), 0, 0)


def test_who_waits_for_the_platform_turns_yellow_and_red_with_the_working_days(book):
    for days in (1, 7, 9):
        book.filing(Status.RECEIVED, at=NOON - timedelta(days=days))
    book.filing(Status.CORRECTION_REQUIRED, at=NOON - timedelta(days=9))
    seen = matters.overview(book.connection, calendar.load(), {"si-certificate": "证明"}, NOON)
    assert seen.counts[Status.RECEIVED] == (1, 0, 1, 1)
    assert seen.counts[Status.CORRECTION_REQUIRED] == (0, 0, 0, 1)
    assert [matter.light for matter in seen.late] == [Light.RED, Light.YELLOW, Light.GREEN]
    assert {matter.item for matter in seen.late} == {"证明"}


def test_an_office_that_says_nothing_is_seen(book):
    answers = {"silent": ["UNAVAILABLE"] * 3, "halting": ["OK", "UNKNOWN"], "good": ["NO", "YES", "NO_DATA"]}
    for source, said in answers.items():
        for answer in said:
            book.call(source, answer, NOON - timedelta(minutes=5))
    book.call("silent", "OK", NOON - timedelta(hours=3))
    found = {source.name: source for source in sources.listed(book.connection, NOON)}
    assert [source.light for source in found.values()] == ["red", "yellow", "green"]
    assert found["silent"].answered_at == NOON - timedelta(hours=3)
    assert (found["good"].asked, found["good"].silent) == (3, 0)


def heartbeat(**claims):
    claim = {"queued": 0, "oldest_age_s": None, "devices": {}, "at": NOON.isoformat()} | claims
    return terminals.read(json.dumps(claim), NOON)


@pytest.mark.parametrize(
    ("claims", "seconds", "troubles"),
    [
        ({}, 0, []),
        ({}, 170, []),
        ({}, 190, [("失联", True)]),
        ({"devices": {"card_reader": "absent"}}, 0, [("身份证阅读器没有接上", True)]),
        ({"supplies": {"receipt_printer": {"paper": "low"}}}, 0, [("纸快用完", False)]),
        (
            {"supplies": {"receipt_printer": {"paper": "full"}, "document_printer": {"paper": "out"}}},
            0,
            [("纸用完了", True)],
        ),
        ({"queued": 1, "oldest_age_s": 700}, 0, [("办件积压", False)]),
        ({"queued": 1, "oldest_age_s": 15000}, 0, [("办件积压", True)]),
        ({"at": (NOON - timedelta(seconds=5)).isoformat()}, 0, [("时钟不准", False)]),
        ({"at": (NOON + timedelta(seconds=130)).isoformat()}, 0, [("时钟不准", True)]),
    ],
)
def test_what_is_wrong_with_a_terminal_has_a_name_and_a_weight(claims, seconds, troubles):
    found = terminals.troubles(heartbeat(**claims), 0, NOON + timedelta(seconds=seconds))
    assert [(trouble.text, trouble.serious) for trouble in found] == troubles


@pytest.mark.parametrize(
    "claims",
    [
        {"devices": {"card_reader": ["fault"], "x" * 900: None}},
        {"supplies": {"receipt_printer": "paper"}},
        {"faults": {"card_reader": {"no": "list"}}},
        {"version": "9" * 9000},
        {"oldest_age_s": 1e300},
        {"oldest_age_s": float("nan")},
    ],
)
def test_whatever_a_terminal_says_of_itself_can_be_shown(claims):
    said = heartbeat(**claims)
    assert all(len(text) <= 40 for text in (said.version, *said.devices, *said.devices.values()))
    assert terminals.troubles(said, 0, NOON) is not None


def test_the_worst_terminal_comes_first_and_who_is_not_admitted_last(book):
    book.connection.execute(known.update().where(known.c.id == FIRST).values(revoked_at=NOON))
    assert [machine.id for machine in terminals.listed(book.connection, NOON)] == [SECOND, FIRST]
    assert [machine.light for machine in terminals.listed(book.connection, NOON)] == ["red", "off"]


def test_a_line_breaks_where_the_terminal_was_silent():
    now = stretch_of(NOON)
    said = [Stretch(now - back, queued, 0, 0, 0) for back, queued in ((5, 2), (4, 4), (1, 0))]
    line = charts.day_of(said, NOON, lambda stretch: stretch.queued, timedelta(hours=24))
    assert len(line.pieces) == 2 and (line.highest, line.silent) == (4, 3)
    assert charts.day_of([], NOON, lambda stretch: stretch.queued, STRETCH * 6).pieces == ()
