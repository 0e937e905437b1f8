"""A phone key cannot be guessed: not on many pages, not at many terminals, not by asking again."""

from datetime import timedelta

import pytest
import requests
from sqlalchemy import select, update

from acceptance import guessing, tables
from kiosk.wire.troubles import RefusedError
from tests.acceptance.station import Station, new_id, person, problem

GUESSED, HONEST, ASKED = person("zhang-rare"), person("liu-yang"), person("long-name")
WRONG = {"phone_key": "000000", "decision": "confirm"}


def right(who):
    return {"phone_key": who.phone_key, "decision": "confirm"}


def page_of(station, who):
    """The address of a new page."""
    answer = station.ask_to_confirm(who)
    assert answer.status_code == 201, answer.text
    return answer.json()["url"]


def tap(station, url, fields):
    return requests.post(url, data=fields, verify=station.server.ca, timeout=30)


def shown(station, url):
    return requests.get(url, verify=station.server.ca, timeout=30)


def pass_time(server, who, **time):
    """As if what this person's phone was asked and told had happened so much earlier."""
    table = tables.attempts
    with server.database.writing() as connection:
        for row in connection.execute(select(table).where(table.c.person == who.id)).all():
            earlier = row.at - timedelta(**time)
            connection.execute(update(table).where(table.c.id == row.id).values(at=earlier))


@pytest.fixture
def elsewhere(server, tmp_path):
    return Station.enrol(server, tmp_path / "other")


@pytest.fixture
def locked(station, elsewhere, server):
    """Ten wrong keys, five a page, at two terminals; one page of the person still waited meanwhile."""
    waiting = page_of(station, GUESSED)
    for there in (elsewhere, elsewhere):
        url = page_of(there, GUESSED)
        answers = [tap(there, url, WRONG) for _ in range(5)]
        assert [answer.status_code for answer in answers[:4]] == [403] * 4
    yield waiting, url, answers[-1]
    pass_time(server, GUESSED, hours=24)


def test_after_ten_wrong_keys_the_page_says_so_and_points_to_staff(locked, station):
    _, url, last = locked
    for answer in (last, shown(station, url)):
        assert answer.status_code == 429
        for words in ("已锁定", "24 小时", "现场工作人员", "12345"):
            assert words in answer.text
        assert GUESSED.names[0] not in answer.text and "<form" not in answer.text


def test_then_the_right_key_is_worth_nothing_on_any_page(locked, station):
    waiting, url, _ = locked
    for page in (waiting, url):
        answer = tap(station, page, right(GUESSED))
        assert answer.status_code == 429 and "已锁定" in answer.text


def test_then_no_terminal_gets_a_new_page_until_a_day_has_passed(locked, station, elsewhere, server):
    for there in (station, elsewhere):
        refused = there.ask_to_confirm(GUESSED)
        assert problem(refused) == (429, "phone-locked")
        assert 86_000 < int(refused.headers["Retry-After"]) <= 86_400
        assert GUESSED.number not in refused.text
    pass_time(server, GUESSED, hours=23)
    assert problem(station.ask_to_confirm(GUESSED)) == (429, "phone-locked")
    pass_time(server, GUESSED, hours=1)
    station.confirm(GUESSED)


def test_others_are_not_locked_out(locked, station):
    station.confirm(HONEST)


def test_the_terminal_goes_another_way(locked, station):
    client = station.client
    asked = {"id": new_id(), "id_number": GUESSED.number, "name": GUESSED.names[0]}
    with pytest.raises(RefusedError, match="phone-locked"):
        client.ask("/v1/confirmations", asked | {"item": "si-certificate", "purpose": "打印证明"})
    client.close()


def test_wrong_keys_wear_off_one_by_one(station, server):
    """The window moves: what was wrong yesterday makes room, what was wrong today still counts."""
    url = page_of(station, GUESSED)
    for _ in range(4):
        tap(station, url, WRONG)
    pass_time(server, GUESSED, hours=20)
    urls = [page_of(station, GUESSED)] * 3
    answers = [tap(station, url, WRONG) for url in urls]
    urls = [page_of(station, GUESSED)] * 3
    answers += [tap(station, url, WRONG) for url in urls]
    assert [answer.status_code for answer in answers] == [403] * 5 + [429]
    assert problem(station.ask_to_confirm(GUESSED)) == (429, "phone-locked")
    pass_time(server, GUESSED, hours=4)
    station.confirm(GUESSED)
    pass_time(server, GUESSED, hours=24)


def test_a_new_page_ends_the_earlier_ones_of_the_same_terminal(station, elsewhere):
    first, theirs = page_of(station, HONEST), page_of(elsewhere, HONEST)
    second = page_of(station, HONEST)
    assert "已经过期" in tap(station, first, right(HONEST)).text
    for url in (theirs, second):
        assert "已确认" in tap(station, url, right(HONEST)).text


def test_a_new_page_leaves_what_was_confirmed(station):
    id = new_id()
    first = station.ask_to_confirm(HONEST, id).json()["url"]
    tap(station, first, right(HONEST))
    page_of(station, HONEST)
    assert station.call("POST", f"/v1/confirmations/{id}/state", {}).json()["state"] == "confirmed"


def test_a_question_that_is_repeated_ends_nothing(station):
    """A retry that arrives late must not put an old page in the place of the new one."""
    id = new_id()
    first = station.ask_to_confirm(HONEST, id).json()["url"]
    second = page_of(station, HONEST)
    assert station.ask_to_confirm(HONEST, id).json()["url"] == first
    assert "已确认" in tap(station, second, right(HONEST)).text


def test_twenty_pages_an_hour_are_enough(station, server):
    for _ in range(guessing.PAGES.most):
        page_of(station, ASKED)
    refused = station.ask_to_confirm(ASKED)
    assert problem(refused) == (429, "too-many-confirmations")
    assert 3_500 < int(refused.headers["Retry-After"]) <= 3_600
    pass_time(server, ASKED, hours=1)
    station.confirm(ASKED)


def test_a_page_that_the_person_confirmed_is_not_counted(station, server):
    for _ in range(guessing.PAGES.most - 1):
        page_of(station, ASKED)
    for _ in range(2):
        station.confirm(ASKED)
    page_of(station, ASKED)
    assert problem(station.ask_to_confirm(ASKED)) == (429, "too-many-confirmations")
    pass_time(server, ASKED, hours=1)


def test_what_has_worn_off_is_not_kept(station, server):
    page_of(station, ASKED)
    pass_time(server, ASKED, hours=25)
    page_of(station, ASKED)
    table = tables.attempts
    with server.database.reading() as connection:
        assert len(connection.execute(select(table).where(table.c.person == ASKED.id)).all()) == 1
