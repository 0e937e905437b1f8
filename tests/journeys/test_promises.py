"""What was promised instead of a paper is looked at afterwards, and a no of an office is no verdict."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta

import pytest
import yaml
from sqlalchemy import func, select

from acceptance import front_desk, promises, quarantine
from acceptance.database import Database, database_url
from acceptance.population import Population
from acceptance.promise_tables import promises as table
from acceptance.tables import calls
from kiosk import app
from kiosk.demo.stand import POPULATION, standing
from kiosk.model import Status
from kiosk.ui import wording
from tests import shipped
from tests.acceptance.hall import open_hall
from tests.journeys.test_enrolment import SUMMER, arrive, decide, home, sign

COMPLETE = {"hepatitis-b": 3, "tuberculosis": 1, "polio": 4, "diphtheria": 4, "measles": 2, "encephalitis": 2}


@pytest.fixture(scope="module")
def stand(tmp_path_factory):
    with standing(tmp_path_factory.mktemp("summer"), starts_at=SUMMER) as made:
        yield made
    os.environ.pop(app.CLOCK_SHIFT, None)


@pytest.fixture
def database(stand):
    opened = Database(database_url(stand.folder / "platform", None))
    yield opened
    opened.close()


@pytest.fixture
def promised(visit):
    """A filing that rests on the word of a mother of whose child no office knows the vaccinations."""
    session = decide(visit, home(visit, "hu-ping", "浙(2022)德清县0031906"), "pass")
    session = decide(visit, session, "commit")
    filing = visit.terminal.file(sign(visit, session))
    visit.sync.round()
    assert visit.outcome(filing).status is Status.RECEIVED
    return filing


def later(visit, database, folder, days, doses):
    """The same platform after so many days, when the health office knows that much by then."""
    held = yaml.safe_load(POPULATION.read_text("utf-8"))
    if doses is not None:
        held["registers"]["doses"]["tang-yihan"] = doses
    known = folder / "population.yaml"
    known.write_text(yaml.safe_dump(held, allow_unicode=True), "utf-8")
    hall = open_hall(
        visit.stand.folder / "platform", database, lambda: visit.terminal.clock() + timedelta(days=days)
    )
    platform = replace(hall, flows=shipped.items(), population=Population.load(records=known))
    front_desk.round_of_work(platform)
    with database.reading() as connection:
        return connection.execute(select(table.c.found, table.c.look_at)).all()[-1]


def test_a_promise_that_an_office_bears_out_is_never_mentioned_again(visit, database, promised, tmp_path):
    assert later(visit, database, tmp_path, 4, COMPLETE).found is None, "not before its time"
    assert tuple(later(visit, database, tmp_path, 6, COMPLETE)) == (promises.Found.KEPT, None)
    visit.sync_line()
    assert visit.outcome(promised).reason is None
    with database.reading() as connection:
        assert quarantine.find(connection, promised.id) is None


def test_a_later_no_flags_the_case_in_neutral_words_and_it_goes_on(visit, database, promised, tmp_path):
    assert later(visit, database, tmp_path, 6, COMPLETE | {"polio": 1}).found == promises.Found.BROKEN
    visit.sync_line()
    outcome = visit.outcome(promised)
    assert (outcome.status, outcome.reason) == (Status.RECEIVED, promises.REASON)
    words = wording.Wording(wording.load()).reason(outcome.reason, "12345")
    assert "部门会联系您" in words and not any(word in words for word in ("假", "不实", "违", "责任"))
    with database.reading() as connection:
        waiting = quarantine.find(connection, promised.id)
    assert waiting is not None and waiting.problem == quarantine.PROMISE and waiting.ending is None


def test_what_no_office_ever_knows_is_asked_for_a_month_and_then_rests(visit, database, promised, tmp_path):
    found, look_at = later(visit, database, tmp_path, 6, None)
    assert found is None and look_at > visit.terminal.clock() + timedelta(days=10)
    assert tuple(later(visit, database, tmp_path, 31, None)) == (promises.Found.UNKNOWN, None)
    visit.sync_line()
    assert visit.outcome(promised).reason is None


def test_no_office_is_asked_about_what_was_taken_back(visit, database, promised, tmp_path):
    visit.terminal.withdrawing.withdraw(arrive(visit, "hu-ping"), promised.id)
    visit.sync_line()
    assert visit.outcome(promised).status is Status.WITHDRAWN
    with database.reading() as connection:
        before = connection.execute(select(func.count()).select_from(calls)).scalar_one()
    known = COMPLETE | {"polio": 1}
    assert tuple(later(visit, database, tmp_path, 6, known)) == (promises.Found.UNKNOWN, None)
    with database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(calls)).scalar_one() == before
        assert quarantine.find(connection, promised.id) is None
