"""A person proves on their own phone that it is they; nothing else counts."""

import re
from datetime import datetime, timedelta
from hashlib import sha256

import pytest
import requests
from sqlalchemy import update

from acceptance import statements, tables
from tests.acceptance.station import FLOW, Station, new_id, now, person, problem

LIU, SHEN = person("liu-yang"), person("shen-guiying")


def asked(who, **changes):
    fields = {"id": new_id(), "id_number": who.number, "name": who.names[0], "item": FLOW.item}
    return fields | {"purpose": "打印您的社保参保证明"} | changes


@pytest.fixture
def page(station, server):
    """What the terminal asked, and the page that the phone opens."""
    question = asked(LIU)
    answer = station.call("POST", "/v1/confirmations", question)
    assert answer.status_code == 201
    return question, answer.json()["url"]


def open_page(server, url, **fields):
    if fields:
        return requests.post(url, data=fields, verify=server.ca, timeout=30)
    return requests.get(url, verify=server.ca, timeout=30)


def state(station, id):
    answer = station.call("POST", f"/v1/confirmations/{id}/state", {})
    return answer.json()["state"], answer.json()["statement"]


def test_the_page_shows_what_is_confirmed_and_hides_who(page, server):
    shown = open_page(server, page[1])
    assert shown.status_code == 200 and shown.headers["Content-Type"] == "text/html; charset=utf-8"
    for words in ("*洋", "打印您的社保参保证明", "确认是我", "不是我"):
        assert words in shown.text
    assert LIU.names[0] not in shown.text and LIU.number not in shown.text
    assert "<script" not in shown.text
    assert "default-src 'none'" in shown.headers["Content-Security-Policy"]
    assert shown.headers["Cache-Control"] == "no-store"


def test_the_phone_of_the_person_confirms(page, station, server):
    question, url = page
    assert state(station, question["id"]) == ("waiting", None)
    assert "已确认" in open_page(server, url, phone_key=LIU.phone_key, decision="confirm").text
    now_state, token = state(station, question["id"])
    statement = station.identity.receipts.verify("statement", token)
    assert now_state == "confirmed"
    assert statement["kind"] == "confirmation"
    assert statement["person"] == statements.person_digest(question["id"], LIU.number)
    assert statement["terminal"] == station.identity.terminal
    assert statement["item"] == FLOW.item
    assert statement["purpose"] == sha256(question["purpose"].encode()).hexdigest()
    assert LIU.number not in str(statement)


def test_another_phone_does_not_confirm_and_has_five_tries(page, station, server):
    question, url = page
    for _ in range(4):
        refused = open_page(server, url, phone_key="000000", decision="confirm")
        assert refused.status_code == 403 and "口令不对" in refused.text
    assert "已经过期" in open_page(server, url, phone_key="000000", decision="confirm").text
    assert "已经过期" in open_page(server, url, phone_key=LIU.phone_key, decision="confirm").text
    assert state(station, question["id"]) == ("expired", None)


def test_no_is_no(page, station, server):
    question, url = page
    assert "已拒绝" in open_page(server, url, decision="decline").text
    open_page(server, url, phone_key=LIU.phone_key, decision="confirm")
    assert state(station, question["id"]) == ("declined", None)


def test_a_page_lives_two_minutes(page, station, server):
    question, url = page
    table = tables.confirmations
    with server.database.writing() as connection:
        connection.execute(update(table).where(table.c.id == question["id"]).values(expires_at=now()))
    assert "已经过期" in open_page(server, url, phone_key=LIU.phone_key, decision="confirm").text
    assert state(station, question["id"]) == ("expired", None)


def test_the_page_ends_two_minutes_after_it_was_asked_for(station):
    before = now()
    answer = station.call("POST", "/v1/confirmations", asked(LIU)).json()
    expires_at = datetime.fromisoformat(answer["expires_at"])
    assert before + timedelta(seconds=120) <= expires_at <= now() + timedelta(seconds=120)


def test_the_same_question_has_the_same_page(page, station):
    question, url = page
    assert station.call("POST", "/v1/confirmations", question).json()["url"] == url
    other = question | {"purpose": "别的事"}
    assert problem(station.call("POST", "/v1/confirmations", other)) == (422, "idempotency-conflict")


def test_a_person_without_a_phone_is_told_so(station):
    assert problem(station.call("POST", "/v1/confirmations", asked(SHEN))) == (404, "no-phone")
    wrong_name = asked(LIU, name=SHEN.names[0])
    assert problem(station.call("POST", "/v1/confirmations", wrong_name)) == (404, "no-phone")


def test_another_terminal_sees_nothing_of_it(page, server, tmp_path):
    elsewhere = Station.enrol(server, tmp_path / "other")
    answer = elsewhere.call("POST", f"/v1/confirmations/{page[0]['id']}/state", {})
    assert problem(answer) == (404, "not-found")


def test_an_address_that_was_guessed_leads_nowhere(page, server):
    guessed = re.sub(r"/c/.*", "/c/" + "A" * 32, page[1])
    assert open_page(server, guessed).status_code == 410
    assert open_page(server, guessed, phone_key=LIU.phone_key, decision="confirm").status_code == 410
