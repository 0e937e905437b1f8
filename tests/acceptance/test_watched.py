"""What those who run terminals can know: how each fared, what came back, what waits for somebody."""

from datetime import date, timedelta

import pytest
import requests
from sqlalchemy import select

from acceptance import beats, quarantine, second_trips
from acceptance.console_tables import quarantined, suggestions
from acceptance.console_tables import second_trips as trips
from acceptance.quarantine import Ending
from acceptance.suggestions import Kind, State, Step, find, move
from tests.acceptance.station import new_id, now, person, problem

LIU = person("liu-yang")


def rows(server, table, **of):
    with server.database.reading() as connection:
        found = connection.execute(
            select(table).where(*(table.c[name] == value for name, value in of.items()))
        )
        return found.mappings().all()


def stretches(station):
    with station.server.database.reading() as connection:
        return beats.since(connection, station.identity.terminal, now() - timedelta(hours=1))


def test_of_five_minutes_the_worst_is_kept(station):
    station.beat(queued=3, oldest_age_s=900, devices={"card_reader": "fault"}, max_seq=9)
    station.beat(queued=1, oldest_age_s=None, max_seq=9)
    kept = stretches(station)
    assert max(stretch.queued for stretch in kept) == 3
    assert max(stretch.oldest_age_s for stretch in kept) == 900
    assert max(stretch.faults for stretch in kept) == 1


def test_a_clock_that_is_behind_shows_as_behind(station):
    station.beat(at=(now() - timedelta(minutes=2)).isoformat())
    assert all(-125_000 < stretch.ahead_ms <= -120_000 for stretch in stretches(station))


def test_what_a_terminal_says_beside_the_rest_has_its_shape(station):
    assert station.beat(version="1", supplies={"receipt_printer": {"paper": "low"}}).status_code == 200
    assert problem(station.beat(supplies="none")) == (422, "envelope")


def test_a_filing_that_is_refused_waits_for_somebody_until_it_arrives(station):
    made = station.make(station.walk(LIU, None))
    wrong = station.put("filings", made.id, made.payload.replace(b'"body"', b'"bode"'))
    assert problem(wrong) == (422, "parts")
    (row,) = rows(station.server, quarantined, filing=made.id)
    assert (row["terminal"], row["problem"], row["closed_at"]) == (station.identity.terminal, "parts", None)
    assert date.fromisoformat(row["due"]) > now().date()
    assert station.send(made).status_code == 201
    (row,) = rows(station.server, quarantined, filing=made.id)
    assert row["ending"] == Ending.ARRIVED and row["closed_by"] is None


def test_a_platform_that_is_busy_puts_nothing_before_anybody(troubled):
    made = troubled.make(troubled.walk(LIU, None))
    troubled.sandbox(busy_next=1)
    assert problem(troubled.send(made)) == (503, "busy")
    assert rows(troubled.server, quarantined, filing=made.id) == []


def test_who_has_to_file_anew_was_not_served_at_once(station):
    id = new_id()
    station.put("filings", id, station.make(station.walk(LIU, None)).payload)
    with station.server.database.writing() as connection:
        quarantine.close(connection, id, "wang", Ending.AGAIN, now())
        with pytest.raises(quarantine.ClosedError):
            quarantine.take(connection, id, "li")
    (trip,) = rows(station.server, trips, filing=id)
    assert second_trips.why(trip["reason"]) is second_trips.Why.NOT_FILED


def test_a_matter_that_comes_back_is_counted_once_with_its_cause(station):
    made = station.make(station.walk(LIU, None, delivery=""))
    for _ in range(2):
        assert station.receipt(station.send(made)).status.value == "correction_required"
    (trip,) = rows(station.server, trips, filing=made.id)
    assert trip["reason"]


def suggest(server, **said):
    fields = {"kind": "complaint", "text": "<b>等太久</b>", "terminal": "330521-0001-001"} | said
    return requests.post(f"{server.public_url}/suggest", data=fields, verify=server.ca, timeout=30)


def state_of(server, code):
    address = f"{server.public_url}/suggest/state"
    return requests.get(address, params={"code": code}, verify=server.ca, timeout=30)


def test_who_suggests_something_sees_what_became_of_it(server):
    page = suggest(server).text
    code = page.split("<dd>")[1].split("</dd>")[0]
    assert "已收到" in state_of(server, code).text
    (row,) = [row for row in rows(server, suggestions) if row["kind"] == Kind.COMPLAINT]
    with server.database.writing() as connection:
        move(connection, row["id"], Step(State.SOLVED, "wang", "<i>已加开窗口</i>", now()))
        assert find(connection, row["id"]).text == "<b>等太久</b>"
    answered = state_of(server, code.lower().replace("-", " "))
    assert "已解决" in answered.text and "&lt;i&gt;已加开窗口" in answered.text
    assert code not in str(row)


@pytest.mark.parametrize("said", [{"text": " "}, {"text": "字" * 501}, {"kind": "praise"}])
def test_what_cannot_be_taken_is_asked_again_and_nothing_is_kept(server, said):
    before = len(rows(server, suggestions))
    answer = suggest(server, **said)
    assert answer.status_code == 422 and 'role="alert"' in answer.text
    assert len(rows(server, suggestions)) == before


def test_a_code_that_nobody_was_given_tells_nothing(server):
    assert state_of(server, "2222-2222-2222").status_code == 404


def test_what_a_terminal_says_twice_by_one_code_is_one_suggestion(station):
    said = {"kind": "complaint", "text": "排队太久", "code": "7K2M-PQ4R-9XWD"}
    before = len(rows(station.server, suggestions))
    for _ in range(2):
        answer = station.call("POST", "/v1/suggestions", said)
        assert answer.status_code == 200 and answer.json()["url"].endswith("/suggest/state")
    assert len(rows(station.server, suggestions)) == before + 1
    said["code"] = "8K2M-PQ4R-9XWD"
    for wrong in ({"text": ""}, {"text": "字" * 501}, {"code": "1234"}, {"kind": "other"}):
        assert station.call("POST", "/v1/suggestions", said | wrong).status_code == 400
    for nothing in ("  ", "\x1f", "\U000a67bc\x1f"):
        answer = station.call("POST", "/v1/suggestions", said | {"text": nothing})
        assert (answer.status_code, answer.json()["type"]) == (422, "urn:kiosk:problem:says-nothing")
    assert len(rows(station.server, suggestions)) == before + 1
